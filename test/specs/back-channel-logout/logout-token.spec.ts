import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, decodeJwt, jwtVerify, type JWTPayload } from 'jose';
import type { Browser } from '../../support/browser.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { RelyingParty, type Visit } from '../../support/relying-party.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../../support/world.js';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

let world: LocalWorld;
let party: RelyingParty;
let client: RegisteredClient;
let user: RegisteredUser;

beforeAll(async () => {
  world = await startWorld({ OUTBOUND_ALLOWED_NETWORKS: '127.0.0.0/8,::1/128' });
});

beforeEach(async () => {
  party = await RelyingParty.start();
  client = await world.registerClient(party.metadata);
  user = await world.createUser();
});

async function signedIn(of = client): Promise<{ browser: Browser; idToken: JWTPayload }> {
  const issued = await world.authorizationCode({ client: of, user });
  const { id_token } = (await world.redeem(of, issued)).json;
  return { browser: issued.browser, idToken: decodeJwt(id_token) };
}

const signOut = async (browser: Browser) =>
  browser.click(await browser.get('/logout'), 'logout-confirm');

/** The claims of the logout token, checked as a client has to (§2.6). */
async function verified({ fields }: Visit, by: RegisteredClient): Promise<JWTPayload> {
  expect(Object.keys(fields)).toEqual(['logout_token']);
  const keys = createLocalJWKSet((await world.get('/jwks')).json);
  const { payload } = await jwtVerify(fields['logout_token'] ?? '', keys, {
    issuer: world.issuer,
    audience: by.client_id,
    typ: 'logout+jwt',
    algorithms: [String(by['id_token_signed_response_alg'])],
    requiredClaims: ['iat', 'exp', 'jti', 'events', 'sub', 'sid'],
  });
  return payload;
}

describe('Back-Channel Logout §2.1: "sid ... Identifier for a Session"', () => {
  it('the token answer names it as session_state, at refresh too', async () => {
    const refreshing = await world.registerClient({
      ...{ ...party.metadata, grant_types: ['authorization_code', 'refresh_token'] },
    });
    const first = await world.tokens({ client: refreshing, user });
    const { sid } = decodeJwt(first.id_token ?? '');
    expect(sid).toEqual(expect.any(String));
    expect(first).toMatchObject({ session_state: sid });
    const second = await world.refresh(refreshing, first.refresh_token ?? '');
    expect(second.json.session_state).toBe(sid);
  });

  it('it is the one that a pairwise client knows', async () => {
    const pairwise = await world.registerClient({ ...party.metadata, subject_type: 'pairwise' });
    const tokens = await world.tokens({ client: pairwise, user });
    expect(tokens).toMatchObject({ session_state: decodeJwt(tokens.id_token ?? '')['sid'] });
  });

  it('a client that cannot be told is told nothing of it', async () => {
    const tokens = await world.tokens({ client: await world.registerClient(), user });
    expect(tokens).not.toHaveProperty('session_state');
  });
});

