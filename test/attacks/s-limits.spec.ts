import { beforeAll, describe, expect, it } from '@jest/globals';
import { clock } from '../support/clock.js';
import { decide, openDevicePage, registerDevice, startDevice } from '../support/device.js';
import { pushed, visit } from '../support/pushed.js';
import { authenticate, basic, type RegisteredClient } from '../support/registered-client.js';
import {
  initialAccessToken,
  METADATA,
  selfRegistered,
  sendRegistration,
} from '../support/registration.js';
import { startWorld, type LocalWorld } from '../support/world.js';
import { expectAccepted } from './authorization-request.js';
import { ASSERTION_TYPE } from './jws.js';
import { inParallel, send } from './requests.js';

const ENDPOINTS = ['/token', '/introspect', '/revoke', '/par', '/device_authorization'];
const METHODS = [
  'client_secret_basic',
  'client_secret_post',
  'client_secret_jwt',
  'private_key_jwt',
  'none',
];
/** More than any limit of a minute on failures. */
const MANY = 45;

describe('S04 a limit is not turned against its owner', () => {
  let world: LocalWorld;
  beforeAll(async () => {
    world = await startWorld({ TRUSTED_PROXIES: '127.0.0.1', REGISTRATION: 'open' });
  });

  /** What somebody sends who speaks in the name of a client and has nothing of it. */
  async function wrong(client: RegisteredClient) {
    const { client_id } = client;
    const { headers, fields } = await authenticate(client, world.issuer);
    const assertion = String(fields['client_assertion']);
    return [
      { headers: { authorization: basic({ client_id, client_secret: 'wrong' }) }, fields: {} },
      { headers: {}, fields: { client_id, client_secret: 'wrong' } },
      ...(fields['client_assertion'] === undefined
        ? []
        : [
            {
              headers,
              fields: {
                client_assertion_type: ASSERTION_TYPE,
                client_assertion: `${assertion.slice(0, -9)}AAAAAAAAA`,
              },
            },
          ]),
    ];
  }

  it.each(METHODS)('S04 a client with %s gets in after wrong ones, everywhere', async (method) => {
    const client = await world.registerClient({
      token_endpoint_auth_method: method,
      ...(method === 'client_secret_jwt' ? { token_endpoint_auth_signing_alg: 'HS256' } : {}),
    });
    const tried = await wrong(client);
    for (const path of ENDPOINTS) {
      await inParallel(MANY, async (n) => {
        const { headers, fields } = tried[n % tried.length]!;
        expect([401, 429]).toContain((await send(world, path, fields, headers)).status);
      });
    }
    for (const path of ENDPOINTS) {
      const answer = await world.post(path, client, { token: 'x', scope: 'openid' });
      // Past the authentication: whatever the endpoint finds then is about the request.
      expect([path, answer.status]).not.toEqual([path, 429]);
      const refused = answer.status === 401;
      expect([path, refused]).toEqual([path, method === 'none' && path === '/introspect']);
    }
  });

  it('S04 a client that does not exist is told no more than one that does', async () => {
    const client = await world.registerClient();
    const statuses = async (client_id: string) => {
      const headers = { authorization: basic({ client_id, client_secret: 'wrong' }) };
      const seen: number[] = [];
      for (let n = 0; n < 25; n++) seen.push((await send(world, '/token', {}, headers)).status);
      return seen;
    };
    expect(await statuses('nobody-knows-me')).toEqual(await statuses(client.client_id));
  });

  it('S04 who only says a name of a public client spends nothing', async () => {
    const { client_id } = await world.registerClient({ token_endpoint_auth_method: 'none' });
    const disabled = await world.registerClient({
      ...{ token_endpoint_auth_method: 'none', disabled: true },
    });
    for (const name of [client_id, disabled.client_id, 'nobody-knows-me-either']) {
      const answers = await inParallel(MANY, () => send(world, '/token', { client_id: name }));
      expect(answers.map(({ status }) => status)).not.toContain(429);
    }
  });

  it('S04 registration access tokens and initial access tokens work after wrong ones', async () => {
    const own = await selfRegistered(world);
    const path = `/${String(own.client_id)}`;
    const read = async (token: string) =>
      (await sendRegistration(world, { method: 'GET', path, token })).status;
    for (const status of await inParallel(MANY, () => read('wrong'))) expect(status).toBe(401);
    expect(await read(String(own.registration_access_token))).toBe(200);

    const token = await initialAccessToken(world, { max_uses: 1 });
    const use = async (value: string) =>
      (await sendRegistration(world, { token: value, body: METADATA })).status;
    for (const status of await inParallel(MANY, () => use('wrong'))) expect(status).toBe(401);
    expect(await use(token)).toBe(201);
  });

  it('S04 a pushed request is found after many that do not exist', async () => {
    const client = await world.registerClient();
    const real = await pushed(world, client);
    const made = (n: number) => `urn:ietf:params:oauth:request_uri:${String(n).padStart(43, 'B')}`;
    const statuses = [];
    for (let n = 0; n < 120; n++) {
      statuses.push((await visit(world.browser(), client, made(n))).status);
    }
    expect(statuses.at(-1)).toBe(429);
    expectAccepted(await visit(world.browser(), client, real));
  });

  it('S04 people connect devices while many others guess at codes', async () => {
    clock.advance(3600 - (clock.now() % 3600));
    const tv = await registerDevice(world);
    const guesser = await world.createUser();
    const guess = async (n: number) => {
      const { browser, page } = await openDevicePage(world, guesser);
      const { fields } = page.formWith('device-submit');
      const answers = [];
      for (let i = 0; i < 5; i++) {
        const user_code = `ZZZZZZ${'BCDFG'.charAt(n)}${'BCDFG'.charAt(i)}`;
        answers.push((await browser.post('/device', { ...fields, user_code })).status);
      }
      return answers;
    };
    const statuses = [];
    for (let n = 0; n < 6; n++) statuses.push(...(await guess(n)));
    expect(statuses.at(-1)).toBe(429);
    const person = await world.createUser();
    await decide(world, person, await startDevice(world, tv));
  });
});
