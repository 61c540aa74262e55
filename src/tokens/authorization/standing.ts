import type { Client } from '#registry/clients';
import { asksForPower, isAdmitted, parseGroups } from '#people/users';
import type { Refusal } from '#protocol';
import type { StoredAuthorization } from './stored-authorization.js';

/** What has become of everything an authorization rests on, read together with it. */
export interface Foundations {
  readonly userDisabled: number;
  readonly userCredentialVersion: number;
  readonly userSessionVersion: number;
  readonly userAccessVersion: number;
  readonly userRoleVersion: number;
  /** See groups-of-user.ts. */
  readonly userGroups: string | null;
  /** Null when the session's row is gone. */
  readonly sessionEndedAt: number | null;
  readonly sessionExpiresAt: number | null;
  readonly sessionVersion: number | null;
  /** Null when the consent was withdrawn. */
  readonly consentFound: string | null;
  /** Null when there is none, or not any more. */
  readonly issuerEndedVersion: number | null;
}

/** The part of an authorization that tells whether it stands. */
export type Grounds = StoredAuthorization<
  | 'revokedAt'
  | 'credentialVersion'
  | 'accessVersion'
  | 'roleVersion'
  | 'groupVersion'
  | 'clientEndedVersion'
  | 'consentId'
  | 'assertionIssuerEndedVersion'
  | 'online'
  | 'granted'
  | 'grantType'
>;

/**
 * Why an authorization no longer stands, for the log; undefined when it does.
 *
 * The one question that every token issued for a user, and every token shown to us, has to pass. An
 * ending is recorded where its cause is, as a counter that only grows or a row that is new each time,
 * and compared here with what the authorization keeps of it: so it lasts when its cause is undone.
 */
export function standing(
  authorization: Grounds,
  foundations: Foundations,
  client: Client | undefined,
  now: number,
): string | undefined {
  if (authorization.revokedAt !== null) return 'revoked';
  const ending = standingOfClient(client, { endedVersion: authorization.clientEndedVersion });
  if (ending !== undefined) return ending;
  // The operator can have switched it off, which is recorded nowhere.
  if (!client?.grantTypes.has(authorization.grantType)) return 'the client lost the grant type';
  return (
    standingOfUser(authorization, foundations, now) ??
    standingAtClient(client, foundations, authorization.groupVersion)
  );
}

/** An authorization that no longer stands, for admins. @param ended what {@link standing} says */
export function notStanding(ended: string, userId?: string): Refusal {
  return {
    ...{ check: 'standing', spec: 'RFC 6749 §5.2', got: ended, userId },
    expected: 'a person, a client, a consent and a session that have not ended since it was given',
  };
}

/**
 * The same for whatever was given to a client, and rests on nobody else: a pushed request, a device
 * code, a token of its own.
 * @param given under which `ended_version`, or in which second
 */
export function standingOfClient(
  client: Client | undefined,
  given: { readonly endedVersion: number } | { readonly issuedAt: number },
): string | undefined {
  if (client === undefined || client.disabled) return 'the client is disabled';
  // Another node may know of an ending before this one does: then what is given here is older.
  const ended =
    'endedVersion' in given
      ? given.endedVersion < client.endedVersion
      : client.endedAt !== undefined && given.issuedAt <= client.endedAt;
  return ended ? 'the client was disabled, or lost a grant type or a scope' : undefined;
}

/**
 * Whether the client still lets the person in (attack S01).
 * @param since their count of joins when the token, or what it rests on, was given
 */
export function standingAtClient(
  client: Client,
  { userGroups }: Pick<Foundations, 'userGroups'>,
  since: number,
): string | undefined {
  if (client.metadata.allowed_groups === undefined) return undefined;
  return isAdmitted(client, parseGroups(userGroups), since)
    ? undefined
    : 'the user is in none of the groups that the client lets in, or was not all the time';
}

function standingOfUser(
  authorization: Grounds,
  foundations: Foundations,
  now: number,
): string | undefined {
  if (foundations.userDisabled !== 0) return 'the user is disabled';
  if (foundations.userCredentialVersion !== authorization.credentialVersion) {
    return 'the password was changed, or the user disabled';
  }
  if (foundations.userAccessVersion !== authorization.accessVersion) return 'all access was ended';
  if (
    foundations.userRoleVersion !== authorization.roleVersion &&
    asksForPower(authorization.granted)
  ) {
    return 'the user lost a role';
  }
  if (authorization.consentId !== null && foundations.consentFound === null) {
    return 'the consent was withdrawn';
  }
  if (foundations.issuerEndedVersion !== authorization.assertionIssuerEndedVersion) {
    return 'the assertion issuer was disabled';
  }
  if (authorization.online !== 0 && !isSessionLive(foundations, now)) return 'the session ended';
  return undefined;
}

function isSessionLive(
  { sessionEndedAt, sessionExpiresAt, sessionVersion, userSessionVersion }: Foundations,
  now: number,
): boolean {
  if (sessionEndedAt !== null || sessionVersion !== userSessionVersion) return false;
  return sessionExpiresAt !== null && sessionExpiresAt > now;
}
