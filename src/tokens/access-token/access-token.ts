import type { Actor, MayAct } from './actor.js';

/** What a valid access token says, whatever its format. Times in seconds since the epoch. */
export interface AccessToken {
  readonly jti: string;
  readonly clientId: string;
  /** The person it speaks for, as we know them; absent when the client speaks for itself. */
  readonly userId: string | undefined;
  /** Whom it is about (`sub`): that person as the client knows them, or a client. */
  readonly subject: string;
  readonly scope: readonly string[];
  /** Identifiers of the resource servers it is meant for (RFC 8707). */
  readonly audience: readonly string[];
  /** Their ids, where it rests on no authorization that knows them. */
  readonly resources: readonly string[];
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly authorizationId: string | undefined;
  readonly authTime: number | undefined;
  /** How the person proved who they are (RFC 8176); empty where that is not known. */
  readonly amr: readonly string[];
  /** Who acts for the subject; absent when nobody but the client itself is involved. */
  readonly actor: Actor | undefined;
  readonly mayAct: MayAct | undefined;
  /** `jti` of the tokens that it was exchanged for, and those before; it ends with each. */
  readonly restsOn: readonly string[];
  /** The authorization that the actor acted by, where that is a person. */
  readonly actorAuthorizationId: string | undefined;
  /** The person's count of joins when it was exchanged for a client that names groups, see User. */
  readonly groupVersion: number | undefined;
}

/** The claims of a JWT access token (RFC 9068 §2.2). */
export interface AccessTokenClaims {
  iss: string;
  sub: string;
  aud: string | readonly string[];
  client_id: string;
  iat: number;
  exp: number;
  jti: string;
  scope?: string;
  auth_time?: number;
  acr?: string;
  amr?: readonly string[];
  act?: Actor;
  may_act?: MayAct;
  /** Ours: the stored authorization that the token rests on. */
  authorization_id?: string;
  /** Ours, where there is none: ids of the resource servers in `aud`. */
  resource_ids?: readonly string[];
  /** Ours, of a token that others were exchanged for: their `jti`. */
  rests_on?: readonly string[];
  /** Ours: the authorization that the actor's own token rests on. */
  actor_authorization_id?: string;
  /** Ours, of an exchanged token for a client that names groups. */
  group_version?: number;
}
