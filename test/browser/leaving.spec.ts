import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { encode } from '../support/browser.js';
import { describeChromium, launchChromium } from '../support/chromium.js';
import { pkce } from '../support/pkce.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { RelyingParty } from '../support/relying-party.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';
import { Person } from './person.js';

let world: LocalWorld;
let chromium: Browser;
let user: RegisteredUser;

/** An application of which every address that people arrive at leads on to another origin. */
class Broker {
  private constructor(
    readonly arrival: string,
    private readonly client: RegisteredClient,
    private readonly host: string,
  ) {}

  static async open(host: 'localhost' | '[::1]', first_party: boolean): Promise<Broker> {
    const [front, behind] = [await RelyingParty.start(host), await RelyingParty.start()];
    for (const path of ['/callback', '/bye']) {
      front.behaviours.set(path, ({ url, fields }, response) => {
        const brought = new URLSearchParams(fields).toString() || url.searchParams.toString();
        response.writeHead(303, { location: `${behind.origin}/home?${brought}` }).end();
      });
    }
    const { redirect_uris, post_logout_redirect_uris } = front.metadata;
    const client = await world.registerClient({
      ...{ redirect_uris, post_logout_redirect_uris, first_party },
    });
    return new Broker(`${behind.origin}/home`, client, front.origin);
  }

  request(changes: Record<string, string> = {}): string {
    const { code_challenge, code_challenge_method } = pkce();
    const { client_id, redirect_uris } = this.client;
    const query = encode({
      ...{ response_type: 'code', client_id, redirect_uri: redirect_uris[0], scope: 'openid' },
      ...{ code_challenge, code_challenge_method, ...changes },
    });
    return `${world.issuer}/authorize?${query.toString()}`;
  }

  /** Lets nobody in any more. */
  async close(): Promise<void> {
    const { id } = await world.admin.create('/groups', { name: `Nobody ${this.client.client_id}` });
    const path = `/clients/${this.client.client_id}`;
    expect((await world.admin.patch(path, { allowed_groups: [id] })).status).toBe(200);
  }

  signOut(): string {
    const { client_id } = this.client;
    const query = encode({ client_id, post_logout_redirect_uri: `${this.host}/bye` });
    return `${world.issuer}/logout?${query.toString()}`;
  }

  /** What the person brings to the origin behind, once they are there. */
  async arrived({ page }: Person): Promise<Record<string, string>> {
    await page.waitForURL((url) => url.href.startsWith(this.arrival), { timeout: 5000 });
    return Object.fromEntries(new URL(page.url()).searchParams);
  }
}

const signedIn = async (person: Person) => {
  await person.open(`${world.issuer}/account`);
  await person.signIn(user);
};
const click = (person: Person, selector: string) =>
  person.page.click(selector, { noWaitAfter: true });
const fill = async ({ page }: Person) => {
  await page.fill('#username', user.username);
  await page.fill('#password', user.password);
};
const code = { code: expect.stringMatching(/^gh_ac_/) };
const denied = { error: 'access_denied' };

/** Each page with a form that leads away, the button that is pressed there, and what it brings. */
const DEPARTURES: readonly [
  page: string,
  firstParty: boolean,
  way: (person: Person, broker: Broker) => Promise<void>,
  button: string,
  brought: object,
][] = [
  [
    'sign-in',
    true,
    async (person, broker) => {
      await person.open(broker.request());
      await fill(person);
    },
    '#login-submit',
    code,
  ],
  ['sign-in', true, (person, broker) => person.open(broker.request()), '#cancel', denied],
  [
    'sign-in after a mistake',
    true,
    async (person, broker) => {
      await person.open(broker.request());
      await person.signIn({ username: user.username, password: 'not this one' });
      await fill(person);
    },
    '#login-submit',
    code,
  ],
  [
    'account choice',
    true,
    async (person, broker) => {
      await signedIn(person);
      await person.open(broker.request({ prompt: 'select_account' }));
    },
    '#account-continue',
    code,
  ],
  [
    'consent',
    false,
    async (person, broker) => {
      await signedIn(person);
      await person.open(broker.request());
    },
    '#consent-approve',
    code,
  ],
  [
    'consent',
    false,
    async (person, broker) => {
      await signedIn(person);
      await person.open(broker.request());
    },
    '#cancel',
    denied,
  ],
  [
    'no access',
    true,
    async (person, broker) => {
      await broker.close();
      await signedIn(person);
      await person.open(broker.request());
      expect(await person.words()).toContain('You have no access to');
    },
    '#cancel',
    denied,
  ],
  [
    'form_post',
    false,
    async (person, broker) => {
      await signedIn(person);
      await person.open(broker.request({ response_mode: 'form_post' }));
    },
    '#consent-approve',
    code,
  ],
  [
    'sign-out',
    false,
    async (person, broker) => {
      await signedIn(person);
      await person.open(broker.signOut());
    },
    '#logout-confirm',
    {},
  ],
];

