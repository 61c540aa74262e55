// How long tokens of one client live: "one member a program needs".
import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { tokensOf, type Tokens } from '../../support/authorization.js';
import { clock } from '../../support/clock.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { selfRegistered } from '../../support/registration.js';
import { type LocalWorld, type RegisteredUser, startWorld } from '../../support/world.js';

const DAY = 24 * 3600;

let world: LocalWorld;
let user: RegisteredUser;
beforeAll(async () => {
  world = await startWorld();
  user = await world.createUser();
});

const lifetimeOf = (jwt: unknown) => {
  const { exp = 0, iat = 0 } = decodeJwt(String(jwt));
  return exp - iat;
};

const refreshed = (client: RegisteredClient, { refresh_token = '' }: Tokens) =>
  world.refresh(client, refresh_token);

describe('"expires_in RECOMMENDED. The lifetime in seconds of the access token" (RFC 6749 §5.1)', () => {
  it('is that of the client, up to a day; that of its ID tokens likewise', async () => {
    const client = await world.registerClient({
      access_token_lifetime: 24 * 3600,
      id_token_lifetime: 60,
    });
    const tokens = await world.tokens({ client, user });
    expect(tokens.expires_in).toBe(24 * 3600);
    expect(lifetimeOf(tokens.id_token)).toBe(60);
  });

  it('may be longer than that of an API whose admin said nothing, and no longer than one that was said', async () => {
    await world.registerResourceServer({ identifier: 'https://any.example', scopes: ['any'] });
    await world.registerResourceServer({
      ...{ identifier: 'https://short.example', scopes: ['short'], access_token_lifetime: 300 },
    });
    const fields = { grant_types: ['client_credentials'], scope: 'any short' };
    const long = await world.registerClient({ ...fields, access_token_lifetime: 7200 });
    const of = async (scope: string) => (await world.clientCredentials(long, { scope })).expires_in;
    expect([await of('any'), await of('short'), await of('any short')]).toEqual([7200, 300, 300]);
    const short = await world.registerClient({ ...fields, access_token_lifetime: 60 });
    expect((await world.clientCredentials(short, { scope: 'short' })).expires_in).toBe(60);
  });

  it('an API that is changed by what was read of it has said nothing yet', async () => {
    const { id } = await world.registerResourceServer({
      ...{ identifier: 'https://read.example', scopes: ['read-back'] },
    });
    const path = `/resource-servers/${id}`;
    await world.admin.patch(path, { access_token_lifetime: 600 });
    const client = await world.registerClient({
      ...{ grant_types: ['client_credentials'], scope: 'read-back', access_token_lifetime: 900 },
    });
    expect((await world.clientCredentials(client)).expires_in).toBe(900);
    await world.admin.patch(path, { access_token_lifetime: 700 });
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect((await world.clientCredentials(client)).expires_in).toBe(700);
  });
});

describe('refresh tokens: "SHOULD expire if the client has been inactive for some time" (RFC 9700 §4.14.2)', () => {
  const offline = 'openid offline_access';

  it('refresh_token_idle and refresh_token_lifetime are the client’s', async () => {
    const client = await world.registerClient({
      refresh_token_idle: 2 * DAY,
      refresh_token_lifetime: 3 * DAY,
    });
    let tokens = await world.tokens({ client, user, scope: offline });
    clock.advance(2 * DAY - 1);
    tokens = tokensOf(await refreshed(client, tokens));
    clock.advance(DAY);
    tokens = tokensOf(await refreshed(client, tokens));
    clock.advance(1);
    expect((await refreshed(client, tokens)).json.error).toBe('invalid_grant');
    const idle = await world.tokens({ client, user, scope: offline });
    clock.advance(2 * DAY);
    expect((await refreshed(client, idle)).json.error).toBe('invalid_grant');
  });

  it('a public client may be given more than the week of its kind', async () => {
    const client = await world.registerClient({
      token_endpoint_auth_method: 'none',
      refresh_token_idle: 14 * DAY,
      refresh_token_lifetime: 30 * DAY,
    });
    const tokens = await world.tokens({ client, user, scope: offline });
    clock.advance(14 * DAY - 1);
    expect((await refreshed(client, tokens)).status).toBe(200);
  });

  it('never more than the installation allows, which is a setting', async () => {
    const path = '/settings/refresh-tokens';
    const client = await world.registerClient({ refresh_token_idle: 400 * DAY });
    const usual = await world.tokens({ client, user, scope: offline });
    clock.advance(14 * DAY);
    expect((await refreshed(client, usual)).json.error).toBe('invalid_grant');
    await world.admin.patch(path, { longest_idle: DAY });
    try {
      const tokens = await world.tokens({ client, user, scope: offline });
      clock.advance(DAY);
      expect((await refreshed(client, tokens)).json.error).toBe('invalid_grant');
    } finally {
      await world.admin.patch(path, { longest_idle: null });
    }
  });
});

it.each([
  ['access_token_lifetime', 59],
  ['access_token_lifetime', 24 * 3600 + 1],
  ['id_token_lifetime', 0],
  ['id_token_lifetime', 90.5],
  ['refresh_token_lifetime', 401 * DAY],
  ['refresh_token_idle', '1 day'],
])('%s: %p is refused', async (member, value) => {
  const { status, json } = await world.admin.post('/clients', {
    ...{ client_name: 'App', grant_types: [], [member]: value },
  });
  expect(status).toBe(400);
  expect(json.errors).toContainEqual(expect.objectContaining({ pointer: `/${member}` }));
});

it('a client that registers itself cannot have them', async () => {
  const asked = { access_token_lifetime: 3600, refresh_token_idle: 400 * DAY };
  const client = await selfRegistered(world, asked);
  expect(Object.keys(client as object)).not.toEqual(
    expect.arrayContaining(['access_token_lifetime']),
  );
  expect((await world.tokens({ client, user })).expires_in).toBe(600);
});
