import { privateSchemeError } from '#protocol';
import { foundAmong, type LintRule } from '../lint-rule.js';

export const privateScheme: LintRule = {
  name: 'private-scheme',
  profiles: ['rfc9700'],
  severity: 'warning',
  spec: 'RFC 8252 §8.4',
  detail: 'Another application on the device can have this scheme too (RFC 8252 §8.4).',
  passing: {
    metadata: {
      ...{ token_endpoint_auth_method: 'none', application_type: 'native' },
      redirect_uris: ['com.example.app:/cb'],
    },
  },
  failing: {
    metadata: {
      ...{ token_endpoint_auth_method: 'none', application_type: 'native' },
      redirect_uris: ['app:/cb'],
    },
  },
  find: ({ metadata: { redirect_uris: uris } }) =>
    foundAmong('/redirect_uris', uris, (uri) => privateSchemeError(uri) !== undefined),
};
