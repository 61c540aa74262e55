import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { limited } from '../../attacks/limited-admin.js';
import { authorizationRequest } from '../../attacks/authorization-request.js';
import { ReverseProxy } from '../../attacks/reverse-proxy.js';
import { startOwnWorld } from '../../support/application.js';
import { clock } from '../../support/clock.js';
import { linkIn, type MailSink, mailingTo, startMailSink } from '../../support/mail-sink.js';
import { type LocalWorld, startWorld, unique } from '../../support/world.js';
import { visit } from '../account/visits.js';
import { askFor, chosen, linkFor, openSignUp, PASSWORD, signUp, someAddress } from './sign-ups.js';

let sink: MailSink;
let world: LocalWorld;

beforeAll(async () => {
  sink = await startMailSink();
  world = await startWorld(mailingTo(sink));
});

beforeEach(() => openSignUp(world));

const userOf = async (email: string) =>
  (await world.admin.get(`/users?q=${encodeURIComponent(email)}`)).json.items;

const eventsOf = async (sub: string): Promise<string[]> => {
  await world.application.control.flushEvents();
  const { items } = (await world.admin.get(`/events?user=${sub}&limit=200`)).json;
  return items.map(({ type }: { type: string }) => type);
};

describe('who wants an account', () => {
  it('proves the address first, and has an account then', async () => {
    const email = someAddress();
    const browser = world.browser();
    const asked = await askFor(browser, await browser.get('/sign-up'), email);
    expect(asked.text).toContain('<h1>Look into your mail</h1>');
    const [received] = await sink.to(email);
    expect(received?.mail.subject).toBe('Your new account at Gatehouse');
    expect(await userOf(email)).toEqual([]);
    const link = linkIn(received!);
    expect(link).toMatch(/^\/sign-up\/confirm\?link=/);
    const page = await browser.get(link);
    expect(page.text).toContain('At least 15 characters.');
    const done = await browser.click(page, 'confirm-submit', { ...chosen(), name: 'Pia <b>P</b>' });
    expect(done.text).toContain('<h1>You have an account</h1>');
    const [user] = await userOf(email);
    expect(user).toMatchObject({
      ...{ username: email, email, email_verified: true, name: 'Pia <b>P</b>', locale: 'en' },
      ...{ disabled: false, awaits_approval: false, groups: [], roles: [] },
    });
    expect(await eventsOf(user.sub)).toEqual(
      expect.arrayContaining(['user.created', 'user.signed_up']),
    );
    const { page: account } = await visit(world, { username: email, password: PASSWORD });
    expect(account.status).toBe(200);
  });

  it('goes on, signed in, to the application that they came from', async () => {
    const client = await world.registerClient({ first_party: true });
    const browser = world.browser();
    const login = await browser.open('/authorize', authorizationRequest(client));
    const href = /id="sign-up" href="([^"]+)"/.exec(login.text)?.[1] ?? '';
    expect(href).toMatch(/^\/sign-up\?from=[\w-]{43}$/);
    const page = await browser.get(href);
    expect(page.text).toContain(client['client_name']);
    const email = someAddress();
    const link = await linkFor(sink, email, () => askFor(browser, page, email));
    const confirm = await browser.get(link);
    const done = await browser.click(confirm, 'confirm-submit', chosen());
    const end = await browser.follow(done);
    expect(end.location?.href).toContain('https://client.example/callback?');
    expect(end.parameters['code']).toEqual(expect.any(String));
    const [user] = await userOf(email);
    expect(await eventsOf(user.sub)).toContain('login.succeeded');
  });

  it('goes on to their account, where they came from there', async () => {
    const browser = world.browser();
    const login = await browser.open('/account');
    const page = await browser.get(/id="sign-up" href="([^"]+)"/.exec(login.text)?.[1] ?? '');
    const email = someAddress();
    const link = await linkFor(sink, email, () => askFor(browser, page, email));
    const done = await browser.click(await browser.get(link), 'confirm-submit', chosen());
    const account = await browser.follow(done);
    expect([account.status, account.text.includes(email)]).toEqual([200, true]);
  });

  it('in another browser signs in there afterwards', async () => {
    const first = world.browser();
    const login = await first.open('/account');
    const page = await first.get(/id="sign-up" href="([^"]+)"/.exec(login.text)?.[1] ?? '');
    const email = someAddress();
    const link = await linkFor(sink, email, () => askFor(first, page, email));
    const phone = world.browser();
    const done = await phone.click(await phone.get(link), 'confirm-submit', chosen());
    expect(done.text).toContain('<h1>You have an account</h1>');
    expect(done.headers.get('set-cookie') ?? '').not.toContain('session');
    const again = await first.follow(await first.get(login.url));
    const credentials = { username: email, password: PASSWORD };
    const account = await first.follow(await first.click(again, 'login-submit', credentials));
    expect([account.status, account.text.includes(email)]).toEqual([200, true]);
  });

  it('who has to have a second factor sets one up before they are signed in', async () => {
    const group = await world.admin.create('/groups', {
      ...{ name: `strict-${unique()}`, require_acr: 'https://refeds.org/profile/mfa' },
    });
    await openSignUp(world, { groups: [group.id] });
    const browser = world.browser();
    const login = await browser.open('/account');
    const page = await browser.get(/id="sign-up" href="([^"]+)"/.exec(login.text)?.[1] ?? '');
    const email = someAddress();
    const link = await linkFor(sink, email, () => askFor(browser, page, email));
    const confirm = await browser.get(link);
    // A second factor stands beside it: eight characters do.
    expect(confirm.text).toContain('At least 8 characters.');
    const done = await browser.click(confirm, 'confirm-submit', chosen('vexing owl'));
    expect(done.headers.get('set-cookie') ?? '').not.toContain('session');
    const next = await browser.follow(done);
    expect(next.text).toContain('<h1>Set up a second step</h1>');
    const [user] = await userOf(email);
    expect(user.groups).toEqual([{ id: group.id, name: group.name }]);
    expect(await eventsOf(user.sub)).toContain('group.member_added');
  });
});

