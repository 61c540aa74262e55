import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { authorizationRequest } from '../../attacks/authorization-request.js';
import { startTwoNodes, type TwoNodes } from '../../attacks/two-nodes.js';
import { startOwnWorld, type OwnWorld } from '../../support/application.js';
import { Browser } from '../../support/browser.js';
import { clock } from '../../support/clock.js';
import { describeMariadb } from '../../support/mariadb.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { walk } from '../../support/sign-in.js';
import type { RegisteredUser, World } from '../../support/world.js';

const HOUR = 3600;

/** By a client that speaks for itself: whatever the clock does meanwhile, it is not asked to sign in. */
async function set(world: World, change: object) {
  const machine = await world.registerClient({
    ...{ grant_types: ['client_credentials'], redirect_uris: [], scope: 'settings:write' },
  });
  const { access_token } = await world.clientCredentials(machine, { scope: 'settings:write' });
  const answer = await fetch(`${world.issuer}/admin/settings/sign-in`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
    body: JSON.stringify(change),
  });
  expect(answer.status).toBe(200);
}
const DEFAULTS = { idle_lifetime: null, lifetime: null, keep_signed_in: null, kept_lifetime: null };

/** Signs in to the account. */
async function signedIn(world: World, user: RegisteredUser, fields = {}): Promise<Browser> {
  const browser = world.browser();
  const page = await browser.open('/account');
  const { username, password } = user;
  const sent = { username, password, ...fields };
  await browser.follow(await browser.click(page, 'login-submit', sent));
  return browser;
}

const isIn = async (browser: Browser) => (await browser.get('/account')).status === 200;

