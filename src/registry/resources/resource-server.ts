export const ACCESS_TOKEN_FORMATS = ['jwt', 'opaque'] as const;
export type AccessTokenFormat = (typeof ACCESS_TOKEN_FORMATS)[number];

/** How long an access token lives unless its resource server says otherwise, in seconds. */
export const DEFAULT_ACCESS_TOKEN_LIFETIME = 600;

/** An API that accepts our access tokens (RFC 8707 §2, RFC 9068 §3). Immutable. */
export interface ResourceServer {
  readonly id: string;
  /** What `resource` and `aud` call it: an absolute URI, compared character by character. */
  readonly identifier: string;
  readonly name: string;
  readonly accessTokenFormat: AccessTokenFormat;
  /** Seconds. */
  readonly accessTokenLifetime: number;
  /** Each scope's name, with what it permits in words. */
  readonly scopes: ReadonlyMap<string, string>;
}

/** What an admin decides about one. */
export type ResourceServerValue = Omit<ResourceServer, 'id'>;

/** One that an admin registered. */
export interface StoredResourceServer extends ResourceServer {
  readonly version: number;
}
