import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import type { Query } from '../../support/browser.js';
import { askFor, FRONT_CHANNEL } from '../../support/front-channel.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../../support/world.js';

const PERSON = {
  ...{ name: 'Ada Example', nickname: 'Ada', birthdate: '1990-12-31', locale: 'en-GB' },
  ...{ phone_number: '+14255550123', address: { country: 'DE', locality: 'Berlin' } },
};

let world: LocalWorld;
let client: RegisteredClient;
let user: RegisteredUser;

beforeAll(async () => {
  world = await startWorld({ LEGACY_GRANTS: 'implicit' });
  client = await world.registerClient(FRONT_CHANNEL);
  user = await world.createUser(PERSON);
});

const asked = (claims: unknown): Query => ({ claims: JSON.stringify(claims) });

/** The code flow with this `claims` parameter. */
const tokensFor = (claims: unknown, scope = 'openid') =>
  world.tokens({ client, user, scope, parameters: asked(claims) });

async function userinfo(accessToken: string): Promise<Record<string, unknown>> {
  const answer = await world.userinfo(accessToken);
  expect(answer.status).toBe(200);
  return answer.json as Record<string, unknown>;
}

describe('OIDC Core §5.5 the claims parameter', () => {
  it('"userinfo ... lists the individual Claims requested to be returned from the UserInfo Endpoint"', async () => {
    const claims = { name: { essential: true }, birthdate: null, picture: { essential: true } };
    const tokens = await tokensFor({ userinfo: claims });
    expect(await userinfo(tokens.access_token)).toEqual({
      sub: user.sub,
      name: 'Ada Example',
      birthdate: '1990-12-31',
    });
    expect(decodeJwt(tokens.id_token ?? '')).not.toHaveProperty('name');
  });

  it('"id_token ... lists the individual Claims requested to be returned in the ID Token"', async () => {
    const { id_token, access_token } = await tokensFor({
      id_token: { auth_time: { essential: true }, nickname: null, address: null },
    });
    const claims = decodeJwt(id_token ?? '');
    expect(claims).toMatchObject({ nickname: 'Ada', address: PERSON.address });
    expect(claims['auth_time']).toEqual(expect.any(Number));
    expect(claims).not.toHaveProperty('name');
    expect(await userinfo(access_token)).toEqual({ sub: user.sub });
  });

  it('"userinfo OPTIONAL ... If not present": null asks for nothing, as its absence does', async () => {
    const { id_token, access_token } = await tokensFor({
      userinfo: null,
      id_token: { name: null },
    });
    expect(decodeJwt(id_token ?? '')['name']).toBe('Ada Example');
    expect(await userinfo(access_token)).toEqual({ sub: user.sub });
  });

  it('adds to what the scope opens, and outlives a refresh', async () => {
    const claims = { userinfo: { locale: null }, id_token: { name: null } };
    const first = await tokensFor(claims, 'openid email');
    const refreshed = (await world.refresh(client, first.refresh_token ?? '')).json;
    const expected = { sub: user.sub, email: user['email'], email_verified: false };
    for (const { access_token, id_token } of [first, refreshed]) {
      expect(await userinfo(access_token)).toEqual({ ...expected, locale: 'en-GB' });
      expect(decodeJwt(id_token)).toMatchObject({ name: 'Ada Example', email: user['email'] });
      expect(decodeJwt(id_token)).not.toHaveProperty('locale');
    }
  });

  it('"value(s): ... be returned with a particular value" or not at all (§5.5.1)', async () => {
    const { access_token } = await tokensFor({
      userinfo: {
        birthdate: { value: '1990-12-31' },
        locale: { essential: true, values: ['de', 'en-GB'] },
        nickname: { value: 'Bob' },
        name: { values: ['Bob', 'Eve'] },
        address: { value: { locality: 'Berlin', country: 'DE' } },
      },
    });
    expect(Object.keys(await userinfo(access_token)).sort()).toEqual(
      ['address', 'birthdate', 'locale', 'sub'].sort(),
    );
  });

  it.each(['id_token', 'id_token token', 'code id_token', 'code id_token token'])(
    'is answered in the ID token through the browser too: %s',
    async (responseType) => {
      const parameters = asked({ id_token: { nickname: { essential: true } } });
      const { answer } = await askFor(world, responseType, { client, user, parameters });
      const claims = decodeJwt(answer['id_token'] ?? '');
      expect(claims).toMatchObject({ nickname: 'Ada' });
      expect(claims).not.toHaveProperty('name');
    },
  );

  it.each(['id_token token', 'code token'])(
    'is answered at userinfo for an access token through the browser: %s',
    async (responseType) => {
      const parameters = asked({ userinfo: { name: { essential: true } } });
      const { answer } = await askFor(world, responseType, { client, user, parameters });
      expect(await userinfo(answer['access_token'] ?? '')).toEqual({
        sub: user.sub,
        name: 'Ada Example',
      });
    },
  );

  it('"the request MUST also use a response_type ... that results in an Access Token" for userinfo', async () => {
    const parameters = asked({ userinfo: { birthdate: null } });
    const { answer } = await askFor(world, 'id_token', { client, user, parameters });
    expect(decodeJwt(answer['id_token'] ?? '')).not.toHaveProperty('birthdate');
  });

  it('no claim of the token can be asked for with another value', async () => {
    const names = ['iss', 'aud', 'exp', 'nonce', 'amr', 'sid', 'azp', 'roles', 'toString'];
    const claims = Object.fromEntries(names.map((name) => [name, { value: 'forged' }]));
    const tokens = await tokensFor({ id_token: claims, userinfo: { ...claims, roles: null } });
    const idToken = decodeJwt(tokens.id_token ?? '');
    expect(idToken).toMatchObject({ iss: world.issuer, aud: client.client_id, amr: ['pwd'] });
    expect(idToken).not.toHaveProperty('roles');
    expect(Object.keys(idToken)).not.toContain('toString');
    // Those that the person has at this client: none.
    const told = { sub: user.sub, roles: [] };
    expect(await userinfo(tokens.access_token)).toEqual(told);
  });

  it('"Claims ... not understood by the OP MUST be ignored", and so is the parameter without openid', async () => {
    const { access_token } = await tokensFor({
      ...{ userinfo: { 'name#de': null, verified_claims: [1], name: { purpose: 'x' } }, extra: 1 },
      id_token: { 'https://claims.example/x': 'whatever' },
    });
    expect(await userinfo(access_token)).toMatchObject({ name: 'Ada Example' });
    const plain = await world.registerClient({ scope: 'openid profile' });
    const { end } = await world.authorize({
      ...{ client: plain, user, scope: 'profile' },
      parameters: { claims: 'not JSON' },
    });
    expect(end.parameters['code']).toBeDefined();
  });
});

