import { Answer } from '../support/answer.js';
import type { RegisteredClient } from '../support/registered-client.js';
import type { World } from '../support/world.js';

/** A program that an administrator gave some scopes of the admin API. */
export interface LimitedAdmin {
  readonly client: RegisteredClient;
  call(method: string, path: string, body?: object): Promise<Answer>;
}

export async function limited(world: World, scope: string): Promise<LimitedAdmin> {
  const client = await world.registerClient({
    ...{ grant_types: ['client_credentials'], redirect_uris: [], scope },
  });
  const { access_token } = await world.clientCredentials(client, { scope });
  const call = async (method: string, path: string, body?: object): Promise<Answer> => {
    const url = new URL(`/admin${path}`, world.issuer);
    const headers = new Headers({ authorization: `Bearer ${access_token}` });
    if (body === undefined) return Answer.read(url, await fetch(url, { method, headers }));
    headers.set('content-type', 'application/json');
    return Answer.read(url, await fetch(url, { method, headers, body: JSON.stringify(body) }));
  };
  return { client, call };
}