describe('for how long people stay signed in', () => {
  let world: OwnWorld;
  let client: RegisteredClient;
  let user: RegisteredUser;

  // The clock begins anew with each test; what has ended by a limit has not.
  beforeEach(async () => {
    world = await startOwnWorld();
    client = await world.registerClient({ first_party: true });
    user = await world.createUser();
  });

  const cookie = (browser: Browser) =>
    browser.history
      .flatMap(({ headers }) => headers.getSetCookie())
      .filter((line) => /^\S*gatehouse_session=./.test(line))
      .map((line) => /Max-Age=(\d+)/.exec(line)?.[1])
      .at(-1);

  it('I06 an hour without use and twelve in any case, unless the settings say otherwise', async () => {
    const browser = await signedIn(world, user);
    expect(cookie(browser)).toBe(String(12 * HOUR));
    for (let hour = 0; hour < 12; hour++) {
      clock.advance(HOUR - 60);
      expect([hour, await isIn(browser)]).toEqual([hour, true]);
    }
    clock.advance(HOUR - 60);
    expect(await isIn(browser)).toBe(false);
    const idle = await signedIn(world, user);
    clock.advance(HOUR);
    expect(await isIn(idle)).toBe(false);
  });

  it('I06 what is made shorter holds at once, and what ended by it stays ended', async () => {
    const browser = await signedIn(world, user);
    clock.advance(600);
    await set(world, { idle_lifetime: 300 });
    expect(await isIn(browser)).toBe(false);
    await set(world, { idle_lifetime: 2 * HOUR });
    expect(await isIn(browser)).toBe(false);

    const other = await signedIn(world, user);
    clock.advance(1200);
    await set(world, { lifetime: 900 });
    // Nobody looks at it meanwhile.
    await set(world, { lifetime: 20 * HOUR });
    expect(await isIn(other)).toBe(false);
  });

  it('what is made longer holds for those that begin afterwards', async () => {
    const before = await signedIn(world, user);
    await set(world, { idle_lifetime: 3 * HOUR });
    const after = await signedIn(world, user);
    clock.advance(2 * HOUR);
    expect([await isIn(before), await isIn(after)]).toEqual([false, true]);
  });

  it('tokens that live as long as the session end with it', async () => {
    const browser = await signedIn(world, user);
    const issued = await world.authorizationCode({ client, browser, user });
    const tokens = (await world.redeem(client, issued)).json;
    const active = async () => (await world.introspect(client, tokens.access_token)).json.active;
    expect(await active()).toBe(true);
    clock.advance(620);
    const again = await world.token(client, {
      ...{ grant_type: 'refresh_token', refresh_token: tokens.refresh_token },
    });
    expect(again.status).toBe(200);
    await set(world, { lifetime: 600 });
    const refused = await world.token(client, {
      ...{ grant_type: 'refresh_token', refresh_token: again.json.refresh_token },
    });
    expect([refused.status, refused.json.error]).toEqual([400, 'invalid_grant']);
  });

  it('who may not ask to stay signed in is not asked, and is not obeyed', async () => {
    expect((await world.browser().open('/account')).text).not.toContain('id="keep"');
    const browser = await signedIn(world, user, { keep: 'on' });
    expect(cookie(browser)).toBe(String(12 * HOUR));
    clock.advance(HOUR);
    expect(await isIn(browser)).toBe(false);
  });

  it('who asks stays signed in, used or not; who does not, until the browser is closed', async () => {
    await set(world, { keep_signed_in: 'on', kept_lifetime: 100 * HOUR });
    expect((await world.browser().open('/account')).text).toContain('id="keep"');
    const [kept, other] = [
      await signedIn(world, user, { keep: 'on' }),
      await signedIn(world, user, { keep: undefined }),
    ];
    expect([cookie(kept), cookie(other)]).toEqual([String(100 * HOUR), undefined]);
    clock.advance(99 * HOUR);
    expect([await isIn(kept), await isIn(other)]).toEqual([true, false]);
    const answer = await kept.get('/authorize', authorizationRequest(client));
    expect(answer.parameters['code']).toBeDefined();
    clock.advance(HOUR);
    expect(await isIn(kept)).toBe(false);
  });

  it('a wrong password forgets no wish', async () => {
    await set(world, { keep_signed_in: 'on' });
    const browser = world.browser();
    const page = await browser.open('/account');
    const wrong = await browser.click(page, 'login-submit', {
      ...{ username: user.username, password: 'not the password', keep: 'on' },
    });
    expect(wrong.text).toMatch(/id="keep"[^>]* checked/);
  });

  it('I05 kept sessions last no longer than others once nobody may ask for it', async () => {
    await set(world, { keep_signed_in: 'on' });
    const browser = await signedIn(world, user, { keep: 'on' });
    clock.advance(2 * HOUR);
    expect(await isIn(browser)).toBe(true);
    clock.advance(2 * HOUR);
    await set(world, { keep_signed_in: 'off' });
    expect(await isIn(browser)).toBe(false);
    await set(world, { keep_signed_in: 'on' });
    expect(await isIn(browser)).toBe(false);
  });

  it('who proves it again without asking is kept no longer', async () => {
    await set(world, { keep_signed_in: 'on' });
    const browser = await signedIn(world, user, { keep: 'on' });
    const start = await browser.get('/authorize', {
      ...authorizationRequest(client),
      prompt: 'login',
    });
    await walk(browser, start, { user });
    expect(cookie(browser)).toBeUndefined();
  });
});

describeMariadb('I05 I06 limits of sessions, on two nodes', () => {
  let nodes: TwoNodes;
  beforeAll(async () => {
    nodes = await startTwoNodes();
  }, 120_000);

  it('what one node is told holds at the next request to the other', async () => {
    const { first, second } = nodes;
    const user = await first.createUser();
    const browser = await signedIn(first, user);
    const there = new Browser(second.issuer, browser.cookies);
    expect(await isIn(there)).toBe(true);
    clock.advance(700);
    await set(first, { idle_lifetime: 300, lifetime: 600 });
    expect(await isIn(there)).toBe(false);
    await set(first, DEFAULTS);
    expect(await isIn(browser)).toBe(false);
  });
});
