import { authTimeOf, type Factors } from '#protocol';
import type { AdminRoles, GroupsOfUser, User } from '#people/users';

/** A live sign-in session. Times in seconds since the epoch. */
export interface Session {
  readonly id: string;
  readonly userId: string;
  readonly factors: Factors;
  readonly credentialVersion: number;
  readonly sessionVersion: number;
  /** When the person last proved who they are (OIDC Core §2, `auth_time`). */
  readonly authTime: number;
  readonly createdAt: number;
  readonly lastSeenAt: number;
  readonly expiresAt: number;
  /** Whether the person asked to stay signed in. */
  readonly kept: boolean;
  /** Whether a trusted browser stood in for a second factor. */
  readonly trusted: boolean;
  /** The address of the sign-in. */
  readonly ip: string | undefined;
  readonly userAgent: string | undefined;
}

/** That of a browser, with what is known of its person: who is let in, and how, costs no further look. */
export interface LiveSession extends Session {
  readonly groups: GroupsOfUser;
  readonly roles: readonly string[];
  readonly adminRoles: AdminRoles;
  readonly requireNewPassword: boolean;
  readonly secondFactor: boolean;
  readonly secondFactorAskedAt: number | undefined;
  /** Whether the person trusts this browser; asked only where it matters. */
  readonly isTrustedHere: () => Promise<boolean>;
  /** See User. */
  readonly groupVersion: number;
  readonly accessVersion: number;
}

/** As it is stored. */
export type FoundSession = Omit<LiveSession, 'isTrustedHere'>;

/** A session that there is not: what would be if somebody had signed in so. */
export function sessionAsIf(user: User, factors: Factors): LiveSession {
  const authTime = authTimeOf(factors);
  const at = { authTime, createdAt: authTime, lastSeenAt: authTime };
  const { sub: userId, credentialVersion, sessionVersion, accessVersion, groupVersion } = user;
  const { groups, roles, adminRoles, requireNewPassword, secondFactor, secondFactorAskedAt } = user;
  return {
    ...{ id: '', userId, factors, expiresAt: authTime, kept: false, trusted: false, ...at },
    ...{ credentialVersion, sessionVersion, accessVersion, groupVersion },
    ...{ groups, roles, adminRoles, requireNewPassword, secondFactor, secondFactorAskedAt },
    ...{ ip: undefined, userAgent: undefined, isTrustedHere: () => Promise.resolve(false) },
  };
}

/** Why a session was ended: by hand where it is, from elsewhere, by somebody else who signs in there, or with its identity provider. */
export type SessionEnding = 'signed_out' | 'revoked' | 'replaced' | 'provider_ended';
