import { beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { PasswordHash } from '#platform/crypto';
import { clock } from '../../support/clock.js';
import { walk } from '../../support/sign-in.js';
import { type OwnWorld, startOwnWorld } from '../../support/application.js';
import type { RegisteredUser } from '../../support/world.js';
import { auditTrail, formAbout, isSignedIn, listed, revisit, type Visit, visit } from './visits.js';

const NEW = 'an entirely new passphrase';
/** Wrong passwords that cost no wait (attack I07). */
const FREE_ATTEMPTS = 5;

let world: OwnWorld;
let user: RegisteredUser;
let here: Visit;

beforeAll(async () => {
  world = await startOwnWorld();
});

beforeEach(async () => {
  user = await world.createUser();
  here = await visit(world, user);
});

async function change(
  { browser, page }: Visit,
  current: string,
  wanted = NEW,
  again: string | undefined = wanted,
) {
  const { csrf } = formAbout(page, 'session_id');
  return browser.post('/account/password', {
    csrf,
    current_password: current,
    new_password: wanted,
    new_password_again: again,
  });
}

/** Whether the login page lets somebody in with this password. */
async function opens(password: string, browser = world.browser()): Promise<boolean> {
  const credentials = { username: user.username, password };
  const page = await walk(browser, await browser.get('/account'), { user: credentials });
  return page.has('menu-security');
}

describe('changing the password', () => {
  it('answers 303 to the page, which says so; the new one signs in and the old one does not', async () => {
    const answer = await change(here, user.password);
    expect(answer.status).toBe(303);
    expect(answer.location?.href).toBe(`${world.issuer}/account/security`);
    const page = await here.browser.follow(answer);
    expect(page.status).toBe(200);
    expect(page.text).toContain('role="status">Your password is changed.');
    expect(await opens(NEW)).toBe(true);
    expect(await opens(user.password)).toBe(false);
    expect(await auditTrail(world, user.sub, 'password.changed')).toContainEqual(
      expect.objectContaining({ type: 'password.changed', actor: user.sub }),
    );
  });

  it('I03 "generates a new session token on re-authentication" (ASVS 5 7.2.4): the cookie before is dead', async () => {
    const before = here.browser.cookies.header;
    const value = here.browser.cookies.get('session');
    await change(here, user.password);
    expect(here.browser.cookies.get('session')).not.toBe(value);
    expect(await isSignedIn(world, before)).toBe(false);
    const page = await revisit(here);
    // The same session under a new cookie: the one entry of the list, and still "This browser".
    expect(listed(page, 'session_id')).toEqual(listed(here.page, 'session_id'));
    expect(page.text).toContain('This browser');
  });

  it('I05 "terminate all other active sessions after a successful change" (ASVS 5 7.4.3): sessions and tokens', async () => {
    const client = await world.registerClient({ scope: 'openid offline_access' });
    const there = await visit(world, user);
    const scope = 'openid offline_access';
    const online = await world.tokens({ client, user, browser: here.browser, scope: 'openid' });
    const offline = await world.tokens({ client, user, browser: there.browser, scope });
    expect((await world.userinfo(offline.access_token)).status).toBe(200);

    expect((await change(here, user.password)).status).toBe(303);

    expect(await isSignedIn(world, there.browser.cookies.header)).toBe(false);
    for (const tokens of [online, offline]) {
      expect((await world.userinfo(tokens.access_token)).status).toBe(401);
      const inspected = await world.introspect(client, tokens.access_token);
      expect(inspected.json).toEqual({ active: false });
      const refreshed = await world.refresh(client, tokens.refresh_token ?? '');
      expect(refreshed.json).toMatchObject({ error: 'invalid_grant' });
    }
    await revisit(here);
  });

  it('goes on being signed in for applications: single sign-on without the password', async () => {
    const client = await world.registerClient({ first_party: true });
    await change(here, user.password);
    const nobody = { username: 'nobody', password: 'nothing' };
    const tokens = await world.tokens({ client, user: nobody, browser: here.browser });
    expect((await world.userinfo(tokens.access_token)).json).toMatchObject({ sub: user.sub });
  });

  it('of two changes at the same time one is done', async () => {
    const there = await visit(world, user);
    const answers = await Promise.all([
      change(here, user.password, 'the first new passphrase'),
      change(there, user.password, 'the second new passphrase'),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 400]);
    const [winner, loser] = answers[0].status === 303 ? [here, there] : [there, here];
    await revisit(winner);
    expect((await loser.browser.get('/account')).status).toBe(303);
  });

  it('I05 a session that is ended while its password is changed does not come back to life', async () => {
    const there = await visit(world, user);
    const hash = world.application.nest.get(PasswordHash);
    const create = hash.create.bind(hash);
    const [id] = listed(here.page, 'session_id');
    jest.spyOn(hash, 'create').mockImplementation(async (password) => {
      const fields = { ...formAbout(there.page, 'session_id'), session_id: id };
      expect((await there.browser.post('/account/sessions/end', fields)).status).toBe(303);
      return create(password);
    });
    expect((await change(here, user.password)).status).toBe(303);
    expect(here.browser.cookies.get('session')).toBeUndefined();
    expect((await here.browser.get('/account')).location?.pathname).toMatch(/\/interaction\//);
    expect(await opens(NEW)).toBe(true);
  });
});

describe('the current password', () => {
  it('I28 "full re-authentication before changing sensitive attributes" (ASVS 5 7.5.1): a session, old or new, is not enough', async () => {
    clock.advance(600);
    const before = here.browser.cookies.get('session');
    for (const current of ['', 'wrong', user.password.slice(0, -1), `${user.password} `]) {
      const answer = await change(here, current);
      expect(answer.status).toBe(400);
      expect(answer.text).toMatch(/id="password-error" role="alert">/);
      expect(answer.text).not.toContain(NEW);
    }
    expect(here.browser.cookies.get('session')).toBe(before);
    expect(await opens(NEW)).toBe(false);
    expect((await change(here, user.password)).status).toBe(303);
  });

  it('I10 "same check everywhere": guesses here and at the login page share one budget', async () => {
    clock.advance(0); // the wait is a second, and this machine may be slow
    for (let attempt = 0; attempt < FREE_ATTEMPTS; attempt++) {
      expect((await change(here, 'wrong')).status).toBe(400);
    }
    const throttled = await change(here, user.password);
    expect(throttled.status).toBe(429);
    expect(throttled.headers.get('retry-after')).toBe('1');
    expect(throttled.text).toContain('The current password is wrong.');
    expect(await opens(user.password, withoutSession())).toBe(false);

    clock.advance(1);
    expect((await change(here, user.password)).status).toBe(303);
    const trail = (await auditTrail(world, user.sub, 'password.changed')).map(({ type }) => type);
    expect(trail.filter((type) => type === 'login.failed')).toHaveLength(FREE_ATTEMPTS);
    expect(trail).toContain('login.throttled');
  });

  it('I11 guesses made elsewhere keep nobody from changing it, nor from signing in afterwards', async () => {
    // While it stands still, no wait is over.
    clock.advance(0);
    const exhaust = async () => {
      for (let attempt = 0; attempt <= FREE_ATTEMPTS; attempt++) await opens('wrong');
      expect(await opens(user.password)).toBe(false);
    };
    await exhaust();
    expect((await change(here, user.password)).status).toBe(303);
    user = { ...user, password: NEW };
    await exhaust();
    expect(await opens(NEW, withoutSession())).toBe(true);
  });

  it('I10 a disabled user changes nothing', async () => {
    await world.admin.patch(`/users/${user.sub}`, { disabled: true });
    const answer = await change(here, user.password);
    expect(answer.location?.pathname).toMatch(/\/interaction\//);
    await world.admin.patch(`/users/${user.sub}`, { disabled: false });
    expect(await opens(user.password)).toBe(true);
  });
});

describe('the new password', () => {
  it('has to be typed twice, and to be another one', async () => {
    const twice = await change(here, user.password, NEW, `${NEW}!`);
    expect([twice.status, twice.text]).toEqual([400, expect.stringContaining('not the same')]);
    const missing = await change(here, user.password, '');
    expect([missing.status, missing.text]).toEqual([400, expect.stringContaining('all three')]);
    const same = await change(here, user.password, user.password);
    expect([same.status, same.text]).toEqual([400, expect.stringContaining('password you have')]);
    expect(await opens(user.password)).toBe(true);
  });

  it.each(['password123', 'Gatehouse2026!', 'qwertyuiop', 'short'])(
    'I27 "at least the top 3000 passwords, context-specific words" (ASVS 5 6.2.4, 6.2.11) are refused with the reason: %s',
    async (weak) => {
      const answer = await change(here, user.password, weak);
      expect(answer.status).toBe(400);
      expect(answer.text).toMatch(/role="alert">Th(?:is|e) password (?:is one of|must)/);
      expect(answer.text).not.toContain(weak);
    },
  );

  it('I27 nor is the name of its owner', async () => {
    const answer = await change(here, user.password, `${user.username}!1`);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('more than a name');
  });

  it('I25 "permits passwords of at least 64 characters" and verifies them "exactly as received" (ASVS 5 6.2.9, 6.2.8)', async () => {
    const long = `  ${'ünïcödé 🔑 '.repeat(9)} `;
    expect(long.length).toBeGreaterThan(73);
    expect((await change(here, user.password, long)).status).toBe(303);
    expect(await opens(long)).toBe(true);
    expect(await opens(long.slice(0, 72))).toBe(false);
    expect(await opens(long.trim())).toBe(false);
    expect(await opens(long.normalize('NFD'))).toBe(true);
  });

  it('I25 more than 1024 characters are refused before they are hashed, a megabyte before it is read', async () => {
    const create = jest.spyOn(world.application.nest.get(PasswordHash), 'create');
    const answer = await change(here, user.password, 'a long one '.repeat(100));
    expect([answer.status, answer.text]).toEqual([
      400,
      expect.stringContaining('longer than 1024'),
    ]);
    expect((await change(here, user.password, 'x'.repeat(1 << 20))).status).toBe(413);
    expect((await change(here, 'x'.repeat(2000))).status).toBe(400);
    expect(create).not.toHaveBeenCalled();
    const longest = `${'long passphrase '.repeat(63)}0123456789abcdef`;
    expect(longest).toHaveLength(1024);
    expect((await change(here, user.password, longest)).status).toBe(303);
  });

  it('I25 a NUL byte is refused instead of cutting the password off', async () => {
    expect((await change(here, user.password, `${NEW}\0tail`)).status).toBe(400);
    expect(await opens(NEW)).toBe(false);
    expect(await opens(user.password)).toBe(true);
  });
});

/** The browser as it is known to its person, without its session. */
function withoutSession() {
  const browser = world.browser();
  for (const name of here.browser.cookies.names) {
    if (!name.endsWith('session')) {
      browser.cookies.set(name, here.browser.cookies.get(name) ?? '');
    }
  }
  return browser;
}
