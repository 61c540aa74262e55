import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type OwnWorld, startOwnWorld } from '../../support/application.js';
import { clock } from '../../support/clock.js';
import type { RegisteredUser } from '../../support/world.js';
import { allOfAccount, auditTrail, formAbout, isSignedIn, visit } from './visits.js';

let world: OwnWorld;
let user: RegisteredUser;

beforeAll(async () => {
  world = await startOwnWorld();
}, 60_000);

beforeEach(async () => {
  user = await world.createUser({ name: 'Ada Example', locale: 'en-GB' });
  await set({ own_profile: null, self_deletion: null });
});

const set = async (members: object) => {
  const { status } = await world.admin.patch('/settings/own-account', members);
  expect(status).toBe(200);
};

const stored = async () => (await world.admin.get(`/users/${user.sub}`)).json;

describe('what people change of their profile', () => {
  it('their language and time zone; nothing else unless the settings say so', async () => {
    const { browser, page } = await visit(world, user);
    expect(page.has('own-locale')).toBe(true);
    expect(page.has('own-name')).toBe(false);
    const { csrf = '' } = page.formWith('own-submit').fields;
    const fields = 'locale zoneinfo name';
    const wanted = {
      csrf,
      fields,
      locale: 'de-CH',
      zoneinfo: 'Europe/Zurich',
      name: 'Somebody Else',
    };
    const answer = await browser.post('/account/profile', wanted);
    expect([answer.status, answer.location?.href]).toEqual([303, `${world.issuer}/account`]);
    expect((await browser.follow(answer)).text).toContain('Ihr Profil ist gespeichert.');
    expect(await stored()).toMatchObject({
      ...{ locale: 'de-CH', zoneinfo: 'Europe/Zurich', name: 'Ada Example' },
    });
    const [event] = (await auditTrail(world, user.sub, 'user.changed')).filter(
      ({ type }) => type === 'user.changed',
    );
    expect(event).toMatchObject({
      actor: user.sub,
      facts: { members: { locale: { from: 'en-GB', to: 'de-CH' } } },
    });
  });

  it('what is empty is taken away, what cannot be is said and kept in the field', async () => {
    await set({ own_profile: 'everything' });
    const { browser, page } = await visit(world, user);
    const fields = page.formWith('own-submit').fields;
    const wrong = {
      ...fields,
      name: 'Ada Byron',
      zoneinfo: 'Nowhere/Land',
      picture: 'javascript:1',
    };
    const refused = await browser.post('/account/profile', wrong);
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('This cannot be: Picture, Time zone. Nothing was saved.');
    expect(refused.text).toContain('value="Nowhere/Land"');
    expect((await stored()).name).toBe('Ada Example');
    await browser.post('/account/profile', { ...fields, name: 'Ada Byron', locale: '' });
    const { name, locale } = await stored();
    expect([name, locale ?? null]).toEqual(['Ada Byron', null]);
  });

  it('nothing where the organisation looks after all of it', async () => {
    await set({ own_profile: 'nothing' });
    const { browser, page } = await visit(world, user);
    expect(page.has('own-submit')).toBe(false);
    expect(page.text).toContain('Your organisation looks after your profile.');
    const { csrf = '' } = formAbout(page, 'session_id');
    await browser.post('/account/profile', { csrf, fields: 'locale', locale: 'fr' });
    expect((await stored()).locale).toBe('en-GB');
  });
});

