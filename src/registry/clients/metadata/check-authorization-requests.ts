import { type MemberProblem, problem, problemsOf } from '#platform/changes';
import { isMacAlgorithm, webUriError } from '#protocol';
import type { ClientMetadata } from './client-metadata.js';
import { MAX_REQUEST_URI_LENGTH, MAX_URIS } from './limits.js';

/** What is wrong with how a client says it will ask for authorization. */
export function authorizationRequests(metadata: ClientMetadata): MemberProblem[] {
  return [
    ...requestUris(metadata),
    ...problem('/require_signed_request_object', keysForRequestObjects(metadata)),
    ...problem('/request_object_encryption_enc', encryption(metadata)),
  ];
}

function requestUris({ request_uris: uris = [] }: ClientMetadata): MemberProblem[] {
  if (uris.length > MAX_URIS) return problem('/request_uris', 'There are too many request_uris.');
  return problemsOf('/request_uris', uris, (uri) => {
    if (uri.length > MAX_REQUEST_URI_LENGTH) return 'request_uris may have 512 characters each.';
    const error = webUriError(uri, { allowHttp: true, allowFragment: true });
    return error === undefined ? undefined : `request_uris: ${error}`;
  });
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
