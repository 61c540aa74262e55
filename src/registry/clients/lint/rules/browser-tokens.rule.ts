import { foundIf, isInBrowser, type LintRule } from '../lint-rule.js';

export const browserTokens: LintRule = {
  name: 'browser-tokens',
  profiles: ['rfc10017'],
  severity: 'info',
  spec: 'RFC 10017 §6.1',
  detail:
    'Its tokens are in the browser. A backend of its own that keeps them (BFF) is safer: a script in the page cannot take them away.',
  passing: { metadata: { token_endpoint_auth_method: 'client_secret_basic' } },
  failing: { metadata: { token_endpoint_auth_method: 'none' } },
  find: (client) =>
    foundIf(isInBrowser(client), { pointer: '/token_endpoint_auth_method', found: 'none' }),
};
