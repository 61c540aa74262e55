import { constants, type SigningOptions } from 'node:crypto';
import type { SigningAlgorithm } from '#protocol';

/** How node:crypto signs for an algorithm of JWA (RFC 7518 §3.1, RFC 8037 §3.1). */
export interface JwsAlgorithm {
  /** Absent where the algorithm brings its own. */
  readonly digest: string | undefined;
  readonly options?: SigningOptions;
  /** Of ECDSA alone: bytes of each of the two numbers that are its signature (RFC 7518 §3.4). */
  readonly numberSize?: number;
}

// RFC 7518 §3.5: the salt has the length of the digest.
const PSS: SigningOptions = {
  padding: constants.RSA_PKCS1_PSS_PADDING,
  saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
};

export const JWS_ALGORITHMS: Readonly<Record<SigningAlgorithm, JwsAlgorithm>> = {
  RS256: { digest: 'sha256' },
  RS384: { digest: 'sha384' },
  RS512: { digest: 'sha512' },
  PS256: { digest: 'sha256', options: PSS },
  PS384: { digest: 'sha384', options: PSS },
  PS512: { digest: 'sha512', options: PSS },
  ES256: { digest: 'sha256', numberSize: 32 },
  ES384: { digest: 'sha384', numberSize: 48 },
  ES512: { digest: 'sha512', numberSize: 66 },
  EdDSA: { digest: undefined },
};