describe('OIDC Core §5.5.1 a particular sub', () => {
  it('nobody but that person can answer, as with id_token_hint', async () => {
    const other = await world.createUser();
    const { browser } = await world.authorize({ client, user });
    const silent = async (claims: unknown) => {
      const parameters = { ...asked(claims), prompt: 'none' };
      return (await world.authorize({ client, user, browser, parameters })).end.parameters;
    };
    for (const member of ['id_token', 'userinfo']) {
      const sub = (request: unknown) => silent({ [member]: { sub: request } });
      expect((await sub({ value: user.sub }))['code']).toBeDefined();
      expect((await sub({ values: ['x', user.sub] }))['code']).toBeDefined();
      expect((await sub(null))['code']).toBeDefined();
      expect((await sub({ value: other.sub }))['error']).toBe('login_required');
    }
    const both = {
      id_token: { sub: { value: user.sub } },
      userinfo: { sub: { value: other.sub } },
    };
    expect((await silent(both))['error']).toBe('login_required');
  });

  it('whoever signs in instead is a login_required, too', async () => {
    const other = await world.createUser();
    const parameters = asked({ id_token: { sub: { value: other.sub, essential: true } } });
    const wrong = await world.authorize({ client, user, parameters });
    expect(wrong.end.parameters['error']).toBe('login_required');
    const right = await world.authorize({ client, user: other, parameters });
    expect(right.end.parameters['code']).toBeDefined();
  });
});
