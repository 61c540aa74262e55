import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { askFor, FRONT_CHANNEL } from '../../support/front-channel.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../../support/world.js';

const PROFILE = {
  name: 'Ada Beth Example',
  given_name: 'Ada',
  family_name: 'Example',
  middle_name: 'Beth',
  nickname: 'Addie',
  profile: 'https://people.example/ada',
  picture: 'https://people.example/ada.png',
  website: 'https://ada.example',
  gender: 'female',
  birthdate: '1990-12-31',
  zoneinfo: 'Europe/Berlin',
  locale: 'en-GB',
};
const ADDRESS = {
  address: {
    formatted: '1 High Street\nSpringfield',
    street_address: '1 High Street',
    locality: 'Springfield',
    region: 'Illinois',
    postal_code: '62701',
    country: 'US',
  },
};
const PHONE = { phone_number: '+14255550123', phone_number_verified: true };

let world: LocalWorld;
let client: RegisteredClient;
let user: RegisteredUser;
let expected: Record<string, Record<string, unknown>>;

beforeAll(async () => {
  world = await startWorld({ LEGACY_GRANTS: 'implicit' });
  client = await world.registerClient(FRONT_CHANNEL);
  user = await world.createUser({ ...PROFILE, ...ADDRESS, ...PHONE, email_verified: true });
  const computed = { preferred_username: user.username, updated_at: user['updated_at'] };
  expected = {
    profile: { ...PROFILE, ...computed },
    email: { email: user['email'], email_verified: true },
    address: ADDRESS,
    phone: PHONE,
  };
  expected['profile email address phone'] = Object.assign({}, ...Object.values(expected));
});

const SCOPES = ['profile', 'email', 'address', 'phone', 'profile email address phone'];

describe('OIDC Core §5.4 requesting claims using scope values', () => {
  it.each(SCOPES)('%s: everything that was stored of it, in both', async (scope) => {
    const tokens = await world.tokens({ client, user, scope: `openid ${scope}` });
    const { json } = await world.userinfo(tokens.access_token);
    expect(json).toEqual({ sub: user.sub, ...expected[scope] });
    const about = Object.keys(decodeJwt(tokens.id_token ?? '')).sort();
    expect(about).toEqual(
      [
        ...['acr', 'amr', 'at_hash', 'aud', 'auth_time', 'exp', 'iat', 'iss', 'sid', 'sub'],
        ...Object.keys(expected[scope] ?? {}),
      ].sort(),
    );
    expect(decodeJwt(tokens.id_token ?? '')).toMatchObject(expected[scope] ?? {});
  });

  it.each(SCOPES)('%s: in the ID token where no access token is issued', async (scope) => {
    const { answer } = await askFor(world, 'id_token', { client, user, scope: `openid ${scope}` });
    expect(decodeJwt(answer['id_token'] ?? '')).toMatchObject({
      sub: user.sub,
      ...expected[scope],
    });
  });

  it.each(['id_token token', 'code id_token', 'code id_token token'])(
    '%s: not in the ID token, as there is an access token to ask with',
    async (responseType) => {
      const scope = 'openid profile email';
      const { answer } = await askFor(world, responseType, { client, user, scope });
      const claims = decodeJwt(answer['id_token'] ?? '');
      for (const name of ['name', 'email', 'preferred_username', 'updated_at']) {
        expect(claims).not.toHaveProperty(name);
      }
    },
  );

  it('types as in §5.1: times are numbers, verified is a boolean, the address is an object', async () => {
    const scope = 'openid profile email address phone';
    const { access_token } = await world.tokens({ client, user, scope });
    expect((await world.userinfo(access_token)).json).toMatchObject({
      updated_at: expect.any(Number),
      email_verified: expect.any(Boolean),
      phone_number_verified: expect.any(Boolean),
      address: expect.any(Object),
    });
  });

  it('a changed claim is told as it is now, and one that was taken away not at all', async () => {
    const person = await world.createUser(PROFILE);
    const scope = 'openid profile';
    const { access_token } = await world.tokens({ client, user: person, scope });
    const changes = { nickname: 'Ada', website: null };
    await world.admin.call('PATCH', `/users/${person.sub}`, changes);
    const { json } = await world.userinfo(access_token);
    expect(json).toMatchObject({ nickname: 'Ada' });
    expect(json).not.toHaveProperty('website');
  });
});

describe('OIDC Core §2 aud and azp', () => {
  it('the client is the only audience, so that no azp is needed', async () => {
    const tokens = await world.tokens({ client, user });
    const { aud, azp } = decodeJwt(tokens.id_token ?? '');
    expect({ aud, azp }).toEqual({ aud: client.client_id, azp: undefined });
  });
});

describe('OIDC Registration §2 what people see of a client on the login page', () => {
  it('its name, policy_uri and tos_uri (logo_uri: client-logo.spec.ts)', async () => {
    const metadata = {
      client_name: 'Meeting planner',
      policy_uri: 'https://planner.example/policy',
      tos_uri: 'https://planner.example/terms',
    };
    const shown = await world.registerClient({ ...metadata, require_pkce: false });
    const { client_id, redirect_uris } = shown;
    const page = await world.browser().open('/authorize', {
      ...{ response_type: 'code', client_id, redirect_uri: redirect_uris[0], scope: 'openid' },
    });
    expect(page.text).toContain(metadata.client_name);
    expect(page.text).toContain(`href="${metadata.policy_uri}"`);
    expect(page.text).toContain(`href="${metadata.tos_uri}"`);
  });
});

describe('OIDC Core §4 initiate_login_uri', () => {
  it('is stored and comes back; only https is taken', async () => {
    const initiate_login_uri = 'https://client.example/login?from=gatehouse';
    const stored = await world.registerClient({ initiate_login_uri });
    expect(stored).toMatchObject({ initiate_login_uri });
    const read = await world.admin.call('GET', `/clients/${stored.client_id}`);
    expect(read.json).toMatchObject({ initiate_login_uri });
    const insecure = { initiate_login_uri: 'http://client.example/login' };
    await expect(world.registerClient(insecure)).rejects.toThrow(/initiate_login_uri/);
  });
});
