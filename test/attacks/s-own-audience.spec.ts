// RFC 9700 §2.3, RFC 8707 §3: whoever accepts a token could use it at every other audience of it.
import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import type { Answer } from '../support/answer.js';
import type { Query } from '../support/browser.js';
import { decide, DEVICE_CODE, poll, startDevice } from '../support/device.js';
import { push } from '../support/pushed.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';
import { EXCHANGE, TYPE } from '../specs/rfc8693/services.js';
import {
  assertionFor,
  JWT_BEARER,
  type Partner,
  present,
  registerPartner,
} from '../specs/rfc7523/issuers.js';

const NOTES = 'https://notes.example';
const OWN_SCOPES = { admin: 'users:read', account: 'account:read' } as const;
type Own = keyof typeof OWN_SCOPES;

let world: LocalWorld;
let client: RegisteredClient;
let user: RegisteredUser;
let partner: Partner;

beforeAll(async () => {
  world = await startWorld({ LEGACY_GRANTS: 'implicit,password' });
  await world.registerResourceServer({ identifier: NOTES, scopes: ['notes:read'] });
  const opaque = { access_token_format: 'opaque' };
  await world.registerResourceServer({
    ...{ identifier: 'https://diary.example', scopes: ['diary:read'] },
    ...opaque,
  });
  client = await world.registerClient({
    grant_types: [
      ...['authorization_code', 'refresh_token', 'client_credentials', 'implicit', 'password'],
      ...[DEVICE_CODE, EXCHANGE, JWT_BEARER],
    ],
    response_types: ['code', 'token', 'token id_token', 'code token', 'code token id_token'],
    first_party: true,
    scope: 'openid offline_access notes:read diary:read users:read account:read',
    resource_server: NOTES,
    token_exchange: { audiences: [NOTES], impersonation: true },
  });
  user = await world.createUser({ roles: ['admin'] });
  partner = await registerPartner(world, client, { scopes: ['notes:read'] });
});

const apiOf = (own: Own) => `${world.issuer}/${own}`;
const audienceOf = (token: unknown) => [decodeJwt(token as string).aud].flat();

/** Each way to ask for a token, and what it says to this scope. */
const WAYS: Readonly<Record<string, (scope: string) => Promise<Record<string, any>>>> = {
  code: async (scope) => {
    const { end, ...issued } = await world.authorize({ client, user, scope });
    const { code, ...answer } = end.parameters;
    if (code === undefined) return answer;
    return (await world.redeem(client, { ...issued, code, response: answer })).json;
  },
  'pushed request': async (scope) => (await push(world, client, { scope })).json,
  token: (scope) => frontChannel('token', scope),
  'code token id_token': (scope) => frontChannel('code token id_token', scope),
  'client credentials': (scope) => ask({ grant_type: 'client_credentials', scope }),
  password: (scope) => {
    const { username, password } = user;
    return ask({ grant_type: 'password', username, password, scope });
  },
  device: async (scope) => {
    const answer = await world.post('/device_authorization', client, { scope });
    if (answer.status !== 200) return answer.json;
    await decide(world, user, answer.json);
    return (await poll(world, client, answer.json)).json;
  },
};

const ask = async (fields: Query) => (await world.token(client, fields)).json;

async function frontChannel(response_type: string, scope: string) {
  const parameters = { response_type, nonce: 'n-1' };
  const asked = `openid ${scope}`;
  return (await world.authorize({ client, user, scope: asked, parameters })).end.parameters;
}

function expectChoice(answer: Record<string, any>, ...choice: readonly string[]): void {
  expect(answer['error']).toBe('invalid_target');
  for (const identifier of choice) expect(answer['error_description']).toContain(identifier);
  expect(answer['error_description']).toContain('resource');
}

describe.each(Object.keys(WAYS))('S02 own scopes beside others, by %s', (way) => {
  const by = (scope: string) => WAYS[way]!(scope);

  it.each(['admin', 'account'] as const)(
    'S02 the %s API and another: invalid_target that names the choice',
    async (own) => {
      for (const other of ['notes:read', 'diary:read']) {
        expectChoice(await by(`${OWN_SCOPES[own]} ${other}`), apiOf(own));
      }
      expectChoice(await by(`notes:read ${OWN_SCOPES[own]}`), apiOf(own), NOTES);
    },
  );

  it('S02 the admin API and the account API are two', async () => {
    expectChoice(await by('users:read account:read'), apiOf('admin'), apiOf('account'));
  });
});

const ISSUING = Object.keys(WAYS).filter((way) => way !== 'pushed request');