describe('what is refused', () => {
  it('by its field, and nothing typed is lost', async () => {
    await openSignUp(world, { domains: ['people.example', 'example.org'] });
    const browser = world.browser();
    const page = await browser.get('/sign-up');
    expect(page.text).toContain('Accounts are for addresses of: people.example, example.org');
    for (const [email, said] of [
      ['', 'This is not an e-mail address.'],
      ['nobody', 'This is not an e-mail address.'],
      ['a@b@people.example', 'This is not an e-mail address.'],
      [`${'x'.repeat(300)}@people.example`, 'This is not an e-mail address.'],
      ['pia@elsewhere.example', 'This address is not one of: people.example, example.org.'],
    ] as const) {
      const refused = await askFor(browser, page, email);
      expect([email, refused.status, refused.text.includes(said)]).toEqual([email, 400, true]);
      expect(refused.formWith('email').fields['email']).toBe(email);
    }
    const email = someAddress();
    const link = await linkFor(sink, email, () => askFor(browser, page, email));
    const confirm = await browser.get(link);
    for (const [fields, said] of [
      [chosen('short'), 'The password must have at least 15 characters.'],
      [chosen('password12345678'), 'one of the first that attackers try'],
      [chosen(email), 'more than a name with digits'],
      [{ new_password: PASSWORD, repeat_password: 'other' }, 'The two passwords are not the same.'],
      [{ new_password: '', repeat_password: '' }, 'Fill in both fields.'],
    ] as const) {
      const refused = await browser.click(confirm, 'confirm-submit', { ...fields, name: 'Pia' });
      expect([said, refused.status, refused.text.includes(said)]).toEqual([said, 400, true]);
      expect(refused.formWith('name').fields['name']).toBe('Pia');
    }
    const named = await browser.click(confirm, 'confirm-submit', {
      ...chosen(),
      name: 'Pia\u202Eaip',
    });
    expect([named.status, named.text.includes('This name cannot be shown.')]).toEqual([400, true]);
    expect(await userOf(email)).toEqual([]);
    expect((await browser.click(confirm, 'confirm-submit', chosen())).status).toBe(200);
  });

  it('everything, where it is off or nobody can be mailed', async () => {
    const email = someAddress();
    const browser = world.browser();
    const page = await browser.get('/sign-up');
    const link = await linkFor(sink, email, () => askFor(browser, page, email));
    const confirm = await browser.get(link);
    await openSignUp(world, { enabled: 'off' });
    for (const answer of [
      await browser.get('/sign-up'),
      await askFor(browser, page, someAddress()),
      await browser.get(link),
      await browser.click(confirm, 'confirm-submit', chosen()),
    ]) {
      expect([
        answer.status,
        answer.text.includes('Nobody makes an account by themselves'),
      ]).toEqual([404, true]);
    }
    expect((await world.browser().open('/account')).has('sign-up')).toBe(false);
    expect(await userOf(email)).toEqual([]);
    // Another domain since.
    await openSignUp(world, { domains: ['example.org'] });
    expect((await browser.click(confirm, 'confirm-submit', chosen())).status).toBe(404);
  });

  it('I33 a forged link, a link of another kind, a form of another browser', async () => {
    const { link } = await signUp(world, sink);
    const other = await world.createUser();
    const recovery = await linkFor(sink, String(other['email']), async () => {
      const browser = world.browser();
      const page = await browser.get('/recover');
      await browser.click(page, 'recover-submit', { email: String(other['email']) });
    });
    const word = new URL(recovery, world.issuer).searchParams.get('link') ?? '';
    for (const wrong of [word, '', 'x', `${word}x`]) {
      const answer = await world.browser().get('/sign-up/confirm', { link: wrong });
      expect([wrong, answer.status]).toEqual([wrong, 400]);
    }
    const email = someAddress();
    const fresh = await linkFor(sink, email, async () => {
      const browser = world.browser();
      await askFor(browser, await browser.get('/sign-up'), email);
    });
    const page = await world.browser().get(fresh);
    const { fields } = page.formWith('confirm-submit');
    const stolen = await world.browser().post('/sign-up/confirm', { ...fields, ...chosen() });
    expect(stolen.status).toBe(403);
    expect((await world.browser().get(link)).status).toBe(400);
    expect(await userOf(email)).toEqual([]);
  });
});

