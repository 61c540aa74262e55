import type { ClientMetadata, ClientMetadataInput } from './client-metadata.js';

/** Fills in the defaults of RFC 7591 §2 and OIDC Registration §2, safe where they leave a choice. */
export function completeMetadata(input: ClientMetadataInput): ClientMetadata {
  const given = withoutEmpty(input);
  const grantTypes = given.grant_types ?? ['authorization_code', 'refresh_token'];
  const authMethod = given.token_endpoint_auth_method ?? 'client_secret_basic';
  return {
    ...given,
    client_name: given.client_name ?? '',
    application_type: given.application_type ?? 'web',
    redirect_uris: given.redirect_uris ?? [],
    post_logout_redirect_uris: given.post_logout_redirect_uris ?? [],
    grant_types: grantTypes,
    response_types:
      given.response_types ?? (grantTypes.includes('authorization_code') ? ['code'] : []),
    token_endpoint_auth_method: authMethod,
    id_token_signed_response_alg: given.id_token_signed_response_alg ?? 'RS256',
    require_signed_request_object: given.require_signed_request_object ?? false,
    require_pushed_authorization_requests: given.require_pushed_authorization_requests ?? false,
    first_party: given.first_party ?? false,
    require_pkce: given.require_pkce ?? true,
    legacy_assertion_audience: given.legacy_assertion_audience ?? false,
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
