import { authorizationRequest } from '../../../attacks/authorization-request.js';
import { pushed, visit } from '../../pushed.js';
import { initialAccessToken, METADATA, sendRegistration } from '../../registration.js';
import type { Contest } from '../race.js';
import { getsCode, succeeds } from './outcomes.js';

export const pushedRequest: Contest = {
  title: 'G04 a pushed request',
  refusal: '400 invalid_request_uri',
  won: getsCode,
  async prepare({ world }) {
    const client = await world.registerClient({ first_party: true });
    const [user, browser] = [await world.createUser(), world.browser()];
    await world.authorizationCode({ client, user, browser });
    return async () => {
      const address = await pushed(world, client);
      return () => visit(browser, client, address);
    };
  },
};

export const interaction: Contest = {
  title: 'A28 a page that asks for consent',
  refusal: undefined,
  won: getsCode,
  async prepare({ world }) {
    const client = await world.registerClient();
    const [user, browser] = [await world.createUser(), world.browser()];
    await world.authorizationCode({ client, user, browser });
    return async () => {
      const request = authorizationRequest(client, { prompt: 'consent' });
      const page = await browser.open('/authorize', request);
      return async () => browser.follow(await browser.click(page, 'consent-approve'));
    };
  },
};

/** Good for `uses` clients. */
export const accessToRegister = (uses: number): Contest => ({
  title: `H01 an initial access token for ${uses}`,
  winners: uses,
  refusal: '401 invalid_token',
  won: succeeds,
  async prepare({ world }) {
    return async () => {
      const token = await initialAccessToken(world, { max_uses: uses });
      return () => sendRegistration(world, { token, body: METADATA });
    };
  },
});

/** What a client that registered itself may do once: leave. */
export const ownRegistration: Contest = {
  title: 'H09 a registration, deleted by its client',
  refusal: '401 invalid_token',
  won: succeeds,
  async prepare({ world }) {
    const initial = await initialAccessToken(world);
    return async () => {
      const created = await sendRegistration(world, { token: initial, body: METADATA });
      const { client_id, registration_access_token: token } = created.json;
      return () => sendRegistration(world, { method: 'DELETE', path: `/${client_id}`, token });
    };
  },
};