describe('no answer tells whether there is an account', () => {
  it('I01 the pages are the same, byte for byte; the mail says it', async () => {
    const [known, disabled] = [
      await world.createUser(),
      await world.createUser({ disabled: true }),
    ];
    const fresh = someAddress();
    const answers = [];
    for (const email of [fresh, String(known['email']), String(disabled['email'])]) {
      const browser = world.browser();
      const { status, headers, text } = await askFor(browser, await browser.get('/sign-up'), email);
      const told = [...headers].filter(([header]) => !['date', 'x-request-id'].includes(header));
      answers.push({ status, told, text });
    }
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    const [mail] = await sink.to(String(known['email']));
    expect(mail?.mail.subject).toBe('You have an account at Gatehouse');
    expect(mail?.mail.text).toContain(`${world.issuer}/account`);
    expect(mail?.mail.text).toContain(`${world.issuer}/recover`);
    expect(mail?.mail.html).toContain(`href="${world.issuer}/recover"`);
    expect(mail?.mail.text).not.toContain('?link=');
    await sink.to(fresh);
    expect(sink.received.filter(({ to }) => to.includes(String(disabled['email'])))).toEqual([]);
  });

  it('I24 by whatever spelling, one address has one account', async () => {
    const { email } = await signUp(world, sink);
    const browser = world.browser();
    for (const spelling of [email.toUpperCase(), email.replace('@', '\uFF20'), ` ${email} `]) {
      await askFor(browser, await browser.get('/sign-up'), spelling);
    }
    const mails = await sink.to(email, 3);
    expect(mails.slice(1).map(({ mail }) => mail.subject)).toEqual(
      mails.slice(1).map(() => 'You have an account at Gatehouse'),
    );
    expect(await userOf(email)).toHaveLength(1);
  });

  it('who looks like somebody else has a name that says nothing', async () => {
    const name = `ail-${unique()}`;
    const { email } = await signUp(world, sink, { email: `${name}@people.example` });
    const alike = `${name.replace('ail', 'aii')}@people.example`;
    const { done } = await signUp(world, sink, { email: alike });
    expect(done.status).toBe(200);
    const [[first], [second]] = [await userOf(email), await userOf(alike)];
    expect(first.username).toBe(email);
    expect(second.username).toMatch(/^user-\w{10}$/);
  });
});

