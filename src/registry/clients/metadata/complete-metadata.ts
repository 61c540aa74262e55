import { isNativeUri } from '#protocol';
import type { ClientMetadata, ClientMetadataInput } from './client-metadata.js';

const DEFAULTS = {
  client_name: '',
  application_type: 'web',
  redirect_uris: [],
  post_logout_redirect_uris: [],
  grant_types: ['authorization_code', 'refresh_token'],
  token_endpoint_auth_method: 'client_secret_basic',
  id_token_signed_response_alg: 'RS256',
  id_token_claims: 'scope',
  require_signed_request_object: false,
  require_pushed_authorization_requests: false,
  first_party: false,
  legacy_assertion_audience: false,
} as const;

/** Fills in the defaults of RFC 7591 §2 and OIDC Registration §2, safe where they leave a choice. */
export function completeMetadata(input: ClientMetadataInput): ClientMetadata {
  const given = { ...DEFAULTS, ...withoutEmpty(input) };
  const code = given.grant_types.includes('authorization_code');
  const open = given.token_endpoint_auth_method === 'none';
  const uris = given.redirect_uris;
  // Whatever it says it is (RFC 8252 §8.6).
  const native = open && uris.length > 0 && uris.every(isNativeUri);
  return {
    response_types: code ? ['code'] : [],
    // Nothing else tells whose code it is where there is no secret (RFC 9700 §2.1.1).
    require_pkce: open,
    ...given,
    ...(native ? { application_type: 'native' } : {}),
  };
}

type Given = { [Name in keyof ClientMetadata]?: ClientMetadata[Name] };

/** A member that is undefined or null was not given; in a change, null takes a member away. */
export function withoutEmpty(input: ClientMetadataInput): Given {
  const entries = Object.entries<unknown>(input).filter(
    ([, value]) => value !== undefined && value !== null,
  );
  return Object.fromEntries(entries);
}
