import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { authorizationRequest } from '../../attacks/authorization-request.js';
import type { Answer } from '../../support/answer.js';
import type { Browser, Query } from '../../support/browser.js';
import { clock } from '../../support/clock.js';
import { enterCode, registerDevice, startDevice } from '../../support/device.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../../support/world.js';
import { formAbout, listed, visit } from '../account/visits.js';

let world: LocalWorld;
let client: RegisteredClient;
let own: RegisteredClient;
let user: RegisteredUser;

/** A page that waits for a decision, and the request that sends it. */
interface Decision {
  readonly browser: Browser;
  send(browser: Browser): Promise<Answer>;
}

const press = (browser: Browser, page: Answer, id: string, fields: Query = {}): Decision => ({
  browser,
  send: (sender) => sender.click(page, id, fields),
});

const ask = async (asking: RegisteredClient, changes: Query = {}, signedIn = true) => {
  const browser = world.browser();
  if (signedIn) await visit(world, user, browser);
  const page = await browser.open('/authorize', authorizationRequest(asking, changes));
  return { browser, page };
};

const credentials = () => ({ username: user.username, password: user.password });

async function atDevice(id: string): Promise<Decision> {
  const device = await registerDevice(world);
  const { browser, page } = await enterCode(
    world,
    user,
    (await startDevice(world, device)).user_code,
  );
  return press(browser, page, id);
}

async function atAccount(
  path: string,
  fieldsOf: (page: Answer) => Record<string, string>,
): Promise<Decision> {
  await world.authorizationCode({ client, user });
  const { browser } = await visit(world, user);
  const { page } = await visit(world, user, browser);
  const fields = fieldsOf(page);
  return { browser, send: (sender) => sender.post(path, fields) };
}

const wanted = 'an entirely new passphrase';

/** Every form on which people decide. */
const DECISIONS: readonly [name: string, reach: () => Promise<Decision>][] = [
  [
    'sign-in',
    async () => {
      const { browser, page } = await ask(own, {}, false);
      return press(browser, page, 'login-submit', credentials());
    },
  ],
  [
    'sign-in, to a page that asks more',
    async () => {
      const { browser, page } = await ask(client, {}, false);
      return press(browser, page, 'login-submit', credentials());
    },
  ],
  [
    'sign-in, cancelled',
    async () => {
      const { browser, page } = await ask(own, {}, false);
      return press(browser, page, 'cancel');
    },
  ],
  [
    'sign-in by form_post',
    async () => {
      const { browser, page } = await ask(own, { response_mode: 'form_post' }, false);
      return press(browser, page, 'login-submit', credentials());
    },
  ],
  [
    'consent',
    async () => {
      const { browser, page } = await ask(client);
      return press(browser, page, 'consent-approve');
    },
  ],
  [
    'consent, denied',
    async () => {
      const { browser, page } = await ask(client);
      return press(browser, page, 'cancel');
    },
  ],
  [
    'account choice',
    async () => {
      const { browser, page } = await ask(own, { prompt: 'select_account' });
      return press(browser, page, 'account-continue');
    },
  ],
  [
    'account choice, another one',
    async () => {
      const { browser, page } = await ask(own, { prompt: 'select_account' });
      return press(browser, page, 'account-other');
    },
  ],
  ['device, allowed', () => atDevice('device-approve')],
  ['device, denied', () => atDevice('cancel')],
  [
    'sign-out with a way back and applications to be told',
    async () => {
      const issued = await world.authorizationCode({ client, user });
      await world.redeem(client, issued);
      const query = {
        client_id: client.client_id,
        post_logout_redirect_uri: 'https://client.example/bye',
      };
      const page = await issued.browser.get('/logout', query);
      return press(issued.browser, page, 'logout-confirm');
    },
  ],
  [
    'sign-out',
    async () => {
      const { browser } = await visit(world, user);
      return press(browser, await browser.get('/logout'), 'logout-confirm');
    },
  ],
  [
    'account page: this browser signed out',
    () => atAccount('/account/sessions/end', (page) => formAbout(page, 'session_id')),
  ],
  [
    'account page: another browser signed out',
    async () => {
      await visit(world, user);
      const other = (page: Answer) => formAbout(page, 'session_id', listed(page, 'session_id')[1]);
      return atAccount('/account/sessions/end', other);
    },
  ],
  [
    'account page: consent withdrawn',
    () => atAccount('/account/consents/withdraw', (page) => formAbout(page, 'consent_id')),
  ],
  [
    'account page: password changed',
    () =>
      atAccount('/account/password', (page) => ({
        ...page.formWith('password-submit').fields,
        current_password: user.password,
        ...{ new_password: wanted, new_password_again: wanted },
      })),
  ],
];

/** Another browser with the same cookies: this one, if it drops the next answer. */
function withCookiesOf(browser: Browser): Browser {
  const twin = world.browser();
  for (const name of browser.cookies.names) {
    twin.cookies.set(name, browser.cookies.get(name) ?? '');
  }
  return twin;
}

