import type { IssuedCode } from '../support/authorization.js';
import type { Browser } from '../support/browser.js';
import { clock } from '../support/clock.js';
import type { RegisteredClient } from '../support/registered-client.js';
import type { RegisteredUser } from '../support/world.js';

// What the documentation promises of tokens, in so few words that it can be seen to be right. The
// numbers stand here again on purpose: whoever changes one has to say so twice.
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
export const CODE_LIFETIME = MINUTE;
export const RETRY_WINDOW = 10;
export const SESSION = { idle: HOUR, absolute: 12 * HOUR };
export const REFRESH = { idle: 14 * DAY, absolute: 90 * DAY };

export interface Client {
  readonly registered: RegisteredClient;
  /** What its access tokens are for, and whom that API asks about them. */
  readonly api: { readonly scope: string; readonly reader: RegisteredClient };
  readonly accessTokenLifetime: number;
  readonly needsConsent: boolean;
  disabled: boolean;
}

/** What somebody has allowed until they take it back; allowing it anew is another one. */
export interface Consent {
  readonly client: Client;
}

export interface User {
  readonly registered: RegisteredUser;
  password: string;
  /** Goes up with every password. */
  credentials: number;
  disabled: boolean;
  consent: Consent | undefined;
}

export interface Session {
  readonly user: User;
  credentials: number;
  lastSeen: number;
  expiresAt: number;
  signedOut: boolean;
}

/** A browser of one person. */
export interface Visitor {
  readonly user: User;
  readonly browser: Browser;
  session: Session | undefined;
}

export interface Authorization {
  readonly client: Client;
  readonly user: User;
  readonly session: Session;
  readonly consent: Consent | undefined;
  readonly credentials: number;
  readonly offline: boolean;
  revoked: boolean;
  /** The number of the newest refresh token. */
  generation: number;
  rotatedAt: number;
  /** Whether the answer that named it was given a second time. */
  retried: boolean;
  refreshExpiresAt: number;
  refreshEndsAt: number;
}

export interface Code {
  readonly issued: IssuedCode;
  readonly authorization: Authorization;
  readonly expiresAt: number;
  used: boolean;
}

export interface AccessToken {
  readonly value: string;
  readonly client: Client;
  /** Absent when the client speaks for itself. */
  readonly authorization: Authorization | undefined;
  readonly expiresAt: number;
  revoked: boolean;
}

export interface RefreshToken {
  readonly value: string;
  readonly authorization: Authorization;
  readonly generation: number;
}

/** Everybody and everything that there is. */
export class LifeCycle {
  readonly codes: Code[] = [];
  readonly accessTokens: AccessToken[] = [];
  readonly refreshTokens: RefreshToken[] = [];

  constructor(
    readonly clients: readonly Client[],
    readonly visitors: readonly Visitor[],
  ) {}

  get users(): readonly User[] {
    return [...new Set(this.visitors.map(({ user }) => user))];
  }
}

/** Whether this session answers for a browser. */
export function isSignedIn({ user, session }: Visitor): boolean {
  return (
    session !== undefined &&
    isStanding(session) &&
    session.lastSeen > clock.now() - SESSION.idle &&
    session.credentials === user.credentials &&
    !user.disabled
  );
}

/** Whether tokens that end with the session may go on: having been away is no signing out. */
function isStanding({ signedOut, expiresAt }: Session): boolean {
  return !signedOut && expiresAt > clock.now();
}

export function stands(authorization: Authorization): boolean {
  const { client, user, session, consent, credentials, offline, revoked } = authorization;
  return (
    !revoked &&
    !client.disabled &&
    !user.disabled &&
    credentials === user.credentials &&
    (!client.needsConsent || consent === user.consent) &&
    (offline || isStanding(session))
  );
}

export function isAccessTokenActive(token: AccessToken): boolean {
  const { client, authorization, expiresAt, revoked } = token;
  if (revoked || client.disabled || expiresAt <= clock.now()) return false;
  return authorization === undefined || stands(authorization);
}

export function isRefreshTokenActive({ authorization, generation }: RefreshToken): boolean {
  return (
    stands(authorization) &&
    generation === authorization.generation &&
    authorization.refreshExpiresAt > clock.now()
  );
}