describeChromium('The way from a form to wherever the application leads', () => {
  beforeAll(async () => {
    [world, chromium] = await Promise.all([startWorld(), launchChromium()]);
    user = await world.createUser();
  }, 60_000);

  afterEach(async () => {
    await Promise.all(chromium.contexts().map((context) => context.close()));
  });

  describe.each(['localhost', '[::1]'] as const)('S27 by way of %s', (host) => {
    it.each(DEPARTURES)('%s (first-party: %s)', async (...row) => {
      const [, firstParty, way, button, brought] = row;
      const broker = await Broker.open(host, firstParty);
      const person = await Person.at(await chromium.newContext());
      await way(person, broker);
      await click(person, button);
      expect(await broker.arrived(person)).toMatchObject(brought);
    });
  });

  it('S27 a form that ends with us may lead nowhere else', async () => {
    const person = await Person.at(await chromium.newContext());
    const answers: [string, boolean][] = [];
    person.page.on('response', (response) => {
      const policy = response.headers()['content-security-policy'] ?? '';
      if (
        response.status() === 200 &&
        (response.headers()['content-type'] ?? '').includes('html')
      ) {
        answers.push([new URL(response.url()).pathname, policy.includes("form-action 'self'")]);
      }
    });
    await signedIn(person);
    await person.open(`${world.issuer}/device`);
    await person.open(`${world.issuer}/logout`);
    await person.press('#logout-confirm');
    expect(answers.length).toBeGreaterThanOrEqual(5);
    expect(answers.filter(([, own]) => !own)).toEqual([]);
  });

  it('S28 a popup keeps its opener through every page of a sign-in, and is seen to be open', async () => {
    const party = await RelyingParty.start();
    party.behaviours.set('/callback', (_, response) => {
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<!doctype html><script>opener.postMessage(location.search, "*")</script>');
    });
    const client = await world.registerClient(party.metadata);
    const { code_challenge, code_challenge_method } = pkce();
    const query = encode({
      ...{ response_type: 'code', client_id: client.client_id, scope: 'openid' },
      ...{ redirect_uri: client.redirect_uris[0], code_challenge, code_challenge_method },
      prompt: 'login select_account consent',
    });
    const person = await Person.at(await chromium.newContext());
    await signedIn(person);
    for (const mode of ['query', 'form_post']) {
      await person.open(`${party.origin}/app`);
      const url = `${world.issuer}/authorize?${query.toString()}&response_mode=${mode}`;
      const [popup] = await Promise.all([
        person.page.waitForEvent('popup'),
        person.page.evaluate(`
          window.heard = new Promise((resolve) => addEventListener('message', resolve))
            .then(({ data }) => data);
          window.popup = window.open(${JSON.stringify(url)}, 'signin', 'width=400,height=600');
        `),
      ]);
      const held = async () => [
        await popup.evaluate('window.opener !== null'),
        await person.page.evaluate('window.popup.closed'),
      ];
      await popup.waitForSelector('#login-submit');
      expect(await held()).toEqual([true, false]);
      await popup.fill('#username', user.username);
      await popup.fill('#password', user.password);
      await popup.click('#login-submit');
      await popup.waitForSelector('#consent-approve');
      expect(await held()).toEqual([true, false]);
      await popup.click('#consent-approve', { noWaitAfter: true });
      const heard = await person.page.evaluate('window.heard');
      expect(mode === 'query' ? heard : party.at('/callback').at(-1)?.fields['code']).toEqual(
        mode === 'query' ? expect.stringMatching(/[?&]code=gh_ac_/) : expect.any(String),
      );
      await popup.close();
    }
    const signedOut = `${world.issuer}/logout`;
    const [popup] = await Promise.all([
      person.page.waitForEvent('popup'),
      person.page.evaluate(`window.popup = window.open(${JSON.stringify(signedOut)})`),
    ]);
    await popup.click('#logout-confirm');
    expect(await popup.evaluate('window.opener !== null')).toBe(true);
  });

  it('S28 whoever opens the account or the documentation has no hold of it', async () => {
    const party = await RelyingParty.start();
    const person = await Person.at(await chromium.newContext());
    await signedIn(person);
    for (const path of ['/account', '/docs', '/docs/oauth2-redirect.html', '/device', '/']) {
      await person.open(`${party.origin}/app`);
      const [popup] = await Promise.all([
        person.page.waitForEvent('popup'),
        person.page.evaluate(`window.popup = window.open(${JSON.stringify(world.issuer + path)})`),
      ]);
      await popup.waitForLoadState();
      expect([path, await popup.evaluate('window.opener')]).toEqual([path, null]);
      expect([path, await person.page.evaluate('window.popup.closed')]).toEqual([path, true]);
      await popup.close();
    }
  });
});
