import type { Client } from '#registry/clients';
import type { ResourceServer } from '#registry/resources';
import type { User } from '#people/users';
import type { ClaimsRequest } from '#protocol';
import type { Actor } from '../access-token/actor.js';

/**
 * What a grant has proven, and so what tokens may be issued: the only thing a grant returns and the
 * only thing the TokenIssuer takes.
 */
export interface Authorization {
  readonly client: Client;
  /** What the access token may do: never more than was authorized. */
  readonly scope: readonly string[];
  /** Where the access token may be used. Empty: nowhere but with us. */
  readonly resources: readonly ResourceServer[];
  /** Whether it may be used at our own userinfo endpoint too. */
  readonly userInfo: boolean;
  /** The person it speaks for; absent when the client speaks for itself. */
  readonly user?: AuthenticatedUser;
  /** The client it speaks for where that is another one than {@link client} (RFC 8693). */
  readonly subjectClientId?: string;
  /** Who acts for the subject (RFC 8693 §4.1). */
  readonly actor?: Actor;
  /** The stored authorization that the tokens rest on and end with. */
  readonly authorizationId?: string;
  /** Which refresh token to hand out; absent for none. */
  readonly refreshGeneration?: number;
  /** When that was exchanged for the one before; absent for the first. */
  readonly renewedAt?: number;
  /** What the token was exchanged for, see AccessToken. */
  readonly restsOn?: readonly string[];
  readonly actorAuthorizationId?: string | undefined;
  /** See AccessToken. */
  readonly groupVersion?: number | undefined;
  /** When what the token was exchanged for was issued: it cannot be older. */
  readonly notBefore?: number;
  /** When the access token has to end at the latest, whatever its resource server says. */
  readonly notAfter?: number;
  /** What the answer has to call the access token (RFC 8693 §2.2.1). */
  readonly issuedTokenType?: string;
}

export interface AuthenticatedUser {
  readonly sub: string;
  /** Absent when the person did not sign in with us. */
  readonly authTime?: number;
  readonly amr: readonly string[];
  readonly sessionId?: string;
  readonly nonce?: string;
  /** What the client asked to be told of them by name. */
  readonly claims?: ClaimsRequest;
  /** The same person as they are stored, where they have been read. */
  readonly person?: () => User;
}
