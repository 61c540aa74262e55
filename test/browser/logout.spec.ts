// Front-Channel Logout; Session Management §3, §3.2.
import { afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { describeChromium, launchChromium, screenshot } from '../support/chromium.js';
import { pkce } from '../support/pkce.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { RelyingParty } from '../support/relying-party.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';

interface SignedIn {
  readonly idToken: string;
  readonly sessionState: string;
}

let world: LocalWorld;
let chromium: Browser;
let user: RegisteredUser;
let one: RelyingParty;
let two: RelyingParty;
let first: RegisteredClient;
let second: RegisteredClient;
let context: BrowserContext;
let page: Page;

describeChromium('Logout in a browser, with two relying parties', () => {
  beforeAll(async () => {
    world = await startWorld({ OUTBOUND_ALLOWED_NETWORKS: '127.0.0.0/8,::1/128' });
    chromium = await launchChromium();
    user = await world.createUser();
  }, 60_000);

  beforeEach(async () => {
    one = await RelyingParty.start();
    two = await RelyingParty.start();
    first = await world.registerClient({ ...one.metadata, client_name: 'Photo Printing' });
    second = await world.registerClient({ ...two.metadata, client_name: 'Calendar' });
    context = await chromium.newContext();
    page = await context.newPage();
  });

  afterEach(() => context.close());

  /** Signs in to a client by hand, or without a question where the person is signed in already. */
  async function signIn(client: RegisteredClient): Promise<SignedIn> {
    const { code_verifier, ...challenge } = pkce();
    const redirect_uri = String(client.redirect_uris[0]);
    const url = new URL('/authorize', world.issuer);
    url.search = new URLSearchParams({
      ...{ response_type: 'code', client_id: client.client_id, redirect_uri, scope: 'openid' },
      ...challenge,
    }).toString();
    await page.goto(url.href);
    if ((await page.locator('#username').count()) > 0) {
      await page.fill('#username', user.username);
      await page.fill('#password', user.password);
      await page.click('#login-submit');
    }
    await page.click('#consent-approve');
    await page.waitForSelector('#arrived');
    const answer = Object.fromEntries(new URL(page.url()).searchParams);
    const { json } = await world.token(client, {
      ...{ grant_type: 'authorization_code', code: answer['code'], redirect_uri, code_verifier },
    });
    return { idToken: json.id_token, sessionState: answer['session_state'] ?? '' };
  }

  /** Asks the frame, as a client's script does from a frame of its own (Session Management §3.1). */
  async function ask(party: RelyingParty, question: string): Promise<string> {
    const asking = await context.newPage();
    await asking.goto(`${party.origin}/ask`);
    const answer = await asking.evaluate<string>(`(async () => {
      const frame = document.createElement('iframe');
      frame.src = '${world.issuer}/check-session';
      await new Promise((done) => {
        frame.addEventListener('load', done);
        document.body.append(frame);
      });
      return new Promise((done) => {
        addEventListener('message', ({ data }) => done(data));
        frame.contentWindow.postMessage(${JSON.stringify(question)}, '${world.issuer}');
      });
    })()`);
    await asking.close();
    return answer;
  }

  it('both hear of it in frames and directly, and the person goes on to where the client asked', async () => {
    const mine = await signIn(first);
    await signIn(second);
    const url = new URL('/logout', world.issuer);
    url.search = new URLSearchParams({
      id_token_hint: mine.idToken,
      post_logout_redirect_uri: `${one.origin}/bye`,
      state: 'over',
    }).toString();
    await page.goto(url.href);
    await page.waitForURL(`${one.origin}/bye?state=over`);

    const { sid } = decodeJwt(mine.idToken);
    const keys = createLocalJWKSet((await world.get('/jwks')).json);
    for (const [party, client] of [
      [one, first],
      [two, second],
    ] as const) {
      const [framed] = await party.expect('/front', 1);
      expect(Object.fromEntries(framed?.url.searchParams ?? [])).toEqual({
        ...{ own: '1', iss: world.issuer, sid },
      });
      const [told] = await party.expect('/back', 1);
      const { payload } = await jwtVerify(told?.fields['logout_token'] ?? '', keys, {
        ...{ issuer: world.issuer, audience: client.client_id, typ: 'logout+jwt' },
      });
      expect(payload).toMatchObject({ sub: user.sub, sid });
    }
    await page.goto(`${world.issuer}/account`);
    await page.waitForSelector('#login-submit');
  });

  it('session_state is unchanged before, for the same person only, and changed after', async () => {
    const { sessionState } = await signIn(first);
    const question = `${first.client_id} ${sessionState}`;
    expect(await ask(one, question)).toBe('unchanged');
    // Somebody else's page is told nothing.
    expect(await ask(one, `${second.client_id} ${sessionState}`)).toBe('error');
    expect(await ask(two, question)).toBe('error');
    expect(await ask(one, 'nonsense')).toBe('error');

    await page.goto(`${world.issuer}/logout`);
    await page.click('#logout-confirm');
    await page.waitForSelector('h1:text("Signed out")');
    expect(await ask(one, question)).toBe('changed');

    const again = await page.context().newPage();
    page = again;
    await page.goto(`${world.issuer}/account`);
    await page.fill('#username', user.username);
    await page.fill('#password', user.password);
    await page.click('#login-submit');
    expect(await ask(one, question)).toBe('changed');
  });

  it('the pages, with and without a way back', async () => {
    const { idToken } = await signIn(first);
    await page.goto(`${world.issuer}/logout?client_id=${first.client_id}`);
    await screenshot(page, 'logout-asked-by-client');
    await page.goto(`${world.issuer}/logout?id_token_hint=x`);
    expect(await page.locator('h1').innerText()).toBe('Logout error');
    await screenshot(page, 'logout-error');
    // A client that does not answer must not keep the person: the way back is a link.
    one.behaviours.set('/front', () => undefined);
    const back = encodeURIComponent(`${one.origin}/bye`);
    await page.goto(
      `${world.issuer}/logout?id_token_hint=${idToken}&post_logout_redirect_uri=${back}`,
      { waitUntil: 'commit' },
    );
    await page.waitForSelector('#continue');
    await screenshot(page, 'signed-out-with-way-back');
    await page.click('#continue');
    await page.waitForURL(`${one.origin}/bye`);
  });
});
