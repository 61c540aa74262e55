import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import type { Answer } from '../../support/answer.js';
import { startOwnWorld, type OwnWorld } from '../../support/application.js';
import { SoftwareAuthenticator } from '../../support/authenticator.js';
import type { Browser, Query } from '../../support/browser.js';
import { clock } from '../../support/clock.js';
import { answerWith, enrolPasskey, optionsOn } from '../../support/passkeys.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { walk } from '../../support/sign-in.js';
import { authorizationRequest } from '../../attacks/authorization-request.js';

const WITHOUT_PKCE = { code_challenge: undefined, code_challenge_method: undefined };
const MFA = 'https://refeds.org/profile/mfa';

let world: OwnWorld;
let client: RegisteredClient;

beforeAll(async () => {
  world = await startOwnWorld();
  client = await world.registerClient({ first_party: true });
});

const start = (browser: Browser, changes: Query = {}) =>
  browser.open(
    '/authorize',
    authorizationRequest(client, { ...WITHOUT_PKCE, ...changes }),
    client.redirect_uris[0],
  );

const onward = (browser: Browser, answer: Answer) =>
  browser.follow(answer, client.redirect_uris[0]);

async function tokensOf(answer: Answer) {
  const fields = {
    grant_type: 'authorization_code',
    code: answer.parameters['code'],
    redirect_uri: client.redirect_uris[0],
  };
  return (await world.token(client, fields)).json;
}

describe('signing in with a passkey', () => {
  it.each(['ES256', 'EdDSA', 'RS256'] as const)(
    'needs no username and no password, and is two factors at once (%s)',
    async (algorithm) => {
      const user = await world.createUser();
      const { authenticator } = await enrolPasskey(world, user, algorithm);
      const browser = world.browser();
      const page = await start(browser, { acr_values: MFA });
      expect(JSON.parse(optionsOn(page))).toMatchObject({
        ...{ rpId: 'localhost', userVerification: 'required', allowCredentials: [] },
      });
      const answer = await onward(browser, await answerWith(authenticator, browser, page));
      const { id_token, access_token } = await tokensOf(answer);
      const claims = decodeJwt(id_token);
      expect(claims).toMatchObject({
        sub: user.sub,
        amr: ['user', 'swk', 'pop', 'mfa'],
        acr: 'phr',
      });
      expect(Number(claims['auth_time'])).toBeGreaterThanOrEqual(clock.now() - 60);
      expect((await world.introspect(client, access_token)).json.active).toBe(true);
    },
  );

  it('says of one that cannot be copied that it is hardware', async () => {
    const user = await world.createUser();
    const { authenticator } = await enrolPasskey(world, user, 'ES256', false);
    const browser = world.browser();
    const page = await start(browser);
    const answer = await onward(browser, await answerWith(authenticator, browser, page));
    expect(decodeJwt((await tokensOf(answer)).id_token)).toMatchObject({
      amr: ['user', 'hwk', 'pop', 'mfa'],
    });
  });

  it('is beside the password from then on: the password alone signs nobody in any more', async () => {
    const user = await world.createUser();
    const { authenticator } = await enrolPasskey(world, user);
    const browser = world.browser();
    const page = await walk(browser, await start(browser), { user });
    expect([page.has('passkey'), browser.cookies.get('session')]).toEqual([true, undefined]);
    const options = JSON.parse(optionsOn(page));
    expect(options.allowCredentials).toEqual([
      { type: 'public-key', id: authenticator.credentialId, transports: ['hybrid', 'internal'] },
    ]);
    const answer = await onward(browser, await answerWith(authenticator, browser, page));
    expect(decodeJwt((await tokensOf(answer)).id_token)).toMatchObject({
      ...{ sub: user.sub, amr: ['pwd', 'swk', 'pop', 'mfa'], acr: 'phr' },
    });
  });

  it('is asked for again, and nobody else’s, where somebody is known', async () => {
    const user = await world.createUser();
    const { authenticator, browser } = await enrolPasskey(world, user);
    clock.advance(400);
    const page = await browser.open('/account/authenticators/new/passkey');
    expect(JSON.parse(optionsOn(page)).allowCredentials).toHaveLength(1);
    const other = await enrolPasskey(world, await world.createUser());
    const refused = await answerWith(other.authenticator, browser, page);
    expect([refused.status, refused.text]).toEqual([
      400,
      expect.stringContaining('This step is for the account that is signed in here.'),
    ]);
    const back = await browser.follow(await answerWith(authenticator, browser, refused));
    expect(back.url.pathname).toBe('/account/authenticators/new/passkey');
  });

  it('takes no passkey of somebody who is disabled, and one of somebody whose password is locked', async () => {
    const user = await world.createUser();
    const { authenticator } = await enrolPasskey(world, user);
    await world.admin.patch(`/users/${user.sub}`, { disabled: true });
    const browser = world.browser();
    const refused = await answerWith(authenticator, browser, await start(browser));
    expect([refused.status, browser.cookies.get('session')]).toEqual([400, undefined]);
    await world.admin.patch(`/users/${user.sub}`, { disabled: false });
    await answerWith(authenticator, browser, refused);
    expect(browser.cookies.get('session')).toBeDefined();
  });
});

