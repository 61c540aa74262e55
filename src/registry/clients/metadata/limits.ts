import { MAX_URI_LENGTH } from '#protocol';

/** Limit: redirect URIs of a client, and its `request_uris`. */
export const MAX_URIS = 50;
/** OIDC Core §6.2 */
export const MAX_REQUEST_URI_LENGTH = 512;
/** Limit: audiences in the policy of a client for token exchange. */
export const MAX_AUDIENCES = 50;
/** Limit: values of any other list in the metadata of a client. */
export const MAX_VALUES = 50;

/** Limit: seconds that tokens of a client live, at least. */
export const SHORTEST_TOKEN = 60;
/** Limit: seconds that an access token or an ID token of a client lives. */
export const LONGEST_TOKEN = 24 * 3600;
/** Limit: seconds for which a client can be given refresh tokens; settings allow less. */
export const LONGEST_REFRESH = 400 * 24 * 3600;

// What the API document says of them.

export const WEB_URI = { type: String, format: 'uri', maxLength: MAX_URI_LENGTH } as const;

const uris = (maxItems: number, maxLength: number) =>
  ({ type: 'array', maxItems, items: { type: 'string', format: 'uri', maxLength } }) as const;

export const REDIRECT_URIS = uris(MAX_URIS, MAX_URI_LENGTH);
export const REQUEST_URIS = uris(MAX_URIS, MAX_REQUEST_URI_LENGTH);
export const AUDIENCES = uris(MAX_AUDIENCES, 512);
