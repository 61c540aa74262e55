import { authorizationRequest } from '../attacks/authorization-request.js';
import type { Answer } from './answer.js';
import type { Browser, Query } from './browser.js';
import type { RegisteredClient } from './registered-client.js';
import type { World } from './world.js';

/** Pushes a request that nothing is wrong with but for the changes (RFC 9126 §2.1). */
export function push(world: World, client: RegisteredClient, changes: Query = {}): Promise<Answer> {
  return world.post('/par', client, authorizationRequest(client, changes));
}

/** The address of a pushed request. */
export async function pushed(
  world: World,
  client: RegisteredClient,
  changes: Query = {},
): Promise<string> {
  const answer = await push(world, client, changes);
  if (answer.status !== 201) throw new Error(`The push failed: ${answer.summary()}`);
  return answer.json.request_uri as string;
}

/** Sends a browser to it, with no more than has to be there. */
export function visit(
  browser: Browser,
  { client_id }: RegisteredClient,
  request_uri: string,
  beside: Query = {},
): Promise<Answer> {
  return browser.get('/authorize', { client_id, request_uri, ...beside });
}
