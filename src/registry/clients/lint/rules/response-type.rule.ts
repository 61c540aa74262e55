import { foundAmong, type LintRule } from '../lint-rule.js';

export const responseType: LintRule = {
  name: 'response-type',
  profiles: ['oauth-2.1'],
  severity: 'warning',
  spec: 'RFC 9700 §2.1.2',
  detail: 'Only code brings nothing but a code through the browser.',
  passing: { metadata: { response_types: ['code'] } },
  failing: {
    metadata: {
      grant_types: ['authorization_code', 'implicit'],
      response_types: ['code', 'code id_token'],
    },
  },
  find: ({ metadata: { grant_types: grants, response_types: types } }) =>
    foundAmong('/response_types', types, (type) => type !== 'code', {
      response_types: ['code'],
      grant_types: [
        ...new Set(['authorization_code', ...grants.filter((grant) => grant !== 'implicit')]),
      ],
    }),
};
