import { foundIf, type LintRule } from '../lint-rule.js';

export const sharedSecret: LintRule = {
  name: 'shared-secret',
  profiles: ['rfc9700'],
  severity: 'info',
  spec: 'RFC 9700 §2.5',
  detail:
    'Whoever sees its secret is the client; a key of its own (private_key_jwt) is never sent.',
  passing: { metadata: { token_endpoint_auth_method: 'none' } },
  failing: { metadata: { token_endpoint_auth_method: 'client_secret_basic' } },
  find: ({ metadata: { token_endpoint_auth_method: method } }) =>
    foundIf(method.startsWith('client_secret_'), {
      ...{ pointer: '/token_endpoint_auth_method', found: method },
    }),
};
