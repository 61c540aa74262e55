import { createHash } from 'node:crypto';
import type { ContentEncryptionAlgorithm, ResponseEncryptionAlgorithm } from '#protocol';

/** The length of the key that each takes, in bytes (RFC 7518 §4.4, §5.1). */
const KEY_LENGTHS: Readonly<Record<string, number>> = {
  A128KW: 16,
  A192KW: 24,
  A256KW: 32,
  A128GCM: 16,
  A192GCM: 24,
  A256GCM: 32,
  'A128CBC-HS256': 32,
  'A192CBC-HS384': 48,
  'A256CBC-HS512': 64,
};

/** The key that comes of a client secret: the left of the shortest digest that suffices (OIDC Core §10.2). */
export function secretKey(
  secret: string,
  alg: ResponseEncryptionAlgorithm,
  enc: ContentEncryptionAlgorithm,
): Buffer {
  const length = KEY_LENGTHS[alg === 'dir' ? enc : alg] ?? 0;
  const digest = [256, 384, 512].find((bits) => bits / 8 >= length) ?? 512;
  return createHash(`sha${String(digest)}`)
    .update(secret)
    .digest()
    .subarray(0, length);
}
