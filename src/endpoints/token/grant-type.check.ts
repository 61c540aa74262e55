import type { Client } from '#registry/clients';
import { OAuthError, type Parameters } from '#protocol';
import type { GrantOptions } from './grant.js';
import type { GrantRegistry, RegisteredGrant } from './grant-registry.js';

/** The grant that a token request is for. @throws OAuthError `invalid_request`, `unsupported_grant_type` */
export function readGrantType(parameters: Parameters, grants: GrantRegistry): RegisteredGrant {
  const grantType = parameters.get('grant_type');
  const registered = grantType === undefined ? undefined : grants.find(grantType);
  if (registered !== undefined) return registered;
  const error =
    grantType === undefined
      ? OAuthError.invalidRequest('The parameter grant_type is missing.')
      : OAuthError.unsupportedGrantType();
  throw error.refusedBy({
    ...{ check: 'grant-type', spec: 'RFC 6749 §5.2' },
    expected: 'a grant_type of grant_types_supported',
    got: { grant_type: grantType },
  });
}

/** @throws OAuthError `unauthorized_client` unless the client is registered for it, and still may be */
export function checkGrantAllowed(
  client: Client,
  { grantType, publicClients, problemWith }: GrantOptions,
): void {
  const isPublic = client.isPublic && !publicClients;
  const problem = problemWith?.(client.metadata);
  if (client.grantTypes.has(grantType) && !isPublic && problem === undefined) return;
  throw OAuthError.unauthorizedClient('This client may not use this grant type.').refusedBy({
    ...{ check: 'grant-type', spec: 'RFC 6749 §5.2' },
    expected: isPublic
      ? 'a client that authenticates'
      : (problem ?? `one that the client is registered for: ${[...client.grantTypes].join(', ')}`),
    got: { grant_type: grantType },
  });
}
