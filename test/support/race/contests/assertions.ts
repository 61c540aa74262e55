import { setTimeout as sleep } from 'node:timers/promises';
import { ASSERTION_TYPE } from '../../../attacks/jws.js';
import { send } from '../../../attacks/requests.js';
import * as issuers from '../../../specs/rfc7523/issuers.js';
import { clientAssertion } from '../../registered-client.js';
import type { Contest } from '../race.js';
import { succeeds } from './outcomes.js';

/** A client's proof of who it is. A client of its own each time: failures count per client. */
export const clientAssertionId = (method: 'private_key_jwt' | 'client_secret_jwt'): Contest => ({
  title: `C08 a client assertion, ${method}`,
  refusal: '401 invalid_client',
  won: succeeds,
  async prepare({ world }) {
    return async () => {
      const client = await world.registerClient({
        ...{ redirect_uris: [], grant_types: ['client_credentials'], scope: 'users:read' },
        token_endpoint_auth_method: method,
      });
      const client_assertion = await clientAssertion(client, world.issuer);
      const proof = { client_assertion_type: ASSERTION_TYPE, client_assertion };
      return () => send(world, '/token', { grant_type: 'client_credentials', ...proof });
    };
  },
});

/** Somebody else's word about a person. */
export const bearerAssertionId: Contest = {
  title: 'K14 an assertion of an issuer',
  refusal: '400 invalid_grant',
  won: succeeds,
  async prepare({ world }) {
    await issuers.registerApis(world);
    const client = await issuers.registerClient(world);
    const partner = await issuers.registerPartner(world, client);
    const user = await world.createUser();
    // For a second the other node may not know of the APIs.
    await sleep(1100);
    return async () => {
      const assertion = issuers.assertionFor(world, partner, user);
      return () => issuers.present(world, client, assertion);
    };
  },
};
