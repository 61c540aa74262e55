/** Token type identifiers (RFC 8693 §3). */
export const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';
export const REFRESH_TOKEN = 'urn:ietf:params:oauth:token-type:refresh_token';
const ID_TOKEN = 'urn:ietf:params:oauth:token-type:id_token';

export const SUBJECT_TOKEN_TYPES = [ACCESS_TOKEN, REFRESH_TOKEN, ID_TOKEN] as const;
export type SubjectTokenType = (typeof SUBJECT_TOKEN_TYPES)[number];