describe('limits', () => {
  it('an address gets three mails an hour, and whoever asks learns nothing of it', async () => {
    const email = someAddress();
    const browser = world.browser();
    const page = await browser.get('/sign-up');
    for (let i = 0; i < 3; i++) await linkFor(sink, email, () => askFor(browser, page, email));
    const fourth = await askFor(browser, page, email);
    expect(fourth.text).toContain('<h1>Look into your mail</h1>');
    const other = someAddress();
    await linkFor(sink, other, () => askFor(browser, page, other));
    expect(sink.received.filter(({ to }) => to.includes(email))).toHaveLength(3);
    const rows = await world.query('SELECT id FROM links WHERE email = ?', [email]);
    expect(rows).toHaveLength(1);
  });

  it('a browser that sends the form twice at once gets one mail', async () => {
    const email = someAddress();
    const browser = world.browser();
    const page = await browser.get('/sign-up');
    await Promise.all([askFor(browser, page, email), askFor(browser, page, email)]);
    await sink.to(email);
    const other = someAddress();
    await linkFor(sink, other, () => askFor(browser, page, other));
    expect(sink.received.filter(({ to }) => to.includes(email))).toHaveLength(1);
  });

  it('there are so many new accounts a day and no more; the link stays good', async () => {
    await world.query('DELETE FROM attempt_budgets');
    await world.admin.patch('/settings/limits', { sign_ups_per_day: 1 });
    await signUp(world, sink);
    const { done, browser, link } = await signUp(world, sink);
    expect([done.status, done.text.includes('as many new accounts')]).toEqual([429, true]);
    await world.admin.patch('/settings/limits', { sign_ups_per_day: null });
    const again = await browser.click(await browser.get(link), 'confirm-submit', chosen());
    expect(again.text).toContain('<h1>You have an account</h1>');
  });

  it('so many people wait for an admin and no more', async () => {
    await openSignUp(world, { approval: 'on' });
    const [{ waiting }] = await world.query(
      'SELECT COUNT(*) AS waiting FROM users WHERE awaits_approval = 1',
    );
    await world.admin.patch('/settings/limits', { waiting_sign_ups: Number(waiting) + 1 });
    const first = await signUp(world, sink);
    expect(first.done.text).toContain('<h1>Your account waits</h1>');
    expect((await signUp(world, sink)).done.status).toBe(429);
    await world.admin.patch('/settings/limits', { waiting_sign_ups: null });
  });
});

describe('approval by an admin', () => {
  beforeEach(() => openSignUp(world, { approval: 'on' }));

  const waits = async (): Promise<string[]> =>
    (await world.admin.get('/users?awaits_approval=true&limit=200')).json.items.map(
      ({ email }: { email: string }) => email,
    );

  const cannotSignIn = async (email: string) => {
    const browser = world.browser();
    const login = await browser.open('/account');
    const answer = await browser.click(login, 'login-submit', {
      ...{ username: email, password: PASSWORD },
    });
    expect(answer.status).toBe(400);
  };

  it('lets somebody in; before that the account can do nothing', async () => {
    const { email, done } = await signUp(world, sink);
    expect(done.text).toContain('<h1>Your account waits</h1>');
    await cannotSignIn(email);
    expect(await waits()).toContain(email);
    expect(
      (await world.admin.get('/users?awaits_approval=false&limit=200')).json.items.every(
        (user: { awaits_approval: boolean }) => !user.awaits_approval,
      ),
    ).toBe(true);
    const browser = world.browser();
    await askFor(browser, await browser.get('/sign-up'), email);
    expect((await sink.to(email, 2))[1]?.mail.subject).toBe('Your account waits');
    const [{ sub }] = await userOf(email);
    expect((await world.admin.post(`/users/${sub}/approve`)).status).toBe(204);
    expect((await sink.to(email, 3))[2]?.mail.subject).toBe('Your account can be used');
    expect(await waits()).not.toContain(email);
    expect(await eventsOf(sub)).toContain('user.approved');
    expect((await visit(world, { username: email, password: PASSWORD })).page.status).toBe(200);
    expect((await world.admin.post(`/users/${sub}/approve`)).status).toBe(409);
  });

  it('or refuses them, who may ask again', async () => {
    const { email } = await signUp(world, sink);
    const [{ sub }] = await userOf(email);
    expect((await world.admin.post(`/users/${sub}/refuse`)).status).toBe(204);
    expect((await sink.to(email, 2))[1]?.mail.subject).toBe('Your account was refused');
    expect(await eventsOf(sub)).toEqual(
      expect.arrayContaining(['user.refused', 'user.deleted', 'user.signed_up']),
    );
    expect(await userOf(email)).toEqual([]);
    expect((await world.admin.post(`/users/${sub}/refuse`)).status).toBe(404);
    const again = await signUp(world, sink, { email });
    expect(again.done.text).toContain('<h1>Your account waits</h1>');
  });

  it('whoever enables them has approved them', async () => {
    const { email } = await signUp(world, sink);
    const [{ sub }] = await userOf(email);
    const { json } = await world.admin.patch(`/users/${sub}`, { disabled: false });
    expect(json).toMatchObject({ disabled: false, awaits_approval: false });
    expect((await sink.to(email, 2))[1]?.mail.subject).toBe('Your account can be used');
    const types = await eventsOf(sub);
    expect(types).toContain('user.approved');
    expect(types).not.toContain('user.enabled');
  });
});