describe('setting passkeys up', () => {
  it('several, with names that their owner chooses; each can be removed, and then signs nobody in', async () => {
    const user = await world.createUser();
    const { authenticator, browser } = await enrolPasskey(world, user);
    // They are listed in the order of their seconds.
    clock.advance(2);
    const second = new SoftwareAuthenticator(world.issuer);
    const page = await browser.get('/account/authenticators/new/passkey');
    const options = JSON.parse(optionsOn(page));
    expect(options).toMatchObject({
      rp: { id: 'localhost' },
      user: { name: user.username },
      attestation: 'none',
      pubKeyCredParams: [{ alg: -7 }, { alg: -8 }, { alg: -257 }],
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      excludeCredentials: [{ id: authenticator.credentialId }],
    });
    expect(options.user.id).not.toContain(user.sub);
    await browser.click(page, 'passkey', { credential: second.create(optionsOn(page)) });
    const { items } = (await world.admin.get(`/users/${user.sub}/authenticators`)).json;
    expect(items).toMatchObject([
      { method: 'passkey', name: expect.stringMatching(/^Passkey of \d/) },
      { method: 'passkey' },
    ]);
    const account = await browser.get('/account/security');
    const named = account.forms.find(({ fields }) => fields['authenticator_id'] === items[0].id);
    await browser.post(named!.action, { ...named!.fields, name: 'Work phone' });
    expect((await browser.get('/account/security')).text).toContain('Work phone');
    const remove = (await browser.get('/account/security')).forms.find(
      ({ action, fields }) =>
        action.endsWith('/remove') && fields['authenticator_id'] === items[0].id,
    );
    expect((await browser.post(remove!.action, remove!.fields)).status).toBe(303);
    const visitor = world.browser();
    const refused = await answerWith(authenticator, visitor, await start(visitor));
    expect([refused.status, refused.text]).toEqual([
      ...[400, expect.stringContaining(`data-unknown="${authenticator.credentialId}"`)],
    ]);
    await answerWith(second, visitor, refused);
    expect(visitor.cookies.get('session')).toBeDefined();
  });

  it('an admin sees, removes and resets them; the password alone is enough afterwards', async () => {
    const user = await world.createUser();
    await enrolPasskey(world, user);
    const path = `/users/${user.sub}`;
    const [{ id }] = (await world.admin.get(`${path}/authenticators`)).json.items;
    expect((await world.admin.delete(`${path}/authenticators/${id}`)).status).toBe(204);
    const browser = world.browser();
    await walk(browser, await start(browser), { user });
    expect(browser.cookies.get('session')).toBeDefined();
    await enrolPasskey(world, user);
    expect((await world.admin.call('POST', `${path}/reset-authenticators`)).status).toBe(204);
    expect((await world.admin.get(`${path}/authenticators`)).json.items).toEqual([]);
    const again = world.browser();
    await walk(again, await start(again), { user });
    expect(again.cookies.get('session')).toBeDefined();
  });

  it('is offered on the way to an application that will have no less than two factors', async () => {
    const user = await world.createUser();
    const browser = world.browser();
    const claims = JSON.stringify({ id_token: { acr: { essential: true, values: [MFA] } } });
    const page = await walk(browser, await start(browser, { claims }), { user });
    expect(page.has('passkey')).toBe(true);
    const authenticator = new SoftwareAuthenticator(world.issuer);
    const credential = authenticator.create(optionsOn(page));
    const codes = await onward(browser, await browser.click(page, 'passkey', { credential }));
    const answer = await onward(browser, await browser.click(codes, 'codes-kept'));
    expect(decodeJwt((await tokensOf(answer)).id_token)).toMatchObject({ acr: 'phr' });
  });
});

it('an issuer without a name has no passkeys, and says so when it starts', async () => {
  const other = await startOwnWorld({ ISSUER: 'http://127.0.0.1:3999' });
  const browser = other.browser();
  const page = await browser.open(`${other.application.origin}/account`);
  expect(page.has('passkey')).toBe(false);
});
