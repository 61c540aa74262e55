import { OAuthError } from '#protocol';
import type { UnsafeCheck } from './check.js';

/** A known client that may use us; an unknown and a disabled one look the same (attack A06). */
export const checkClient: UnsafeCheck = async (draft, { clients }) => {
  const clientId = draft.parameters.get('client_id');
  const refusal = { check: 'client', spec: 'RFC 6749 §2.2' } as const;
  const expected = 'the client_id of a client that is registered here and not disabled';
  if (clientId === undefined) {
    throw OAuthError.invalidRequest('The parameter client_id is missing.').refusedBy({
      ...{ ...refusal, expected, got: { client_id: clientId } },
    });
  }
  const client = await clients.find(clientId);
  if (client === undefined || client.disabled) {
    const found = client === undefined ? 'an unknown client' : 'a client that is disabled';
    throw OAuthError.invalidRequest(
      'No application is registered here with this client_id.',
    ).refusedBy({ ...refusal, expected, got: { found, client_id: clientId } });
  }
  draft.client = client;
};