/** Where a decision leads: away, with what, or to which page of ours that says what. */
function outcome({ status, location, text, forms }: Answer): unknown {
  if (location !== undefined) return { status, location: location.href };
  const heading = /<h1>([^<]*)/.exec(text)?.[1];
  const notice = /role="status">([^<]*)/.exec(text)?.[1];
  const frames = [...text.matchAll(/<iframe[^>]*src="([^"]*)/g)].map(([, source]) => source);
  const posted = forms.find(({ action }) => action.startsWith('https:'))?.fields;
  return { status, heading, notice, frames, posted };
}

async function decide({ send }: Decision, browser: Browser): Promise<unknown> {
  return outcome(await browser.follow(await send(browser)));
}

beforeAll(async () => {
  world = await startWorld();
  const metadata = {
    post_logout_redirect_uris: ['https://client.example/bye'],
    frontchannel_logout_uri: 'https://client.example/front',
  };
  [client, own] = await Promise.all([
    world.registerClient(metadata),
    world.registerClient({ first_party: true }),
  ]);
});

beforeEach(async () => {
  user = await world.createUser();
});

describe.each(DECISIONS)('%s', (_name, reach) => {
  it('sent again, it leads where it led', async () => {
    const decision = await reach();
    const first = await decide(decision, decision.browser);
    expect(first).not.toMatchObject({ status: 400 });
    expect(await decide(decision, decision.browser)).toEqual(first);
  });

  it('sent again by a browser that dropped the first answer, it leads where it led', async () => {
    const decision = await reach();
    const twin = withCookiesOf(decision.browser);
    const first = await decide(decision, decision.browser);
    expect(await decide(decision, twin)).toEqual(first);
  });

  it('sent three times at once, each leads to the same', async () => {
    const decision = await reach();
    const senders = [decision.browser, ...[1, 2].map(() => withCookiesOf(decision.browser))];
    const outcomes = await Promise.all(senders.map((sender) => decide(decision, sender)));
    expect(outcomes[0]).not.toMatchObject({ status: 400 });
    for (const one of outcomes) expect(one).toEqual(outcomes[0]);
    // Whichever answer a browser keeps, it is the same for its session.
    const live = await Promise.all(
      senders.map(async (sender) => (await sender.get('/account')).status),
    );
    expect(new Set(live).size).toBe(1);
  });
});

