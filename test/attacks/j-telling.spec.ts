import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import type { Answer } from '../support/answer.js';
import type { Browser } from '../support/browser.js';
import { atEndOfFile } from '../support/end-of-file.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { RelyingParty, type Visit } from '../support/relying-party.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';
import { contentSecurityPolicy } from './page-headers.js';

let world: LocalWorld;
let user: RegisteredUser;
let one: RelyingParty;
let two: RelyingParty;
let clients: RegisteredClient[];

beforeAll(async () => {
  world = await startWorld({ OUTBOUND_ALLOWED_NETWORKS: '127.0.0.1/32,::1/128' });
});

beforeEach(async () => {
  one = await RelyingParty.start();
  two = await RelyingParty.start();
  user = await world.createUser();
  clients = await Promise.all([one, two].map(({ metadata }) => world.registerClient(metadata)));
});

/** One browser in which the person signs in to `wanted`, one after the other. */
async function signedIn(wanted: RegisteredClient[]): Promise<{ browser: Browser; hint: string }> {
  const browser = world.browser();
  let hint = '';
  for (const client of wanted) {
    hint = (await world.tokens({ client, user, browser })).id_token ?? '';
  }
  return { browser, hint };
}

const signOut = async (browser: Browser): Promise<Answer> =>
  browser.click(await browser.get('/logout'), 'logout-confirm');

const frames = ({ text }: Answer) =>
  [...text.matchAll(/<iframe[^>]* src="([^"]*)"/g)].map(
    ([, src = '']) => new URL(src.replaceAll('&amp;', '&')),
  );

describe('clients that are told of a logout', () => {
  it('J06 "typ: logout+jwt, events, jti, iat, exp ≤ 2 min, no nonce, sid and sub", and no ID token', async () => {
    const { browser, hint } = await signedIn(clients.slice(0, 1));
    await signOut(browser);
    const [{ fields }] = (await one.expect('/back', 1)) as [Visit];
    const token = fields['logout_token'] ?? '';
    expect(decodeProtectedHeader(token)).toEqual({
      alg: 'RS256',
      typ: 'logout+jwt',
      kid: expect.any(String),
    });
    const { sid, sub } = decodeJwt(hint);
    const { iat = 0, ...claims } = decodeJwt(token);
    expect(claims).toEqual({
      ...{ iss: world.issuer, aud: clients[0]?.client_id, sub, sid, exp: iat + 120 },
      jti: expect.stringMatching(/^.{20,}$/),
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    });
    // Nor is it anything else to us.
    const asHint = await browser.get('/logout', { id_token_hint: token });
    expect(asHint.status).toBe(400);
    expect((await world.userinfo(token)).status).toBe(401);
  });

  it('J07 one that never answers delays neither the person nor the others', async () => {
    one.behaviours.set('/back', () => undefined);
    const { browser } = await signedIn(clients);
    const page = await browser.get('/logout');
    const before = performance.now();
    await browser.click(page, 'logout-confirm');
    expect(performance.now() - before).toBeLessThan(2000);
    await two.expect('/back', 1, 2500);
    await one.expect('/back', 1, 2500);
    // Given up after 3 s, and not tried again before its time.
    await sleep(5000);
    expect(one.at('/back')).toHaveLength(1);
  });

  it('J07 H06 one inside our network is not even connected to', async () => {
    let connections = 0;
    const inner = createServer(() => connections++);
    await new Promise<void>((done) => inner.listen(0, '127.0.0.2', done));
    atEndOfFile(() => new Promise((done) => inner.close(done)));
    const backchannel_logout_uri = `https://127.0.0.2:${(inner.address() as AddressInfo).port}/back`;
    const client = await world.registerClient({ backchannel_logout_uri });
    const { browser } = await signedIn([client]);
    await signOut(browser);
    await sleep(1000);
    expect(connections).toBe(0);
    const [{ attempts }] = await world.query(
      `SELECT attempts FROM outbox WHERE recipient = '${client.client_id}'`,
    );
    expect(attempts).toBe(1);
  });

  it('J07 attempts become rarer and come to an end', async () => {
    one.behaviours.set('/back', (_visit, response) => response.writeHead(500).end());
    const { browser } = await signedIn(clients.slice(0, 1));
    await signOut(browser);
    await one.expect('/back', 1);
    await sleep(200);
    const read = async () =>
      (
        await world.query(
          `SELECT * FROM outbox WHERE lane = 'logout' AND payload LIKE '%"${user.sub}"%'`,
        )
      )[0];
    const first = await read();
    const now = Date.now() / 1000;
    expect(first.due_at - now).toBeGreaterThan(5);
    expect(first.due_at - now).toBeLessThan(14);
    expect(first.expires_at - now).toBeLessThanOrEqual(12 * 3600);
    await one.expect('/back', 2, 20_000);
    await sleep(200);
    const second = await read();
    expect(second.attempts).toBe(2);
    expect(second.due_at - Date.now() / 1000).toBeGreaterThan(14);
  });

  it('J08 "frame-src lists only their origins", and the frames say iss and sid only', async () => {
    const bystander = await RelyingParty.start();
    const elsewhere = await world.registerClient(bystander.metadata);
    await world.tokens({ client: elsewhere, user });
    const { browser, hint } = await signedIn(clients);
    const page = await signOut(browser);
    expect([page.status, page.location]).toEqual([200, undefined]);
    expect(page.text).toContain('Signed out');
    const policy = contentSecurityPolicy(page);
    expect(policy.get('frame-src')?.toSorted()).toEqual([one.origin, two.origin].sort());
    expect(policy.get('default-src')).toEqual(["'none'"]);
    expect(policy.get('frame-ancestors')).toEqual(["'none'"]);

    const { sid } = decodeJwt(hint);
    const loaded = frames(page);
    expect(loaded.map(({ origin }) => origin).sort()).toEqual([one.origin, two.origin].sort());
    for (const { pathname, searchParams } of loaded) {
      expect([pathname, Object.fromEntries(searchParams)]).toEqual([
        '/front',
        { own: '1', iss: world.issuer, sid },
      ]);
    }
    // What was asked before, and what is shown to somebody without a session, has no frames.
    expect(frames(await browser.get('/logout'))).toEqual([]);
  });

  it('J08 afterwards the page goes on to where the client asked, with state, without a script', async () => {
    const { browser, hint } = await signedIn(clients);
    const end = await browser.get('/logout', {
      id_token_hint: hint,
      post_logout_redirect_uri: `${two.origin}/bye`,
      state: 'a&b',
    });
    expect(frames(end)).toHaveLength(2);
    const target = `${two.origin}/bye?state=a%26b`;
    expect(end.text).toContain(`<meta http-equiv="refresh" content="1;url=${target}">`);
    expect(end.text).toContain(`href="${target}"`);
    expect(contentSecurityPolicy(end).get('script-src')).toEqual(["'none'"]);
  });
});
