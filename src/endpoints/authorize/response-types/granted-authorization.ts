import { methodsOf } from '#protocol';
import type { AuthenticatedUser, NewAuthorization } from '#tokens';
import type { GrantedRequest } from './response-type.js';

/** The authorization that begins with a granted request. */
export function newAuthorization(
  { request, session, consent, granted, roleVersion }: GrantedRequest,
  grantType: string,
): NewAuthorization {
  return {
    client: request.client,
    grantType,
    userId: session.userId,
    credentialVersion: session.credentialVersion,
    accessVersion: session.accessVersion,
    roleVersion,
    groupVersion: session.groupVersion,
    sessionId: session.id,
    authTime: session.authTime,
    factors: session.factors,
    consentId: consent?.id,
    granted,
    nonce: request.nonce,
    claims: request.claims,
  };
}

/** Who granted it, as tokens say it. */
export function authenticatedUser({ request, session }: GrantedRequest): AuthenticatedUser {
  return {
    sub: session.userId,
    authTime: session.authTime,
    amr: methodsOf(session.factors),
    sessionId: session.id,
    ...(request.nonce === undefined ? {} : { nonce: request.nonce }),
    ...(request.claims === undefined ? {} : { claims: request.claims }),
  };
}
