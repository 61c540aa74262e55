/** JWS algorithms that are safe today and that clients and we may sign with (RFC 7518 §3.1, RFC 8037). */
export const SIGNING_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
] as const;
export type SigningAlgorithm = (typeof SIGNING_ALGORITHMS)[number];

/** HMAC with the secret of a client (RFC 7518 §3.2). */
export const MAC_ALGORITHMS = ['HS256', 'HS384', 'HS512'] as const;
export type MacAlgorithm = (typeof MAC_ALGORITHMS)[number];

export function isMacAlgorithm(algorithm: string): algorithm is MacAlgorithm {
  return (MAC_ALGORITHMS as readonly string[]).includes(algorithm);
}

/** What clients and we sign with for each other: never `none` (attack C12). */
export const CLIENT_SIGNING_ALGORITHMS = [...SIGNING_ALGORITHMS, ...MAC_ALGORITHMS] as const;
export type ClientSigningAlgorithm = (typeof CLIENT_SIGNING_ALGORITHMS)[number];

/** RFC 7518 §4.1 with a key that the client published. RSA1_5 and passwords are left out. */
const PUBLIC_KEY_MANAGEMENT = [
  'RSA-OAEP',
  'RSA-OAEP-256',
  'ECDH-ES',
  'ECDH-ES+A128KW',
  'ECDH-ES+A192KW',
  'ECDH-ES+A256KW',
] as const;

/** RFC 7518 §4.1 with a key that comes of the client's secret (OIDC Core §10.2). */
const SECRET_KEY_MANAGEMENT = ['A128KW', 'A192KW', 'A256KW', 'dir'] as const;

/** How ID tokens and userinfo are encrypted for clients. */
export const RESPONSE_ENCRYPTION_ALGORITHMS = [
  ...PUBLIC_KEY_MANAGEMENT,
  ...SECRET_KEY_MANAGEMENT,
] as const;
export type ResponseEncryptionAlgorithm = (typeof RESPONSE_ENCRYPTION_ALGORITHMS)[number];

export function isSecretKeyManagement(algorithm: string): boolean {
  return (SECRET_KEY_MANAGEMENT as readonly string[]).includes(algorithm);
}

/** How request objects may be encrypted for us (RFC 7518 §4.1). RSA1_5 and passwords are left out. */
export const REQUEST_OBJECT_ENCRYPTION_ALGORITHMS = [
  'RSA-OAEP-256',
  'ECDH-ES',
  'ECDH-ES+A128KW',
  'ECDH-ES+A256KW',
] as const;
export type RequestObjectEncryptionAlgorithm =
  (typeof REQUEST_OBJECT_ENCRYPTION_ALGORITHMS)[number];

/** RFC 7518 §5.1 */
export const CONTENT_ENCRYPTION_ALGORITHMS = [
  'A128CBC-HS256',
  'A192CBC-HS384',
  'A256CBC-HS512',
  'A128GCM',
  'A192GCM',
  'A256GCM',
] as const;
export type ContentEncryptionAlgorithm = (typeof CONTENT_ENCRYPTION_ALGORITHMS)[number];