describe('signing out everywhere else', () => {
  it('I05 keeps this browser alone, under a new cookie, and its applications hear of the others', async () => {
    const here = await visit(world, user);
    const there = await visit(world, user);
    const page = await allOfAccount(here.browser);
    const before = here.browser.cookies.get('session');
    const answer = await here.browser.post(
      '/account/sessions/end-others',
      page.formWith('end-others').fields,
    );
    expect([answer.status, answer.location?.href]).toEqual([
      ...[303, `${world.issuer}/account/sessions`],
    ]);
    const after = await here.browser.follow(answer);
    expect(after.text).toContain('You are signed out everywhere but here.');
    expect(after.has('end-others')).toBe(false);
    expect(here.browser.cookies.get('session')).not.toBe(before);
    expect(await isSignedIn(world, there.browser.cookies.header)).toBe(false);
    expect(await auditTrail(world, user.sub, 'sessions.revoked')).toContainEqual(
      expect.objectContaining({ type: 'sessions.revoked', actor: user.sub }),
    );
  });

  it('I28 is for who has just proven to be they, and leads back to the sessions', async () => {
    const here = await visit(world, user);
    await visit(world, user);
    const page = await allOfAccount(here.browser);
    clock.advance(901);
    const forms = ['/account/sessions/end-others', '/account/sessions/end'] as const;
    for (const path of forms) {
      const fields = {
        ...page.formWith('end-others').fields,
        session_id: page.forms.flatMap(({ fields: { session_id } }) => session_id ?? [])[1],
      };
      const asked = await here.browser.follow(await here.browser.post(path, fields));
      expect(asked.has('login-submit')).toBe(true);
      const { password } = user;
      if (path === forms[1]) {
        const back = await here.browser.follow(
          await here.browser.click(asked, 'login-submit', { password }),
        );
        expect([back.url.href, back.status]).toEqual([`${world.issuer}/account/sessions`, 200]);
        expect(back.has('end-others')).toBe(true);
      }
    }
  });

  it('both who do it at once are told the truth: one stays, the other signs in again', async () => {
    const here = await visit(world, user);
    const there = await visit(world, user);
    const pages = [await allOfAccount(here.browser), await allOfAccount(there.browser)] as const;
    await Promise.all([
      here.browser.post('/account/sessions/end-others', pages[0].formWith('end-others').fields),
      there.browser.post('/account/sessions/end-others', pages[1].formWith('end-others').fields),
    ]);
    const left = await Promise.all(
      [here, there].map(async ({ browser }) => (await browser.get('/account')).status),
    );
    expect(left.sort()).toEqual([200, 303]);
  });
});

describe('the activity', () => {
  it('is told in words, without where an admin sits', async () => {
    await world.admin.patch(`/users/${user.sub}`, { nickname: 'Ada' });
    const { browser } = await visit(world, user);
    await auditTrail(world, user.sub, 'login.succeeded');
    const { text } = await browser.get('/account/data');
    const list = text.slice(text.indexOf('id="activity"'));
    const entry = (words: string) => list.split('<li>').find((one) => one.includes(words)) ?? '';
    expect(entry('Signed in')).toContain('127.0.0.1');
    expect(entry('Profile changed')).toContain('by an administrator');
    expect(entry('Profile changed')).not.toContain('127.0.0.1');
  });
});

