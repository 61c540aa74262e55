import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { encode } from '../support/browser.js';
import { describeChromium, launchChromium, screenshot } from '../support/chromium.js';
import { clock } from '../support/clock.js';
import { registerDevice, startDevice } from '../support/device.js';
import { pkce } from '../support/pkce.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { RelyingParty } from '../support/relying-party.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';
import { overflowAt } from './accessibility.js';
import { Person } from './person.js';

/** Milliseconds from one click to the next. */
const GAPS = [0, 40, 80, 150];
/** How long the application takes to answer: until then the page with the button is shown. */
const SLOW = 400;

let world: LocalWorld;
let chromium: Browser;
let party: RelyingParty;
let client: RegisteredClient;
let own: RegisteredClient;
let user: RegisteredUser;
let person: Person;

function request(asking: RegisteredClient, changes: Record<string, string> = {}): string {
  const { code_challenge, code_challenge_method } = pkce();
  const query = encode({
    ...{ response_type: 'code', client_id: asking.client_id, scope: 'openid' },
    ...{ redirect_uri: asking.redirect_uris[0], code_challenge, code_challenge_method },
    ...changes,
  });
  return `${world.issuer}/authorize?${query.toString()}`;
}

const signedIn = async () => {
  await person.open(`${world.issuer}/account`);
  await person.signIn(user);
};
const fillIn = async () => {
  await person.page.fill('#username', user.username);
  await person.page.fill('#password', user.password);
};

async function clickTwice(selector: string, gap: number): Promise<void> {
  const box = await person.page.locator(selector).boundingBox();
  if (box === null) throw new Error(`${selector} is not to be seen.`);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await person.page.mouse.click(x, y);
  await sleep(gap);
  await person.page.mouse.click(x, y);
}

/** Once the browser has come to rest: what it shows. */
async function shown(): Promise<string> {
  await sleep(SLOW + 300);
  await person.page.waitForLoadState('networkidle');
  return person.heading();
}

const arrivedWith = (name: string) => {
  const values = party.at('/callback').map(({ url }) => url.searchParams.get(name));
  return [...new Set(values)];
};

