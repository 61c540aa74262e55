import type { Remark } from '#platform/changes';
import type { CustomClaim } from '#registry/claims';

export const ACCESS_TOKEN_FORMATS = ['jwt', 'opaque'] as const;
export type AccessTokenFormat = (typeof ACCESS_TOKEN_FORMATS)[number];

/** What the JWTs of an API are signed with: RS256 is what every validator must know (RFC 9068 §2.1). */
export const ACCESS_TOKEN_ALGORITHMS = ['ES256', 'RS256', 'PS256', 'EdDSA'] as const;
export type AccessTokenAlgorithm = (typeof ACCESS_TOKEN_ALGORITHMS)[number];

/** Their `typ`: that of RFC 9068 §2.1, or that of JWTs in general for validators that know no other. */
export const ACCESS_TOKEN_TYPES = ['at+jwt', 'JWT'] as const;
export type AccessTokenType = (typeof ACCESS_TOKEN_TYPES)[number];

/**
 * Who may have tokens for an API: clients registered for one of its scopes; every client that an admin
 * registered, for the API as a whole; or those that registered themselves too, its scopes included.
 */
export const OPEN_TO = ['scope', 'registered', 'anybody'] as const;
export type OpenTo = (typeof OPEN_TO)[number];
/** What the access tokens of an API may tell of people besides who they are (RFC 9068 §2.2.3.1). */
export const ACCESS_TOKEN_CLAIMS = ['groups', 'roles'] as const;
export type AccessTokenClaim = (typeof ACCESS_TOKEN_CLAIMS)[number];

/** How long an access token lives unless its resource server says otherwise, in seconds. */
export const DEFAULT_ACCESS_TOKEN_LIFETIME = 600;

/** An API that accepts our access tokens (RFC 8707 §2, RFC 9068 §3). Immutable. */
export interface ResourceServer {
  readonly id: string;
  /** What `resource` and `aud` call it: an absolute URI, or a plain name. */
  readonly identifier: string;
  readonly name: string;
  readonly openTo: OpenTo;
  readonly accessTokenFormat: AccessTokenFormat;
  readonly accessTokenAlgorithm: AccessTokenAlgorithm;
  readonly accessTokenType: AccessTokenType;
  /** Seconds, for whatever client. Null: {@link DEFAULT_ACCESS_TOKEN_LIFETIME}, unless a client has its own. */
  readonly accessTokenLifetime: number | null;
  /** What its tokens tell of the person, where the scope of the same name was granted. */
  readonly accessTokenClaims: readonly AccessTokenClaim[];
  /** What its tokens, and the answers about them, tell under names of its own. */
  readonly claims: readonly CustomClaim[];
  /** The weakest authentication context with which people sign in for its tokens, by a name of it. Null: any. */
  readonly requireAcr: string | null;
  /** Each scope's name, with what it permits in words. */
  readonly scopes: ReadonlyMap<string, string>;
}

/** What an admin decides about one. */
export interface ResourceServerValue extends Omit<ResourceServer, 'id'> {
  /** What files and programs of others call it. */
  readonly externalId: string | null;
}

/** One that an admin registered. */
export interface StoredResourceServer extends ResourceServer, ResourceServerValue {
  readonly version: number;
}

/** What was made of it, and what is allowed and less safe. */
export interface ChangedResourceServer {
  readonly stored: StoredResourceServer;
  readonly warnings: readonly Remark[];
}
