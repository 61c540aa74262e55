import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import type { Query } from '../../support/browser.js';
import { clock } from '../../support/clock.js';
import { askFor, FRONT_CHANNEL } from '../../support/front-channel.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../../support/world.js';

const PASSWORD = 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport';

let world: LocalWorld;
let client: RegisteredClient;
let user: RegisteredUser;

beforeAll(async () => {
  world = await startWorld({ LEGACY_GRANTS: 'implicit' });
  client = await world.registerClient(FRONT_CHANNEL);
  user = await world.createUser();
});

/** The claims of the ID token at the end of a request with these parameters. */
async function idToken(parameters: Query, browser = world.browser()) {
  const tokens = await world.tokens({ client, user, browser, parameters });
  return decodeJwt(tokens.id_token ?? '');
}

describe('OIDC Core §3.1.2.1 acr_values', () => {
  it('the acr that was reached comes back, whichever was asked for, and with it how', async () => {
    for (const acr_values of [undefined, PASSWORD, `phr ${PASSWORD}`, 'phr']) {
      expect(await idToken({ acr_values })).toMatchObject({ acr: PASSWORD, amr: ['pwd'] });
    }
    const essential = { id_token: { acr: { essential: true, values: ['phr', PASSWORD] } } };
    const claims = JSON.stringify(essential);
    expect((await idToken({ claims }))['acr']).toBe(PASSWORD);
  });

  it.each(['id_token', 'id_token token', 'code id_token', 'code id_token token'])(
    'also through the browser: %s',
    async (responseType) => {
      const parameters = { acr_values: PASSWORD };
      const { answer } = await askFor(world, responseType, { client, user, parameters });
      expect(decodeJwt(answer['id_token'] ?? '')).toMatchObject({ acr: PASSWORD });
    },
  );

  it('a refreshed ID token says how the person signed in then (§12.2)', async () => {
    const first = await world.tokens({ client, user });
    clock.advance(30);
    const refreshed = (await world.refresh(client, first.refresh_token ?? '')).json;
    const { auth_time, acr, amr, sub, aud, iss } = decodeJwt(first.id_token ?? '');
    const expected = { auth_time, acr, amr, sub, aud, iss };
    expect(decodeJwt(refreshed.id_token)).toMatchObject(expected);
    expect(decodeJwt(refreshed.id_token)['iat']).toBe(clock.now());
  });
});

describe('OIDC Core §3.1.2.1 what must not make a request fail', () => {
  it.each([
    ...['page', 'popup', 'touch', 'wap', 'hologram'].map((display) => ({ display })),
    ...['en', 'se', 'de-CH fr-FR en', 'x'].map((ui_locales) => ({ ui_locales })),
    ...['se', 'en de-CH'].map((claims_locales) => ({ claims_locales })),
    { login_hint: 'buffy@example.com' },
    { extra: 'foobar' },
  ])('%j', async (parameters) => {
    const { end } = await world.authorize({ client, user, parameters });
    expect(end.parameters['code']).toBeDefined();
  });

  it('the scope in another order, and openid with every standard scope', async () => {
    const scope = 'phone address email profile openid';
    const { end } = await world.authorize({ client, user, scope });
    expect(end.parameters['code']).toBeDefined();
  });
});

describe('OIDC Core §3.1.2.1 login_hint', () => {
  it('fills in the name on the login page', async () => {
    const { redirect_uris, client_id } = client;
    const page = await world.browser().open('/authorize', {
      ...{ response_type: 'code', client_id, redirect_uri: redirect_uris[0], scope: 'openid' },
      ...{ login_hint: 'buffy@"example".com', code_challenge_method: 'S256' },
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    });
    expect(page.formWith('username').fields['username']).toBe('buffy@"example".com');
  });
});

describe('OIDC Core §2 auth_time', () => {
  it('is there with max_age, and as a number; without a new sign-in it is the same', async () => {
    const browser = world.browser();
    const first = await idToken({}, browser);
    clock.advance(20);
    const second = await idToken({ max_age: '10000' }, browser);
    expect(second['auth_time']).toBe(first['auth_time']);
    const silent = await idToken({ prompt: 'none' }, browser);
    expect(silent).toMatchObject({ auth_time: first['auth_time'], sub: user.sub });
    const third = await idToken({ max_age: '1' }, browser);
    expect(third['auth_time']).toBe(clock.now());
  });

  it('is there for a client with require_auth_time, which is stored', async () => {
    const metadata = { require_auth_time: true, default_max_age: 600 };
    const strict = await world.registerClient(metadata);
    expect(strict).toMatchObject(metadata);
    const tokens = await world.tokens({ client: strict, user });
    expect(decodeJwt(tokens.id_token ?? '')['auth_time']).toEqual(expect.any(Number));
  });
});

describe('OpenID Connect Registration §2 default_acr_values', () => {
  it('is stored if it can be reached, and refused if not', async () => {
    const metadata = { default_acr_values: [PASSWORD] };
    expect(await world.registerClient(metadata)).toMatchObject(metadata);
    await expect(world.registerClient({ default_acr_values: ['phrh'] })).rejects.toThrow(
      /default_acr_values/,
    );
  });
});

describe('OpenID Connect Discovery §3', () => {
  it('says what a request can ask for', async () => {
    const metadata = (await world.get('/.well-known/openid-configuration')).json;
    expect(metadata).toMatchObject({
      acr_values_supported: [PASSWORD, 'https://refeds.org/profile/mfa', 'phr'],
      claims_parameter_supported: true,
      display_values_supported: ['page', 'popup', 'touch'],
      ui_locales_supported: ['en', 'de', 'fr', 'es'],
    });
    const claims: string[] = metadata.claims_supported;
    expect(new Set(claims).size).toBe(claims.length);
    for (const claim of ['sub', 'acr', 'auth_time', 'email_verified', 'address', 'updated_at']) {
      expect(claims).toContain(claim);
    }
  });
});