describe('an answer that comes again', () => {
  afterEach(() => clock.restore());

  const answered = async () => {
    const { browser, page } = await ask(client);
    const send = () => browser.click(page, 'consent-approve');
    const end = await browser.follow(await send());
    return { browser, page, send, end };
  };

  it('has a code that is redeemed once; afterwards the way leads to the application', async () => {
    const { browser, page, send, end } = await answered();
    const again = await browser.follow(await send());
    expect(again.parameters['code']).toBe(end.parameters['code']);
    const consents = await world.query(
      `SELECT id FROM events WHERE type = 'consent.granted' AND user_id = '${user.sub}'`,
    );
    expect(consents).toHaveLength(1);

    const { browser: other, ...issued } = await world.authorizationCode({ client, user });
    expect((await world.redeem(client, { ...issued, browser: other })).status).toBe(200);
    const [last] = other.history.filter(({ url }) => url.pathname.startsWith('/authorize/'));
    for (const address of [last?.url.pathname.replace('authorize', 'interaction'), last?.url]) {
      const over = await other.open(address ?? '');
      expect([over.status, over.location]).toEqual([400, undefined]);
      expect(over.text).toContain('This is already done.');
      expect(over.text).toContain('id="continue" href="https://client.example/"');
      expect(over.text).toContain('id="account" href="/account"');
    }
    // The refresh token of the redeemed code lives: nothing came back.
    expect(page.has('consent-approve')).toBe(true);
  });

  it('is kept sealed, and for a minute', async () => {
    const { browser, send, end } = await answered();
    const code = end.parameters['code'] ?? 'none';
    const rows: { answer: string | null }[] = await world.query('SELECT answer FROM interactions');
    expect(rows.filter(({ answer }) => answer !== null).length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(code.slice(6));
    clock.advance(61);
    const late = await browser.follow(await send());
    expect([late.status, late.text]).toEqual([400, expect.stringContaining('already done')]);
  });

  it('A28 is for no other browser', async () => {
    const { browser, end } = await answered();
    const stranger = withCookiesOf(browser);
    stranger.cookies.set('gatehouse_browser', world.browser().cookies.get('browser') ?? 'x');
    for (const { url } of browser.history.filter((seen) =>
      /^\/(authorize|inter)/.test(seen.url.pathname),
    )) {
      const answer = await stranger.get(url.pathname);
      expect(answer.headers.get('location') ?? '').not.toContain(end.parameters['code']);
    }
  });
});

describe('a page that was left open for 31 minutes', () => {
  const LATE = 31 * 60;

  it.each<[string, () => Promise<Decision>, (end: Answer) => void]>([
    [
      'sign-in',
      async () => {
        const { browser, page } = await ask(own, {}, false);
        return press(browser, page, 'login-submit', credentials());
      },
      (end) => expect(end.parameters['code']).toMatch(/^gh_ac_/),
    ],
    [
      'sign-in, cancelled',
      async () => {
        const { browser, page } = await ask(own, {}, false);
        return press(browser, page, 'cancel');
      },
      (end) => expect(end.parameters['error']).toBe('access_denied'),
    ],
    [
      'consent',
      async () => {
        const { browser, page } = await ask(client);
        return press(browser, page, 'consent-approve');
      },
      (end) => expect(end.parameters['code']).toMatch(/^gh_ac_/),
    ],
    [
      'account choice',
      async () => {
        const { browser, page } = await ask(own, { prompt: 'select_account' });
        return press(browser, page, 'account-continue');
      },
      (end) => expect(end.parameters['code']).toMatch(/^gh_ac_/),
    ],
    [
      'sign-in to the account',
      async () => {
        const browser = world.browser();
        const page = await browser.open('/account');
        return press(browser, page, 'login-submit', credentials());
      },
      (end) => expect(end.has('menu-security')).toBe(true),
    ],
    [
      'sign-out',
      async () => {
        const { browser } = await visit(world, user);
        return press(browser, await browser.get('/logout'), 'logout-confirm');
      },
      (end) => expect(end.text).toContain('Signed out'),
    ],
  ])('%s: what is decided then still counts, also twice', async (_name, reach, check) => {
    const decision = await reach();
    clock.advance(LATE);
    const twin = withCookiesOf(decision.browser);
    const end = await decision.browser.follow(await decision.send(decision.browser));
    check(end);
    expect(outcome(await twin.follow(await decision.send(twin)))).toEqual(outcome(end));
  });

  it('reloaded, it is shown anew; where somebody has signed in meanwhile, they go on', async () => {
    const { browser, page } = await ask(own, {}, false);
    clock.advance(LATE);
    const again = await browser.open(page.url);
    expect(again.url.pathname).not.toBe(page.url.pathname);
    expect(again.has('login-submit')).toBe(true);
    await visit(world, user, browser);
    const end = await browser.open(page.url);
    expect(end.parameters['code']).toMatch(/^gh_ac_/);
  });

  it('what was done before counts no more: who signed in is asked anew for prompt=login', async () => {
    const { browser, page } = await ask(client, { prompt: 'login consent' }, false);
    const consent = await browser.follow(await browser.click(page, 'login-submit', credentials()));
    expect(consent.has('consent-approve')).toBe(true);
    clock.advance(LATE);
    expect((await browser.open(consent.url)).has('login-submit')).toBe(true);
  });

  it('after two hours the request is forgotten, and the page leads to the account', async () => {
    const { browser, page } = await ask(own, {}, false);
    clock.advance(2 * 3600);
    const over = await browser.open(page.url);
    expect([over.status, over.text]).toEqual([400, expect.stringContaining('has expired')]);
    expect(over.text).toContain('href="/account"');
  });
});

describe('"back" after signing in', () => {
  it('to the account goes on to it', async () => {
    const browser = world.browser();
    const page = await browser.open('/account');
    await browser.follow(await browser.click(page, 'login-submit', credentials()));
    expect((await browser.open(page.url)).has('menu-security')).toBe(true);
  });

  it('on the page that asks more shows that page', async () => {
    const { browser, page } = await ask(client, {}, false);
    await browser.follow(await browser.click(page, 'login-submit', credentials()));
    expect((await browser.open(page.url)).has('consent-approve')).toBe(true);
  });
});

describe('who is asked', () => {
  it('"not you?" on the consent page: somebody else signs in, and is asked', async () => {
    const other = await world.createUser();
    const { browser, page } = await ask(client, {}, false);
    const consent = await browser.follow(await browser.click(page, 'login-submit', credentials()));
    expect(consent.text).toContain(user.username);
    const login = await browser.follow(await browser.click(consent, 'account-other'));
    expect(login.formWith('login-submit').fields['username']).toBe('');
    // A reload does not lead back to the one who is not here.
    expect((await browser.open(login.url)).has('login-submit')).toBe(true);
    const { username, password } = other;
    const next = await browser.click(login, 'login-submit', { username, password });
    const theirs = await browser.follow(next);
    expect([theirs.has('consent-approve'), theirs.text.includes(username)]).toEqual([true, true]);
    const end = await browser.follow(await browser.click(theirs, 'consent-approve'));
    expect(end.parameters['code']).toMatch(/^gh_ac_/);
  });

  it.each([{ prompt: 'login' }, { max_age: '0' }])(
    '%j: who is here need not type their name again, nor anybody else theirs',
    async (changes) => {
      const { browser, page } = await ask(own, changes);
      const { fields } = page.formWith('login-submit');
      expect(fields['username']).toBe(user.username);
      const { password } = user;
      const end = await browser.follow(await browser.click(page, 'login-submit', { password }));
      expect(end.parameters['code']).toMatch(/^gh_ac_/);
      const hinted = await browser.open(
        '/authorize',
        authorizationRequest(own, { ...changes, login_hint: 'ada' }),
      );
      expect(hinted.formWith('login-submit').fields['username']).toBe('ada');
      const nobody = await ask(own, changes, false);
      expect(nobody.page.formWith('login-submit').fields['username']).toBe('');
    },
  );
});
