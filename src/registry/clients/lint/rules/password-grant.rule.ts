import { foundAmong, type LintRule } from '../lint-rule.js';

export const passwordGrant: LintRule = {
  name: 'password-grant',
  profiles: ['oauth-2.1', 'rfc9700'],
  severity: 'error',
  spec: 'RFC 9700 §2.4',
  detail: 'The application sees passwords; this grant must not be used (RFC 9700 §2.4).',
  passing: { metadata: { grant_types: ['authorization_code'] } },
  failing: { metadata: { grant_types: ['authorization_code', 'password'], first_party: true } },
  find: ({ metadata: { grant_types: grants } }) =>
    foundAmong('/grant_types', grants, (grant) => grant === 'password', {
      grant_types: grants.filter((grant) => grant !== 'password'),
    }),
};
