import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import {
  type RequestObjectEncryptionAlgorithm,
  SIGNING_ALGORITHMS,
  type SigningAlgorithm,
} from '#protocol';

const generate = promisify(generateKeyPair);

/** The keys that others encrypt for. One on a curve serves every algorithm of the ECDH-ES family. */
const ENCRYPTION_KEY_ALGORITHMS = ['RSA-OAEP-256', 'ECDH-ES'] as const;
export type EncryptionKeyAlgorithm = (typeof ENCRYPTION_KEY_ALGORITHMS)[number];

/** The key with which something encrypted by `alg` (RFC 7518 §4.1) is decrypted. */
export function encryptionKeyFor(alg: RequestObjectEncryptionAlgorithm): EncryptionKeyAlgorithm {
  return alg === 'RSA-OAEP-256' ? alg : 'ECDH-ES';
}

/** Every kind of key that we can have. */
export const KEY_ALGORITHMS = [...SIGNING_ALGORITHMS, ...ENCRYPTION_KEY_ALGORITHMS] as const;
export type KeyAlgorithm = SigningAlgorithm | EncryptionKeyAlgorithm;

export function isForEncryption(algorithm: KeyAlgorithm): algorithm is EncryptionKeyAlgorithm {
  return (ENCRYPTION_KEY_ALGORITHMS as readonly string[]).includes(algorithm);
}

const rsa = (modulusLength: number) => generate('rsa', { modulusLength });

const GENERATORS: Readonly<Record<KeyAlgorithm, (rsaBits: number) => Promise<KeyPair>>> = {
  RS256: rsa,
  RS384: rsa,
  RS512: rsa,
  PS256: rsa,
  PS384: rsa,
  PS512: rsa,
  ES256: () => generate('ec', { namedCurve: 'P-256' }),
  ES384: () => generate('ec', { namedCurve: 'P-384' }),
  ES512: () => generate('ec', { namedCurve: 'P-521' }),
  EdDSA: () => generate('ed25519'),
  'RSA-OAEP-256': rsa,
  'ECDH-ES': () => generate('ec', { namedCurve: 'P-256' }),
};

export interface KeyPair {
  publicKey: KeyObject;
  privateKey: KeyObject;
}

/** Made on the thread pool: an RSA key takes up to a second. */
export function generateFor(algorithm: KeyAlgorithm, rsaBits: number): Promise<KeyPair> {
  return GENERATORS[algorithm](rsaBits);
}
