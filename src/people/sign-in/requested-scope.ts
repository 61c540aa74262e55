import type { Client } from '#registry/clients';
import {
  additionalClaims,
  type Parameters,
  parseScope,
  readClaimsRequest,
  scopeForResponseType,
} from '#protocol';

/** The scope of an authorization request; checked before the interaction began. */
export function requestedScope(parameters: Parameters): readonly string[] {
  const scope = parseScope(parameters.get('scope') ?? '') ?? [];
  return scopeForResponseType(scope, parameters.get('response_type') ?? '');
}

/** The claims that a client asks for by name beside what the scope opens. */
export function requestedClaims(
  parameters: Parameters,
  scope: readonly string[],
  client: Client,
): readonly string[] {
  return additionalClaims(readClaimsRequest(parameters, client.scopes), scope);
}
