import { beforeAll, describe, expect, it } from '@jest/globals';
import { linkIn, type MailSink, mailingTo, startMailSink } from '../../support/mail-sink.js';
import { visit } from '../account/visits.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../../support/world.js';
import type { Answer } from '../../support/answer.js';

describe('a forgotten password', () => {
  let sink: MailSink;
  let world: LocalWorld;

  beforeAll(async () => {
    sink = await startMailSink();
    world = await startWorld(mailingTo(sink));
    await world.admin.patch('/settings/limits', { mails_of_address_per_hour: 1000 });
  });

  /** Without the anti-CSRF token. */
  async function ask(email: string): Promise<Answer> {
    const browser = world.browser();
    const page = await browser.get('/recover');
    return browser.click(page, 'recover-submit', { email });
  }

  const emailOf = (user: RegisteredUser) => String(user['email']);

  async function linkFor(user: RegisteredUser): Promise<string> {
    const before = sink.received.filter(({ to }) => to.includes(emailOf(user))).length;
    await ask(emailOf(user));
    const mails = await sink.to(emailOf(user), before + 1);
    return linkIn(mails[before]!);
  }

  async function choose(link: string, password: string): Promise<Answer> {
    const browser = world.browser();
    const page = await browser.get(link);
    if (!page.has('password-submit')) return page;
    const fields = { new_password: password, repeat_password: password };
    return browser.click(page, 'password-submit', fields);
  }

  it('is mailed in the language of whoever it is for, whatever the browser reads', async () => {
    const user = await world.createUser({ locale: 'fr-CH' });
    await ask(emailOf(user));
    const [received] = await sink.to(emailOf(user));
    const { mail } = received!;
    expect(mail.subject).toBe('Choisissez un nouveau mot de passe');
    expect(mail.text).toContain('Choisir un nouveau mot de passe:');
    expect(mail.html).toContain('<html lang="fr">');
  });

  it('is found from the sign-in page, mailed, and replaced', async () => {
    const user = await world.createUser({ name: 'Alice <b>Example</b>' });
    const before = await visit(world, user);
    const login = await world.browser().open('/account');
    expect(login.text).toContain('<a id="forgot" href="/recover">');
    expect((await ask(user.username)).text).toContain('<h1>Look into your mail</h1>');
    const [received] = await sink.to(emailOf(user));
    const { mail, from } = received!;
    expect(from).toBe('sso@example.com');
    expect(mail.from?.value).toEqual([{ address: 'sso@example.com', name: 'Example' }]);
    expect(mail.subject).toBe('Choose a new password');
    expect(mail.messageId).toMatch(/^<[\w-]{22}@localhost>$/);
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mail.text).toContain('Hello Alice <b>Example</b>,');
    expect(mail.html).toContain('Hello Alice &lt;b&gt;Example&lt;/b&gt;,');
    const link = linkIn(received!);
    expect(mail.html).toContain(`href="${world.issuer}${link}"`);
    const wanted = 'another battery staple';
    const done = await choose(link, wanted);
    expect(done.text).toContain('<h1>Password set</h1>');
    expect(done.headers.get('set-cookie') ?? '').not.toContain('session');
    expect((await before.browser.get('/account')).status).toBe(303);
    expect((await visit(world, { ...user, password: wanted })).page.status).toBe(200);
    const now = await world.admin.get(`/users/${user.sub}`);
    expect(now.json.email_verified).toBe(true);
  });

  it('I18 a link is good once, ends older ones, and ends with a new password or address', async () => {
    const user = await world.createUser();
    const first = await linkFor(user);
    const second = await linkFor(user);
    expect((await choose(first, 'a third battery staple')).status).toBe(400);
    expect((await choose(second, 'a third battery staple')).status).toBe(200);
    expect((await choose(second, 'a fourth battery staple')).status).toBe(400);
    const third = await linkFor(user);
    await world.admin.patch(`/users/${user.sub}`, { password: 'set by an admin, at length' });
    expect((await choose(third, 'a fifth battery staple')).status).toBe(400);
    const other = await world.createUser();
    const fourth = await linkFor(other);
    await world.admin.patch(`/users/${other.sub}`, { email: `new-${emailOf(other)}` });
    expect((await choose(fourth, 'a fifth battery staple')).status).toBe(400);
  });

  it("I18 nobody else's password is set with it, whatever the form says", async () => {
    const [user, victim] = [await world.createUser(), await world.createUser()];
    const link = await linkFor(user);
    const browser = world.browser();
    const page = await browser.get(link);
    const password = 'somebody battery staple';
    await browser.click(page, 'password-submit', {
      ...{ new_password: password, repeat_password: password },
      ...{ sub: victim.sub, username: victim.username, user_id: victim.sub },
    });
    expect((await visit(world, { ...user, password })).page.status).toBe(200);
    expect((await visit(world, victim)).page.status).toBe(200);
  });

  it('I17 there is no way to a new password but the link', async () => {
    const user = await world.createUser();
    const link = await linkFor(user);
    const [id = ''] = new URL(link, world.issuer).searchParams.get('link')?.split('.') ?? [];
    const browser = world.browser();
    const page = await browser.get(link);
    const form = page.formWith('password-submit').fields;
    const both = { new_password: 'out of order staple', repeat_password: 'out of order staple' };
    for (const forged of ['', id, `${id}.`, `${id}.${'A'.repeat(43)}`, `${link}x`]) {
      const posted = await browser.post('/recover/password', { ...form, ...both, link: forged });
      expect([400, 403]).toContain(posted.status);
    }
    expect((await world.browser().post('/recover/password', { ...both })).status).toBe(403);
    expect((await visit(world, user)).page.status).toBe(200);
  });

  it('opening a link ten times changes nothing', async () => {
    const user = await world.createUser();
    const link = await linkFor(user);
    for (let i = 0; i < 10; i++) expect((await world.browser().get(link)).status).toBe(200);
    expect((await visit(world, user)).page.status).toBe(200);
    expect((await choose(link, 'opened ten times before')).status).toBe(200);
  });

  it('I19 no header changes where the link leads', async () => {
    const user = await world.createUser();
    const browser = world.browser();
    const page = await browser.get('/recover');
    const { csrf } = page.formWith('recover-submit').fields;
    const fields = { csrf: csrf ?? '', email: emailOf(user) };
    await browser.post('/recover', fields, {
      ...{ 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
      forwarded: 'host=evil.example;proto=https',
    });
    const [received] = await sink.to(emailOf(user));
    expect(received!.raw).not.toContain('evil.example');
    expect(linkIn(received!)).toMatch(/^\/recover\/password\?link=/);
  });

  it('a person gets three mails an hour, and whoever asks learns nothing of it', async () => {
    const user = await world.createUser();
    // A mail whose link has ended already is not sent: one after the other.
    for (let i = 0; i < 3; i++) await linkFor(user);
    const answers = [await ask(emailOf(user)), await ask('nobody@people.example')];
    const [throttled, unknown] = answers.map(({ status, text }) => ({ status, text }));
    expect(throttled).toEqual(unknown);
    await linkFor(await world.createUser());
    expect(sink.received.filter(({ to }) => to.includes(emailOf(user)))).toHaveLength(3);
  });

  it('I02 the answer is the same, byte for byte, whoever it is', async () => {
    const [known, disabled] = [
      await world.createUser(),
      await world.createUser({ disabled: true }),
    ];
    const bare = { username: `bare-${known.username}`, password: known.password };
    await world.admin.create('/users', bare);
    const names = [emailOf(known), known.username, emailOf(disabled), bare.username];
    const answers = [];
    for (const name of [...names, 'nobody@people.example', 'x'.repeat(400)]) {
      const { status, headers, text } = await ask(name);
      const told = [...headers].filter(([header]) => !['date', 'x-request-id'].includes(header));
      answers.push({ status, told, text });
    }
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]!.status).toBe(200);
  });
});
