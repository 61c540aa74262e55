import { type MemberProblem, problem } from '#platform/changes';
import { encryptionKey } from '#platform/outbound';
import { CLIENT_SIGNING_ALGORITHMS, isMacAlgorithm, isSecretKeyManagement } from '#protocol';
import { authenticatesWithSecret, keyedBySecret } from '../secrets/needed-secret.js';
import type { ClientMetadata } from './client-metadata.js';

/** What OIDC Registration §2 has against how a client wants to sign, or be written to. */
export function algorithms(metadata: ClientMetadata): MemberProblem[] {
  return [
    ...problem('/id_token_signed_response_alg', idTokens(metadata)),
    ...problem('/token_endpoint_auth_signing_alg', assertions(metadata)),
    ...problem('/token_endpoint_auth_method', secret(metadata)),
    ...encryption(metadata, 'id_token'),
    ...encryption(metadata, 'userinfo'),
  ];
}

function idTokens({ id_token_signed_response_alg: algorithm }: ClientMetadata): string | undefined {
  if (CLIENT_SIGNING_ALGORITHMS.includes(algorithm)) return undefined;
  return `id_token_signed_response_alg must be one of: ${CLIENT_SIGNING_ALGORITHMS.join(' ')}.`;
}

function assertions(metadata: ClientMetadata): string | undefined {
  const { token_endpoint_auth_method: method, token_endpoint_auth_signing_alg: algorithm } =
    metadata;
  if (algorithm === undefined) return undefined;
  const fits = isMacAlgorithm(algorithm)
    ? method !== 'private_key_jwt'
    : method !== 'client_secret_jwt';
  return fits ? undefined : `${method} cannot be signed with ${algorithm}.`;
}

/** Secrets are ours to make, and long enough for each of the algorithms (attack N07). */
function secret(metadata: ClientMetadata): string | undefined {
  if (!keyedBySecret(metadata) || authenticatesWithSecret(metadata)) return undefined;
  return 'HS256, A128KW, dir and their like need a client that authenticates with a secret.';
}

function encryption(metadata: ClientMetadata, what: 'id_token' | 'userinfo'): MemberProblem[] {
  const alg = metadata[`${what}_encrypted_response_alg`];
  if (alg === undefined) {
    if (metadata[`${what}_encrypted_response_enc`] === undefined) return [];
    const detail = `${what}_encrypted_response_enc needs ${what}_encrypted_response_alg.`;
    return problem(`/${what}_encrypted_response_enc`, detail);
  }
  const { jwks, jwks_uri: uri } = metadata;
  if (isSecretKeyManagement(alg) || uri !== undefined) return [];
  if (jwks !== undefined && encryptionKey(jwks, alg) !== undefined) return [];
  const detail = `${what}_encrypted_response_alg needs a public key for ${alg} in jwks, or a jwks_uri.`;
  return problem(`/${what}_encrypted_response_alg`, detail);
}