describe('Back-Channel Logout §2.4, §2.5: who signs out is signed out of', () => {
  it('every client of the session, by a POST of a logout token of its own', async () => {
    const second = await world.registerClient({
      ...{ ...party.metadata, backchannel_logout_uri: `${party.origin}/second` },
      id_token_signed_response_alg: 'PS256',
    });
    const { browser, idToken } = await signedIn();
    const other = await world.tokens({ client: second, user, browser });
    expect(decodeJwt(other.id_token ?? '')['sid']).toBe(idToken['sid']);
    await signOut(browser);

    const [visit] = (await party.expect('/back', 1)) as [Visit];
    expect([visit.method, visit.headers['content-type']]).toEqual([
      'POST',
      'application/x-www-form-urlencoded',
    ]);
    const claims = await verified(visit, client);
    expect(claims).toMatchObject({ sub: user.sub, sid: idToken['sid'], events: { [EVENT]: {} } });
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBeLessThanOrEqual(120);
    expect(claims).not.toHaveProperty('nonce');

    const [toSecond] = (await party.expect('/second', 1)) as [Visit];
    const others = await verified(toSecond, second);
    expect(others.jti).not.toBe(claims.jti);
    await sleep(300);
    expect(party.at('/back')).toHaveLength(1);
  });

  it('but no client that only another session, or nobody, signed in to', async () => {
    const bystander = await RelyingParty.start();
    const elsewhere = await world.registerClient(bystander.metadata);
    await signedIn(elsewhere);
    const { browser } = await signedIn();
    await signOut(browser);
    await party.expect('/back', 1);
    await sleep(300);
    expect(bystander.visits).toEqual([]);
  });

  it.each<[string, (sid: string) => Promise<unknown>]>([
    [
      'an admin disables the person',
      () => world.admin.patch(`/users/${user.sub}`, { disabled: true }),
    ],
    ['an admin deletes the person', () => world.admin.delete(`/users/${user.sub}`)],
    [
      'an admin sets another password',
      () => world.admin.patch(`/users/${user.sub}`, { password: 'another horse battery' }),
    ],
    [
      'the person ends the session from elsewhere',
      async (sid) => {
        const scope = 'openid account:read account:write';
        const app = await world.registerClient({ scope });
        const { access_token } = await world.tokens({ client: app, user, scope });
        const url = `${world.issuer}/account/api/sessions/${sid}`;
        const headers = { authorization: `Bearer ${access_token}` };
        expect((await fetch(url, { method: 'DELETE', headers })).status).toBe(204);
      },
    ],
  ])('when %s', async (_case, act) => {
    const { idToken } = await signedIn();
    await act(String(idToken['sid']));
    const [visit] = (await party.expect('/back', 1)) as [Visit];
    expect(await verified(visit, client)).toMatchObject({ sub: user.sub, sid: idToken['sid'] });
  });

  it('when somebody else signs in to the same browser', async () => {
    const { browser, idToken } = await signedIn();
    const next = await world.createUser();
    const plain = await world.registerClient();
    await world.authorize({ client: plain, user: next, browser, parameters: { prompt: 'login' } });
    const [visit] = (await party.expect('/back', 1)) as [Visit];
    expect(await verified(visit, client)).toMatchObject({ sub: user.sub, sid: idToken['sid'] });
  });

  it('once, however many end the session at the same moment', async () => {
    const { browser } = await signedIn();
    const page = await browser.get('/logout');
    const patch = (changes: object) => world.admin.patch(`/users/${user.sub}`, changes);
    const answers = await Promise.all([
      browser.click(page, 'logout-confirm'),
      browser.click(page, 'logout-confirm'),
      patch({ disabled: true }),
      patch({ password: 'another horse battery' }),
      world.keepHouse(),
    ]);
    expect(answers.slice(2, 4).map((answer) => answer?.status)).toEqual([200, 200]);
    await party.expect('/back', 1);
    await world.keepHouse();
    await sleep(500);
    expect(party.at('/back')).toHaveLength(1);
  });

  it('at once when the person changes the password through an application', async () => {
    await signedIn();
    const scope = 'openid account:write';
    const app = await world.registerClient({ scope });
    const { access_token } = await world.tokens({ client: app, user, scope });
    const passwords = { current_password: user.password, new_password: 'another horse battery' };
    const answer = await fetch(`${world.issuer}/account/api/password`, {
      method: 'POST',
      headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
      body: JSON.stringify(passwords),
    });
    expect(answer.status).toBe(204);
    await party.expect('/back', 1, 2000);
  });

  it('not the clients of the browser in which the person changes the password', async () => {
    const elsewhere = await signedIn();
    const { browser, idToken } = await signedIn();
    const page = await browser.get('/account/security');
    const form = page.forms.find(({ action }) => action.endsWith('/account/password'));
    const passwords = {
      current_password: user.password,
      ...{ new_password: 'another horse battery', new_password_again: 'another horse battery' },
    };
    const answer = await browser.post(form?.action ?? '', { ...form?.fields, ...passwords });
    expect(answer.location?.pathname).toBe('/account/security');
    await party.expect('/back', 1);
    await world.keepHouse();
    await sleep(500);
    const told = await Promise.all(party.at('/back').map((visit) => verified(visit, client)));
    expect(told.map(({ sid }) => sid)).toEqual([elsewhere.idToken['sid']]);
    expect(idToken['sid']).not.toBe(elsewhere.idToken['sid']);
  });

  it('not when an admin changes something that lets them stay', async () => {
    await signedIn();
    await world.admin.patch(`/users/${user.sub}`, { nickname: 'Ali' });
    await sleep(300);
    expect(party.visits).toEqual([]);
  });
});

describe('Back-Channel Logout §2.8: delivery', () => {
  it.each([200, 204])('a client that answers %i is not told again', async (status) => {
    party.behaviours.set('/back', (_visit, response) => response.writeHead(status).end());
    const { browser } = await signedIn();
    await signOut(browser);
    await party.expect('/back', 1);
    await sleep(300);
    expect(await world.query("SELECT * FROM outbox WHERE lane = 'logout'")).toEqual([]);
  });

  it.each([302, 400])('one that answers %i is to be told again', async (status) => {
    await signOutRefused(status);
    await sleep(300);
    const waiting = 'SELECT attempts FROM outbox WHERE recipient = ? AND due_at > ?';
    const now = Math.floor(Date.now() / 1000);
    const rows: unknown = await world.query(waiting, [client.client_id, now]);
    expect(rows).toEqual([{ attempts: 1 }]);
    expect(party.at('/elsewhere')).toEqual([]);
  });

  it('one that answers 500 is told again later, with a new token', async () => {
    const first = await signOutRefused(500);
    party.behaviours.delete('/back');
    const [, second] = (await party.expect('/back', 2, 20_000)) as [Visit, Visit];
    const [one, two] = [await verified(first, client), await verified(second, client)];
    expect(two.jti).not.toBe(one.jti);
    expect(two['sid']).toBe(one['sid']);
  });

  /** @returns what the client was told and did not take */
  async function signOutRefused(status: number): Promise<Visit> {
    party.behaviours.set('/back', (_visit, response) =>
      response.writeHead(status, { location: `${party.origin}/elsewhere` }).end(),
    );
    const { browser } = await signedIn();
    await signOut(browser);
    const [visit] = (await party.expect('/back', 1)) as [Visit];
    return visit;
  }
});
