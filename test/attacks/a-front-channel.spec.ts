import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from '../support/browser.js';
import {
  askFor,
  FRONT_CHANNEL,
  leftHalfOfSha256,
  verifiedIdToken,
} from '../support/front-channel.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';
import { authorizationRequest, STATE } from './authorization-request.js';

const TYPES = FRONT_CHANNEL.response_types.filter((type) => type !== 'code');
const TOKEN = /access_token|id_token=|gh_|eyJ|code=/;

let world: LocalWorld;
let client: RegisteredClient;
let user: RegisteredUser;
let browser: Browser;

beforeAll(async () => {
  world = await startWorld({ LEGACY_GRANTS: 'implicit' });
  client = await world.registerClient({ ...FRONT_CHANNEL });
  user = await world.createUser();
  browser = world.browser();
  await world.authorize({ client, user, browser, scope: 'openid offline_access' });
});

const patch = async ({ client_id }: RegisteredClient, change: object): Promise<void> => {
  const answer = await world.admin.patch(`/clients/${client_id}`, change);
  if (answer.status !== 200) throw new Error(answer.summary());
};

describe('A12 tokens through the browser, where implicit is enabled', () => {
  it.each(TYPES)('A12 %s is refused to a client that did not register it', async (type) => {
    const plain = await world.registerClient();
    await world.authorize({ client: plain, user, browser });
    const changes = { response_type: type, nonce: 'n' };
    const { location, parameters } = await browser.get(
      '/authorize',
      authorizationRequest(plain, changes),
    );
    expect(parameters).toMatchObject({ error: 'unauthorized_client', state: STATE });
    expect(location?.search).toBe('');
    expect(location?.href).not.toMatch(TOKEN);
  });

  it.each([
    ['id_token', 'id_token token'],
    ['id_token token', 'token'],
    ['code id_token', 'code id_token token'],
  ])('A12 having %s is not having %s', async (has, wanted) => {
    const grant_types = FRONT_CHANNEL.grant_types.filter(
      (type) => type !== 'authorization_code' || has.includes('code'),
    );
    const some = await world.registerClient({ grant_types, response_types: [has] });
    const mine = world.browser();
    const { answer } = await askFor(world, has, { client: some, user, browser: mine });
    expect(answer['id_token']).toBeDefined();
    const more = await askFor(world, wanted, { client: some, user, browser: mine });
    expect(more.answer['error']).toBe('unauthorized_client');
    expect(more.end.location?.href).not.toMatch(TOKEN);
  });

  it('A12 a request that waited while the client lost it gives nothing', async () => {
    const waiting = await world.registerClient({ ...FRONT_CHANNEL });
    const mine = world.browser();
    const changes = { response_type: 'id_token token', nonce: 'n' };
    const login = await mine.open('/authorize', authorizationRequest(waiting, changes));
    await patch(waiting, { grant_types: ['authorization_code'], response_types: ['code'] });
    const { username, password } = user;
    const sent = await mine.click(login, 'login-submit', { username, password });
    const { parameters, location } = await mine.follow(sent);
    expect(parameters['error']).toBe('unauthorized_client');
    expect(location?.href).not.toMatch(TOKEN);
  });
});

describe('A13 response modes', () => {
  it.each(TYPES)(
    'A13 %s never answers in the query: invalid_request in the fragment',
    async (type) => {
      const parameters = { response_mode: 'query' };
      const { end, answer } = await askFor(world, type, { client, user, browser, parameters });
      expect(answer).toMatchObject({ error: 'invalid_request', iss: world.issuer });
      expect(end.location?.search).toBe('');
      expect(end.location?.href).not.toMatch(TOKEN);
    },
  );

  it.each(TYPES)('A13 %s by form_post leaves nothing in any address', async (type) => {
    const parameters = { response_mode: 'form_post' };
    const { end, answer } = await askFor(world, type, { client, user, browser, parameters });
    expect(end.status).toBe(200);
    expect(end.location).toBeUndefined();
    expect(Object.keys(answer)).toEqual(
      expect.arrayContaining(
        type.split(' ').map((word) => (word === 'token' ? 'access_token' : word)),
      ),
    );
  });
});

describe('D15 offline_access', () => {
  it.each(TYPES)('D15 %s brings no refresh token through the browser', async (type) => {
    const { answer } = await askFor(world, type, {
      ...{ client, user, browser, scope: 'openid offline_access' },
      parameters: { prompt: 'consent' },
    });
    expect(answer['error']).toBeUndefined();
    expect(JSON.stringify(answer)).not.toMatch(/refresh_token|gh_rt_/);
    if (answer['scope'] !== undefined) expect(answer['scope']).toBe('openid');
  });

  it('D15 and where there is no code, people are not asked for it', async () => {
    const consentPage = async (response_type: string) => {
      const { username, password } = await world.createUser();
      const fresh = world.browser();
      const changes = { response_type, nonce: 'n', scope: 'openid offline_access' };
      const login = await fresh.open('/authorize', authorizationRequest(client, changes));
      return fresh.follow(await fresh.click(login, 'login-submit', { username, password }));
    };
    const without = await consentPage('id_token token');
    expect(without.has('consent-approve')).toBe(true);
    expect(without.text).not.toContain('while you are away');
    expect((await consentPage('code id_token')).text).toContain('while you are away');
  });

  it('D15 prompt=none without an earlier consent: consent_required', async () => {
    const other = await world.registerClient({ ...FRONT_CHANNEL });
    const { end, answer } = await askFor(world, 'code id_token token', {
      ...{ client: other, user, browser, scope: 'openid offline_access' },
      parameters: { prompt: 'none' },
    });
    expect(answer['error']).toBe('consent_required');
    expect(end.location?.href).not.toMatch(TOKEN);
  });

  it('D15 an access token from the browser ends with the session, offline_access or not', async () => {
    const mine = world.browser();
    const scope = 'openid offline_access';
    const asked = await askFor(world, 'code token', { client, user, browser: mine, scope });
    const works = async (token = '') => (await world.userinfo(token)).status === 200;
    const { code = '', access_token: token } = asked.answer;
    const { redirect_uri, code_verifier = '' } = asked;
    const issued = { code, redirect_uri, code_verifier, response: asked.answer, browser: mine };
    const offline = (await world.redeem(client, issued)).json.access_token as string;
    expect([await works(token), await works(offline)]).toEqual([true, true]);
    await mine.click(await mine.get('/logout'), 'logout-confirm');
    expect([await works(token), await works(offline)]).toEqual([false, true]);
  });
});

describe('E18 what the ID token of the front channel vouches for', () => {
  it.each(['code id_token', 'code id_token token'])(
    'E18 %s: c_hash, at_hash and nonce are there and right',
    async (type) => {
      const { answer, nonce } = await askFor(world, type, { client, user, browser });
      const claims = await verifiedIdToken(world, client, answer['id_token']);
      const { code, access_token: token } = answer;
      expect(claims).toMatchObject({ nonce, c_hash: leftHalfOfSha256(code) });
      expect(claims['at_hash']).toBe(token && leftHalfOfSha256(token));
      // A code that was swapped on the way does not match.
      const other = await askFor(world, type, { client, user, browser });
      expect(claims['c_hash']).not.toBe(leftHalfOfSha256(other.answer['code']));
    },
  );
});
