import type { Granted } from '#protocol';
import type { Actor, AuthenticatedUser, MayAct } from '#tokens';

/** Whom a subject token is about, and how far it reaches (RFC 8693 §1.1). */
export interface Subject {
  /** The person, or else the client that speaks for itself. */
  readonly sub: string;
  readonly user: AuthenticatedUser | undefined;
  readonly authorizationId: string | undefined;
  readonly granted: Granted;
  /** Who acts for the subject already. */
  readonly actor: Actor | undefined;
  readonly mayAct: MayAct | undefined;
  /** See AccessToken. */
  readonly restsOn: readonly string[];
  readonly actorAuthorizationId: string | undefined;
  readonly issuedAt: number;
  readonly expiresAt: number;
}