describe('the link', () => {
  it('opened ten times changes nothing', async () => {
    const email = someAddress();
    const browser = world.browser();
    const link = await linkFor(sink, email, async () =>
      askFor(browser, await browser.get('/sign-up'), email),
    );
    for (let i = 0; i < 10; i++) expect((await world.browser().get(link)).status).toBe(200);
    expect(await userOf(email)).toEqual([]);
    const done = await browser.click(await browser.get(link), 'confirm-submit', chosen());
    expect(done.text).toContain('<h1>You have an account</h1>');
    expect((await browser.get(link)).status).toBe(400);
  });

  it('a newer one ends it, and so does a day', async () => {
    const email = someAddress();
    const browser = world.browser();
    const ask = async () => askFor(browser, await browser.get('/sign-up'), email);
    const first = await linkFor(sink, email, ask);
    const second = await linkFor(sink, email, ask);
    expect((await browser.get(first)).status).toBe(400);
    const page = await browser.get(second);
    expect(page.status).toBe(200);
    clock.advance(24 * 3600 + 1);
    expect((await browser.click(page, 'confirm-submit', chosen())).status).toBe(400);
    expect(await userOf(email)).toEqual([]);
  });

  it('sent again, the form leads where it led before; with another password it does not', async () => {
    const client = await world.registerClient({ first_party: true });
    const browser = world.browser();
    const login = await browser.open('/authorize', authorizationRequest(client));
    const page = await browser.get(/id="sign-up" href="([^"]+)"/.exec(login.text)?.[1] ?? '');
    const email = someAddress();
    const link = await linkFor(sink, email, () => askFor(browser, page, email));
    const confirm = await browser.get(link);
    // The browser drops the answer to the first.
    const twin = browser.copy();
    const first = await twin.click(confirm, 'confirm-submit', chosen());
    const second = await browser.click(confirm, 'confirm-submit', chosen());
    expect(second.location?.href).toBe(first.location?.href);
    const end = await browser.follow(second);
    expect(end.parameters['code']).toEqual(expect.any(String));
    const other = await browser.click(confirm, 'confirm-submit', chosen('something else entirely'));
    expect(other.status).toBe(400);
    expect(await userOf(email)).toHaveLength(1);
  });

  it('whose address somebody has by now says so, and makes nothing', async () => {
    const email = someAddress();
    const browser = world.browser();
    const link = await linkFor(sink, email, async () =>
      askFor(browser, await browser.get('/sign-up'), email),
    );
    const page = await browser.get(link);
    await world.createUser({ email });
    const taken = await browser.click(page, 'confirm-submit', chosen());
    expect([taken.status, taken.text.includes('Another account has this address.')]).toEqual([
      409,
      true,
    ]);
    expect(await userOf(email)).toHaveLength(1);
  });
});

describe('the settings', () => {
  it('name what is wrong with them', async () => {
    for (const [change, pointer] of [
      [{ domains: ['Example.com'] }, '/domains'],
      [{ domains: ['example.com', 'example.com'] }, '/domains'],
      [{ domains: 'example.com' }, '/domains'],
      [{ groups: ['nobody'] }, '/groups/0'],
      [{ enabled: true }, '/enabled'],
    ] as const) {
      const { status, json } = await world.admin.patch('/settings/sign-up', change);
      expect([change, status, json.errors[0].pointer]).toEqual([change, 400, pointer]);
    }
  });

  it('cannot be on where there is no mail', async () => {
    const mute = await startOwnWorld({
      ISSUER: 'https://sso.example.com',
      TRUSTED_PROXIES: '127.0.0.1',
    });
    new ReverseProxy([mute.application]);
    const { status, json } = await mute.admin.patch('/settings/sign-up', { enabled: 'on' });
    expect([status, json.errors?.[0]?.pointer]).toEqual([409, '/enabled']);
  });

  it('S07 are those of who could create people, and put them into groups', async () => {
    const changing = async (scope: string) => {
      const { call } = await limited(world, scope);
      return (await call('PATCH', '/settings/sign-up', { approval: 'on' })).status;
    };
    expect(await changing('settings:write')).toBe(403);
    expect(await changing('settings:write users:write')).toBe(403);
    expect(await changing('settings:write users:write groups:write')).toBe(200);
  });
});