describe('people who delete themselves', () => {
  const form = async (browser: Awaited<ReturnType<typeof visit>>['browser'], username: string) => {
    const page = await browser.get('/account/data');
    const { csrf = '' } = page.formWith('download').fields;
    return browser.post('/account/data/delete', { csrf, username });
  };

  it('only where the settings let them', async () => {
    const { browser, page } = await visit(world, user);
    expect(page.has('delete-account')).toBe(false);
    const refused = await form(browser, user.username);
    expect([refused.status, refused.text.includes('cannot delete')]).toEqual([400, true]);
    expect((await stored()).sub).toBe(user.sub);
  });

  it('by typing their username; at once, with sessions and tokens, for good', async () => {
    await set({ self_deletion: 'on' });
    const client = await world.registerClient({ scope: 'openid offline_access' });
    const tokens = await world.tokens({ client, user, scope: 'openid offline_access' });
    const { browser, page } = await visit(world, user);
    const there = await visit(world, user);
    expect(page.has('delete-account')).toBe(true);
    const refused = await form(browser, `${user.username}x`);
    expect([refused.status, refused.text.includes('not your username')]).toEqual([400, true]);

    const gone = await form(browser, user.username);
    expect([gone.status, gone.location?.href.split('?')[0]]).toEqual([
      ...[303, `${world.issuer}/logout`],
    ]);
    expect((await world.admin.get(`/users/${user.sub}`)).status).toBe(404);
    expect(await isSignedIn(world, there.browser.cookies.header)).toBe(false);
    expect((await world.userinfo(tokens.access_token)).status).toBe(401);
    expect((await world.refresh(client, tokens.refresh_token ?? '')).json).toMatchObject({
      error: 'invalid_grant',
    });
    expect(await auditTrail(world, user.sub, 'user.deleted')).toContainEqual(
      expect.objectContaining({ type: 'user.deleted', actor: user.sub }),
    );
  });

  it('I28 only who has just proven to be they', async () => {
    await set({ self_deletion: 'on' });
    const { browser } = await visit(world, user);
    clock.advance(901);
    const asked = await browser.follow(await form(browser, user.username));
    expect(asked.has('login-submit')).toBe(true);
    expect((await stored()).sub).toBe(user.sub);
  });

  it('never the last admin', async () => {
    await set({ self_deletion: 'on' });
    const admins = (await world.query<{ sub: string }>(
      `SELECT sub FROM users WHERE roles LIKE '%"admin"%' AND disabled = 0`,
    )) as unknown as { sub: string }[];
    await world.admin.patch(`/users/${user.sub}`, { roles: ['admin'] });
    const { browser } = await visit(world, user);
    for (const { sub } of admins) {
      await world.query('UPDATE users SET disabled = 1 WHERE sub = ?', [sub]);
    }
    const refused = await form(browser, user.username);
    for (const { sub } of admins) {
      await world.query('UPDATE users SET disabled = 0 WHERE sub = ?', [sub]);
    }
    expect([refused.status, refused.text.includes('last administrator')]).toEqual([400, true]);
  });
});

describe('attributes that are the own to write', () => {
  const declare = async (declared: object) => {
    const { status } = await world.admin.patch('/settings/attributes', { declared });
    expect(status).toBe(200);
  };
  const attributes = { nick_desk: ['2.14'], skills: ['a', 'b'], badge: ['7'], risk: ['low'] };

  beforeEach(async () => {
    await declare({
      nick_desk: { write: 'person' },
      skills: { values: 'several', write: 'person' },
      badge: {},
      risk: { read: 'admins', write: 'person' },
    });
    await world.admin.patch(`/users/${user.sub}`, { attributes });
  });

  it('stand in the profile, several with commas between, and no other is changed', async () => {
    const { browser, page } = await visit(world, user);
    expect(page.text).toContain('badge');
    expect(page.text).not.toContain('risk');
    const { fields } = page.formWith('own-submit');
    expect(fields).toMatchObject({ 'attributes.nick_desk': '2.14' });
    const answer = await browser.post('/account/profile', {
      ...fields,
      fields: `${fields['fields'] ?? ''} attributes.badge attributes.risk`,
      'attributes.nick_desk': '',
      'attributes.skills': 'c, , a ',
      'attributes.badge': '8',
      'attributes.risk': 'none',
    });
    expect(answer.status).toBe(303);
    expect((await stored()).attributes).toEqual({
      ...{ skills: ['c', 'a'], badge: ['7'], risk: ['low'] },
    });
  });

  it('that cannot be are said and kept in their field', async () => {
    const { browser, page } = await visit(world, user);
    const { fields } = page.formWith('own-submit');
    const typed = { ...fields, 'attributes.skills': 'a,a', 'attributes.nick_desk': 'x' };
    const refused = await browser.post('/account/profile', typed);
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('This cannot be: skills. Nothing was saved.');
    expect((await stored()).attributes).toEqual(attributes);
  });
});
