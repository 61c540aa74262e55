import { encryptionKeyFor, type KeyAlgorithm } from '#platform/crypto';
import { isMacAlgorithm } from '#protocol';
import type { ClientMetadata } from './client-metadata.js';

/** The keys of ours that are needed to sign or decrypt as a client registered. */
export function neededKeys(metadata: ClientMetadata): Set<KeyAlgorithm> {
  const needed = new Set<KeyAlgorithm>();
  const { id_token_signed_response_alg: idToken, userinfo_signed_response_alg: info } = metadata;
  for (const algorithm of [idToken, info]) {
    if (algorithm !== undefined && !isMacAlgorithm(algorithm)) needed.add(algorithm);
  }
  const { request_object_encryption_alg: encryption } = metadata;
  if (encryption !== undefined) needed.add(encryptionKeyFor(encryption));
  return needed;
}
