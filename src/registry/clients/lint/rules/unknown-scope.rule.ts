import { isOidcScope, parseScope } from '#protocol';
import { foundIf, type LintRule } from '../lint-rule.js';

export const unknownScope: LintRule = {
  name: 'unknown-scope',
  profiles: ['hygiene'],
  severity: 'warning',
  spec: 'RFC 6749 §3.3',
  detail: 'It is registered for a scope that no API has any more.',
  passing: { metadata: { scope: 'openid photos:read' } },
  failing: { metadata: { scope: 'openid photos:read photos:print' } },
  find({ metadata: { scope = '' }, scopes }) {
    const names = parseScope(scope) ?? [];
    const known = names.filter((name) => isOidcScope(name) || scopes?.has(name) !== false);
    const unknown = names.filter((name) => !known.includes(name));
    return foundIf(unknown.length > 0, {
      ...{ pointer: '/scope', found: unknown.join(' ') },
      fix: { scope: known.join(' ') },
    });
  },
};
