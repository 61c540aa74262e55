import { isMacAlgorithm, isSecretKeyManagement } from '#protocol';
import type { ClientMetadata } from '../metadata/client-metadata.js';

/** Bytes of a key for HS512. */
const LONGEST_KEY = 64;

/** What has to be stored of a client's secret: nothing, a digest to compare with, or the secret itself. */
export type NeededSecret = 'none' | 'digest' | 'recoverable';

export function neededSecret(metadata: ClientMetadata): NeededSecret {
  if (!authenticatesWithSecret(metadata)) return 'none';
  return keyedBySecret(metadata) ? 'recoverable' : 'digest';
}

/** Why the client cannot have a secret that was made elsewhere, as a sentence. */
export function chosenSecretError(secret: string, metadata: ClientMetadata): string | undefined {
  const needed = neededSecret(metadata);
  if (needed === 'none') return 'This client does not authenticate with a secret.';
  if (needed === 'digest' || secret.length >= LONGEST_KEY) return undefined;
  // RFC 7518 §3.2; what it will sign with next is a matter of another member (attack N07).
  return `A client_secret that something is signed or encrypted with has ${String(LONGEST_KEY)} characters at least.`;
}

export function authenticatesWithSecret(metadata: ClientMetadata): boolean {
  return metadata.token_endpoint_auth_method.startsWith('client_secret_');
}

/** Whether something is signed or encrypted with the secret: by the client, or for it. */
export function keyedBySecret(metadata: ClientMetadata): boolean {
  const { token_endpoint_auth_method: method } = metadata;
  const signed = [
    metadata.id_token_signed_response_alg,
    metadata.userinfo_signed_response_alg,
    metadata.request_object_signing_alg,
  ];
  const encrypted = [
    metadata.id_token_encrypted_response_alg,
    metadata.userinfo_encrypted_response_alg,
  ];
  return (
    method === 'client_secret_jwt' ||
    signed.some((algorithm) => algorithm !== undefined && isMacAlgorithm(algorithm)) ||
    encrypted.some((algorithm) => algorithm !== undefined && isSecretKeyManagement(algorithm))
  );
}
