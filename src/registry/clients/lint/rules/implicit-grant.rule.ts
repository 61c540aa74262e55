import { foundAmong, type LintRule } from '../lint-rule.js';

export const implicitGrant: LintRule = {
  name: 'implicit-grant',
  profiles: ['oauth-2.1', 'rfc9700', 'rfc10017'],
  severity: 'warning',
  spec: 'RFC 9700 §2.1.2',
  detail: 'Tokens pass through the browser; the code flow is safer (RFC 9700 §2.1.2).',
  passing: { metadata: { grant_types: ['authorization_code'] } },
  failing: {
    metadata: {
      grant_types: ['authorization_code', 'implicit'],
      response_types: ['code', 'id_token token'],
    },
  },
  find: ({ metadata: { grant_types: grants } }) =>
    foundAmong('/grant_types', grants, (grant) => grant === 'implicit', {
      grant_types: [...new Set(['authorization_code', ...without(grants)])],
      response_types: ['code'],
    }),
};

const without = (grants: readonly string[]) => grants.filter((grant) => grant !== 'implicit');