describeChromium('Two clicks, "back" and a long wait, in Chromium', () => {
  beforeAll(async () => {
    [world, chromium, party] = await Promise.all([
      startWorld({ OUTBOUND_ALLOWED_NETWORKS: '127.0.0.0/8,::1/128' }),
      launchChromium(),
      RelyingParty.start(),
    ]);
    const { redirect_uris, post_logout_redirect_uris } = party.metadata;
    const metadata = { redirect_uris, post_logout_redirect_uris, client_uri: party.origin };
    client = await world.registerClient({ ...metadata, client_name: 'Meeting planner' });
    own = await world.registerClient({ ...metadata, first_party: true });
    for (const path of ['/callback', '/bye']) {
      party.behaviours.set(path, (_, response) => {
        void sleep(SLOW).then(() =>
          response
            .writeHead(200, { 'content-type': 'text/html' })
            .end(`<!doctype html><title>Planner</title><h1>Planner</h1>`),
        );
      });
    }
  }, 60_000);

  afterEach(async () => {
    clock.restore();
    party.visits.length = 0;
    await Promise.all(chromium.contexts().map((context) => context.close()));
  });

  const visitor = async () => {
    user = await world.createUser();
    person = await Person.at(await chromium.newContext());
  };

  describe.each(GAPS)('clicked twice within %s ms', (gap) => {
    it.each<[string, () => Promise<void>, string, string]>([
      ['#login-submit', async () => (await person.open(request(own)), fillIn()), 'Planner', 'code'],
      ['#cancel', () => person.open(request(own)), 'Planner', 'error'],
      [
        '#consent-approve',
        async () => (await signedIn(), person.open(request(client))),
        'Planner',
        'code',
      ],
      ['#cancel', async () => (await signedIn(), person.open(request(client))), 'Planner', 'error'],
      [
        '#account-continue',
        async () => (await signedIn(), person.open(request(own, { prompt: 'select_account' }))),
        'Planner',
        'code',
      ],
    ])('%s: one answer arrives', async (selector, reach, heading, member) => {
      await visitor();
      await reach();
      await clickTwice(selector, gap);
      expect(await shown()).toBe(heading);
      expect(arrivedWith(member)).toEqual([expect.stringMatching(/^gh_ac_|^access_denied$/)]);
    });

    it('the buttons of a device, of sign-out and of the account page', async () => {
      await visitor();
      const device = await registerDevice(world);
      for (const [button, heading] of [
        ['#device-approve', 'Device connected'],
        ['#cancel', 'Device not connected'],
      ] as const) {
        const { user_code, verification_uri_complete } = await startDevice(world, device);
        await person.open(verification_uri_complete);
        if (await person.page.locator('#username').isVisible()) await person.signIn(user);
        await person.page.fill('#user-code', user_code);
        await person.press('#device-submit');
        await clickTwice(button, gap);
        expect(await shown()).toBe(heading);
      }
      await person.open(`${world.issuer}/account/security`);
      await person.page.fill('#current-password', user.password);
      await person.page.fill('#new-password', 'an entirely new passphrase');
      await person.page.fill('#new-password-again', 'an entirely new passphrase');
      await clickTwice('#password-submit', gap);
      expect(await shown()).toBe('Security');
      expect(await person.texts('[role=alert]')).toEqual([]);
      expect(await person.texts('[role=status]')).toEqual([
        expect.stringContaining('Your password is changed.'),
      ]);
      const bye = encode({
        client_id: client.client_id,
        post_logout_redirect_uri: `${party.origin}/bye`,
      });
      await person.open(`${world.issuer}/logout?${bye.toString()}`);
      await clickTwice('#logout-confirm', gap);
      expect(await shown()).toBe('Planner');
      expect(party.at('/bye').length).toBeGreaterThan(0);
    });
  });

  it('"back" from the application: it is said that this was answered, and the way leads on', async () => {
    await visitor();
    await person.open(request(client));
    await person.signIn(user);
    await person.allow();
    const { url } = party.at('/callback')[0] ?? {};
    expect(url?.searchParams.get('code')).toMatch(/^gh_ac_/);
    clock.advance(61);
    await person.page.goBack();
    expect(await person.words()).toContain('This is already done.');
    await screenshot(person.page, 'answered-already');
    expect(await overflowAt(person.page, 320)).toBe(0);
    await person.press('#continue');
    expect(new URL(person.page.url()).origin).toBe(party.origin);
    await person.page.goBack();
    await person.page.reload();
    await person.press('#account');
    expect(await person.heading()).toBe('Your account');
  });

  it('"back" from the account goes on to the account, and a reload repeats nothing', async () => {
    await visitor();
    await signedIn();
    await person.page.goBack();
    expect(await person.heading()).toBe('Your account');
    await person.open(`${world.issuer}/logout`);
    await person.press('#logout-confirm');
    await person.page.reload();
    expect(await person.heading()).toBe('Signed out');
  });

  it.each(['typed', 'reloaded'])(
    'a sign-in page of 31 minutes, %s, still signs in',
    async (how) => {
      await visitor();
      await person.open(request(own));
      clock.advance(31 * 60);
      if (how === 'reloaded') await person.page.reload();
      await person.signIn(user);
      expect(await shown()).toBe('Planner');
      expect(arrivedWith('code')).toEqual([expect.stringMatching(/^gh_ac_/)]);
    },
  );

  it('a consent page of 31 minutes still allows', async () => {
    await visitor();
    await person.open(request(client));
    await person.signIn(user);
    clock.advance(31 * 60);
    await person.allow();
    expect(arrivedWith('code')).toEqual([expect.stringMatching(/^gh_ac_/)]);
  });

  it('one of two hours, and one of another browser, lead to the account', async () => {
    await visitor();
    await person.open(request(own));
    clock.advance(2 * 3600 + 1);
    await person.page.reload();
    expect(await person.heading()).toBe('Authorization error');
    await screenshot(person.page, 'interaction-over');
    expect(await overflowAt(person.page, 320)).toBe(0);
    await person.press('#account');
    expect(await person.heading()).toBe('Sign in');
  });
});
