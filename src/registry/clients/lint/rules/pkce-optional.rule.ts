import { foundIf, type LintRule } from '../lint-rule.js';

export const pkceOptional: LintRule = {
  name: 'pkce-optional',
  profiles: ['oauth-2.1', 'rfc9700'],
  severity: 'info',
  spec: 'RFC 9700 §2.1.1',
  detail:
    'It may ask without PKCE: a code that was put into its answer is found by its nonce alone.',
  passing: { metadata: { require_pkce: true } },
  failing: { metadata: { require_pkce: false } },
  find: ({ metadata: { grant_types: grants, require_pkce: required } }) =>
    foundIf(grants.includes('authorization_code') && !required, {
      ...{ pointer: '/require_pkce', found: false },
      fix: { require_pkce: true },
    }),
};
