import { MAX_URI_LENGTH } from '#protocol';

/** How many URIs of one kind a client may register. */
export const MAX_URIS = 50;
export const MAX_REQUEST_URI_LENGTH = 512;
export const MAX_AUDIENCES = 50;
/** How many values any other list may have. */
export const MAX_VALUES = 50;

// What the API document says of them.

export const WEB_URI = { type: String, format: 'uri', maxLength: MAX_URI_LENGTH } as const;

const uris = (maxItems: number, maxLength: number) =>
  ({ type: 'array', maxItems, items: { type: 'string', format: 'uri', maxLength } }) as const;

export const REDIRECT_URIS = uris(MAX_URIS, MAX_URI_LENGTH);
export const REQUEST_URIS = uris(MAX_URIS, MAX_REQUEST_URI_LENGTH);
export const AUDIENCES = uris(MAX_AUDIENCES, 512);
