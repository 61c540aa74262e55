import { OAuthError } from '#protocol';
import type { UnsafeCheck } from './check.js';

/** A known client that may use us; an unknown and a disabled one look the same (attack A06). */
export const checkClient: UnsafeCheck = async (draft, { clients }) => {
  const clientId = draft.parameters.get('client_id');
  if (clientId === undefined)
    throw OAuthError.invalidRequest('The parameter client_id is missing.');
  const client = await clients.find(clientId);
  if (client === undefined || client.disabled) {
    throw OAuthError.invalidRequest('No application is registered here with this client_id.');
  }
  draft.client = client;
};
