import { createHash } from 'node:crypto';
import type { ClientSigningAlgorithm } from '#protocol';

/** How long an ID token may be used to sign in, unless its client says otherwise (OIDC Core §2). */
export const ID_TOKEN_LIFETIME = 600;

/** The claims of an ID token (OIDC Core §2, §3.1.3.6). */
export interface IdTokenClaims {
  iss: string;
  sub: string;
  aud: string;
  iat: number;
  exp: number;
  auth_time?: number;
  acr?: string;
  amr: readonly string[];
  sid?: string;
  nonce?: string;
  at_hash?: string;
  c_hash?: string;
}

/** What an ID token is issued with, and says besides who signed in. */
export interface IdTokenCompany {
  readonly accessToken?: string | undefined;
  readonly code?: string | undefined;
  /** By which the ID token tells of the person (OIDC Core §5.4); nothing where it is left out. */
  readonly scope?: readonly string[];
}

/** `at_hash` and `c_hash`: the left half of the digest that goes with the algorithm (§3.1.3.6). */
export function halfHash(value: string, algorithm: ClientSigningAlgorithm): string {
  // Ed25519 works with SHA-512 (RFC 8032 §5.1); the others have theirs in the name.
  const name = algorithm === 'EdDSA' ? 'sha512' : `sha${algorithm.slice(2)}`;
  const digest = createHash(name).update(value, 'ascii').digest();
  return digest.subarray(0, digest.length / 2).toString('base64url');
}
