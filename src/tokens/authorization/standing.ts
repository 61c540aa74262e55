import type { Client } from '#registry/clients';
import { additionalClaims } from '#protocol';
import { ADMIN_SCOPES } from '#registry/resources';
import type { StoredAuthorization } from './stored-authorization.js';

/** What has become of everything an authorization rests on, read together with it. */
export interface Foundations {
  readonly userDisabled: number;
  readonly userCredentialVersion: number;
  /** A JSON array. */
  readonly userRoles: string;
  /** Null when the session's row is gone. */
  readonly sessionEndedAt: number | null;
  readonly sessionExpiresAt: number | null;
  /** Null when the consent was withdrawn. */
  readonly consentFound: string | null;
}

/** The part of an authorization that tells whether it stands. */
export type Standing = StoredAuthorization<
  'revokedAt' | 'credentialVersion' | 'consentId' | 'online' | 'granted' | 'grantType' | 'claims'
>;

/**
 * Why an authorization no longer stands, for the log; undefined when it does.
 *
 * The one question that every token issued for a user, and every token shown to us, has to pass:
 * a check that one grant forgets is how disabled people keep their access.
 */
export function whyEnded(
  authorization: Standing,
  foundations: Foundations,
  client: Client | undefined,
  now: number,
): string | undefined {
  if (authorization.revokedAt !== null) return 'revoked';
  if (client === undefined || client.disabled) return 'the client is disabled';
  if (foundations.userDisabled !== 0) return 'the user is disabled';
  if (foundations.userCredentialVersion !== authorization.credentialVersion) {
    return 'the password was changed';
  }
  if (authorization.consentId !== null && foundations.consentFound === null) {
    return 'the consent was withdrawn';
  }
  if (authorization.online !== 0 && !isSessionLive(foundations, now)) return 'the session ended';
  const { scope } = authorization.granted;
  if (scope.some((name) => ADMIN_SCOPES.has(name)) && !isAdmin(foundations.userRoles)) {
    return 'the user is no admin any more';
  }
  return whatClientLost(authorization, scope, client);
}

function whatClientLost(
  { grantType, claims }: Standing,
  scope: readonly string[],
  client: Client,
): string | undefined {
  if (!client.grantTypes.has(grantType)) return 'the client lost the grant type';
  if (scope.some((name) => !client.scopes.has(name))) return 'the client lost a scope';
  const lost = additionalClaims(claims, client.scopes);
  return lost.length > 0 ? 'the client lost a claim' : undefined;
}

function isSessionLive({ sessionEndedAt, sessionExpiresAt }: Foundations, now: number): boolean {
  return sessionExpiresAt !== null && sessionExpiresAt > now && sessionEndedAt === null;
}

function isAdmin(roles: string): boolean {
  return (JSON.parse(roles) as string[]).includes('admin');
}