describe.each(ISSUING)('S02 own scopes alone, by %s', (way) => {
  it.each(['admin', 'account'] as const)('S02 the %s API is the whole audience', async (own) => {
    const answer = await WAYS[way]!(OWN_SCOPES[own]);
    expect(audienceOf(answer['access_token'])).toEqual([apiOf(own)]);
    const other = await WAYS[way]!('notes:read');
    expect(audienceOf(other['access_token'])).not.toContain(apiOf(own));
  });
});

describe('S02 without a scope, where the client has scopes of both', () => {
  it('S02 client credentials: the choice, and each choice is good', async () => {
    const grant_type = 'client_credentials';
    expectChoice(await ask({ grant_type }), apiOf('admin'), apiOf('account'), NOTES);
    for (const resource of [apiOf('admin'), apiOf('account'), NOTES]) {
      const { access_token } = await ask({ grant_type, resource });
      expect(audienceOf(access_token)).toEqual([resource]);
    }
    expectChoice(await ask({ grant_type, resource: [NOTES, apiOf('admin')] }), NOTES);
  });

  it('S02 jwt bearer and token exchange never reach the own APIs', async () => {
    const byAssertion = await present(world, client, assertionFor(world, partner, user));
    expect(audienceOf(byAssertion.json.access_token)).toEqual([NOTES]);
    const subject = { subject_token: byAssertion.json.access_token };
    const fields = { grant_type: EXCHANGE, ...subject, subject_token_type: TYPE.access };
    expect(audienceOf((await ask(fields))['access_token'])).toEqual([NOTES]);
    for (const resource of [apiOf('admin'), apiOf('account')]) {
      expect((await ask({ ...fields, resource: [NOTES, resource] }))['error']).toBe(
        'invalid_target',
      );
      const assertion = assertionFor(world, partner, user);
      const answer: Answer = await present(world, client, assertion, { resource });
      expect(answer.json.error).toBe('invalid_target');
    }
  });
});

describe('S02 several resources, named at /authorize', () => {
  const scope = 'openid offline_access notes:read users:read';

  it('S02 a token for each of them, never one for all', async () => {
    const parameters = { resource: [NOTES, apiOf('admin')] };
    const issued = await world.authorizationCode({ client, user, scope, parameters });
    expectChoice((await world.redeem(client, issued)).json, NOTES, apiOf('admin'));
    const both = { resource: [NOTES, apiOf('admin')] };
    expectChoice((await world.redeem(client, issued, both)).json, NOTES, apiOf('admin'));
    // The code is as good as before: nothing was issued for it.
    const first = (await world.redeem(client, issued, { resource: NOTES })).json;
    expect(audienceOf(first.access_token)).toEqual([NOTES]);

    const refresh = async (changes: Query) =>
      (await world.refresh(client, first.refresh_token as string, changes)).json;
    expectChoice(await refresh({}), NOTES, apiOf('admin'));
    expectChoice(await refresh({ scope: 'notes:read users:read' }), NOTES);
    const narrow = await refresh({ scope: 'users:read' });
    expect(audienceOf(narrow.access_token)).toEqual([apiOf('admin')]);
  });

  it('S02 a device likewise', async () => {
    const resource = [NOTES, apiOf('account')];
    const codes = await startDevice(world, client, { scope: 'notes:read account:read', resource });
    await decide(world, user, codes);
    expectChoice((await poll(world, client, codes)).json, NOTES, apiOf('account'));
    const answer = await poll(world, client, codes, { resource: apiOf('account') });
    expect(audienceOf(answer.json.access_token)).toEqual([apiOf('account')]);
  });

  it('S02 there is one token only from /authorize itself: refused before anybody is asked', async () => {
    const parameters = {
      ...{ response_type: 'token id_token', nonce: 'n-1' },
      resource: [NOTES, apiOf('admin')],
    };
    const { end } = await world.authorize({ client, user, scope, parameters });
    expectChoice(end.parameters, NOTES, apiOf('admin'));
  });
});

describe('S02 openid beside a scope of the own APIs', () => {
  it('S02 gives an ID token, and an access token that userinfo is not among', async () => {
    const scope = 'openid users:read';
    const tokens = await world.tokens({ client, user, scope });
    expect(audienceOf(tokens.access_token)).toEqual([apiOf('admin')]);
    expect(tokens.id_token).toBeDefined();
    expect((await world.userinfo(tokens.access_token)).status).toBe(401);
    const { access_token } = (
      await world.refresh(client, tokens.refresh_token ?? '', { scope: 'openid' })
    ).json;
    expect(audienceOf(access_token)).toEqual([world.issuer]);
    expect((await world.userinfo(access_token as string)).json.sub).toBe(user.sub);
  });
});
