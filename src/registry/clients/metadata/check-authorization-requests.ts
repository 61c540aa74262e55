import { MAX_REQUEST_URI_LENGTH, MAX_URIS } from './limits.js';
import { isMacAlgorithm, webUriError } from '#protocol';
import type { ClientMetadata } from './client-metadata.js';

/** What is wrong with how a client says it will ask for authorization, as a sentence. */
export function authorizationRequests(metadata: ClientMetadata): string | undefined {
  return requestUris(metadata) ?? keysForRequestObjects(metadata) ?? encryption(metadata);
}

function requestUris({ request_uris: uris = [] }: ClientMetadata): string | undefined {
  if (uris.length > MAX_URIS) return 'There are too many request_uris.';
  for (const uri of uris) {
    if (uri.length > MAX_REQUEST_URI_LENGTH) return 'request_uris may have 512 characters each.';
    const problem = webUriError(uri, { allowHttp: true, allowFragment: true });
    if (problem !== undefined) return `request_uris: ${problem}`;
  }
  return undefined;
}

function keysForRequestObjects(metadata: ClientMetadata): string | undefined {
  if (!metadata.require_signed_request_object) return undefined;
  if (metadata.jwks !== undefined || metadata.jwks_uri !== undefined) return undefined;
  const { request_object_signing_alg: algorithm } = metadata;
  if (algorithm !== undefined && isMacAlgorithm(algorithm)) return undefined;
  return 'require_signed_request_object needs the public keys of the client in jwks, or their jwks_uri.';
}

function encryption(metadata: ClientMetadata): string | undefined {
  const { request_object_encryption_alg: alg, request_object_encryption_enc: enc } = metadata;
  // OIDC Registration §2
  if (enc === undefined || alg !== undefined) return undefined;
  return 'request_object_encryption_enc needs request_object_encryption_alg.';
}
