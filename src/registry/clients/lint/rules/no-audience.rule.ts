import { isOidcScope, parseScope } from '#protocol';
import { foundIf, type LintRule } from '../lint-rule.js';

export const noAudience: LintRule = {
  name: 'no-audience',
  profiles: ['oauth-2.1', 'rfc9700'],
  severity: 'info',
  spec: 'RFC 9700 §2.3',
  detail: 'It is registered for no scope of an API: its access tokens are good at userinfo alone.',
  passing: { metadata: { scope: 'openid photos:read' } },
  failing: { metadata: { scope: 'openid profile' } },
  find: ({ metadata: { scope } }) =>
    foundIf((parseScope(scope ?? '') ?? []).every(isOidcScope), {
      ...{ pointer: '/scope', found: scope ?? null },
    }),
};
