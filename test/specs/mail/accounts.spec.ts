import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../../support/answer.js';
import { clock } from '../../support/clock.js';
import { linkIn, type MailSink, mailingTo, startMailSink } from '../../support/mail-sink.js';
import { walk } from '../../support/sign-in.js';
import { type LocalWorld, type RegisteredUser, startWorld, unique } from '../../support/world.js';
import { formAbout, revisit, visit } from '../account/visits.js';

let sink: MailSink;
let world: LocalWorld;

beforeAll(async () => {
  sink = await startMailSink();
  world = await startWorld(mailingTo(sink));
  await world.admin.patch('/settings/limits', { mails_of_address_per_hour: 1000 });
});

const emailOf = (user: RegisteredUser) => String(user['email']);
const stored = async ({ sub }: { sub: string }) => (await world.admin.get(`/users/${sub}`)).json;

/** The link of the last mail to an address with this subject. */
async function linkOf(address: string, subject: string, index = 0): Promise<string> {
  const deadline = performance.now() + 10_000;
  while (performance.now() < deadline) {
    const found = sink.received.findLast(
      ({ to, mail }) => to.includes(address) && mail.subject === subject,
    );
    if (found !== undefined) return linkIn(found, index);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`no mail "${subject}" to ${address}`);
}

/** Opens a link ten times, as programs do, and presses its button once. */
async function press(link: string): Promise<Answer> {
  for (let i = 0; i < 9; i++) await world.browser().get(link);
  const browser = world.browser();
  const page = await browser.get(link);
  return page.has('email-submit') ? browser.click(page, 'email-submit') : page;
}

async function choose(link: string, password: string): Promise<Answer> {
  const browser = world.browser();
  const page = await browser.get(link);
  if (!page.has('password-submit')) return page;
  const fields = { new_password: password, repeat_password: password };
  return browser.click(page, 'password-submit', fields);
}

describe('an invitation', () => {
  const invited = async () => {
    const username = `invited-${unique()}`;
    const email = `${username}@people.example`;
    const answer = await world.admin.post('/users', { username, email, invite: true });
    expect(answer.status).toBe(201);
    return { ...answer.json, username, email } as RegisteredUser;
  };

  it('leads to a first password, and proves the address', async () => {
    const user = await invited();
    const link = await linkOf(emailOf(user), 'Your account at Gatehouse');
    expect(link).toMatch(/^\/invitation\?link=/);
    for (let i = 0; i < 10; i++) {
      expect((await world.browser().get(link)).text).toContain('<h1>Welcome</h1>');
    }
    const password = 'a first battery staple';
    expect((await choose(link, password)).status).toBe(200);
    expect((await stored(user)).email_verified).toBe(true);
    expect((await visit(world, { ...user, password })).page.status).toBe(200);
    expect((await choose(link, 'a second battery staple')).status).toBe(400);
  });

  it('can be sent again, which ends the one before', async () => {
    const user = await invited();
    const first = await linkOf(emailOf(user), 'Your account at Gatehouse');
    expect((await world.admin.post(`/users/${user.sub}/invitation`)).status).toBe(204);
    await sink.to(emailOf(user), 2);
    const second = await linkOf(emailOf(user), 'Your account at Gatehouse');
    expect(second).not.toBe(first);
    expect((await choose(first, 'a first battery staple')).status).toBe(400);
    expect((await choose(second, 'a first battery staple')).status).toBe(200);
  });

  it('is not for the page of forgotten passwords, nor the other way round', async () => {
    const link = await linkOf(emailOf(await invited()), 'Your account at Gatehouse');
    expect(
      (await world.browser().get(`/recover/password${new URL(link, world.issuer).search}`)).status,
    ).toBe(400);
  });

  it('needs an address and an enabled account', async () => {
    const username = `nowhere-${unique()}`;
    const answer = await world.admin.post('/users', { username, invite: true });
    expect(answer.status).toBe(409);
    expect(answer.json.detail).toContain('give them an e-mail address');
    expect((await world.admin.get(`/users?q=${username}`)).json.items).toEqual([]);
    const disabled = await world.createUser({ disabled: true });
    expect((await world.admin.post(`/users/${disabled.sub}/invitation`)).status).toBe(409);
  });
});

describe('an address', () => {
  it('is verified by the link that is mailed to it, and by nothing else', async () => {
    const user = await world.createUser();
    const { browser, page } = await visit(world, user);
    await browser.click(page, 'verify-email');
    expect((await revisit({ browser, page })).text).toContain('A link is on its way');
    const link = await linkOf(emailOf(user), 'Is this your address?');
    expect((await stored(user)).email_verified).toBe(false);
    expect((await press(link)).text).toContain('<h1>Address confirmed</h1>');
    expect((await stored(user)).email_verified).toBe(true);
    expect((await press(link)).status).toBe(400);
  });

  it('is changed by a link to the new one, and the old one can take it back', async () => {
    const user = await world.createUser({ email_verified: true });
    const { browser, page } = await visit(world, user);
    const other = `other-${emailOf(user)}`;
    const form = await browser.open('/account/email');
    const asked = await browser.click(form, 'new-email-submit', { email: other });
    expect(asked.status).toBe(303);
    const link = await linkOf(other, 'Confirm your new address');
    expect((await stored(user)).email).toBe(emailOf(user));
    expect((await press(link)).text).toContain('<h1>New address</h1>');
    expect(await stored(user)).toMatchObject({ email: other, email_verified: true });
    expect((await revisit({ browser, page })).status).toBe(200);

    // Somebody else did it: whoever has the old address takes the account back.
    const undo = await linkOf(emailOf(user), 'Your account has another address');
    expect(undo).toMatch(/^\/email\/undo\?link=/);
    await world.admin.patch(`/users/${user.sub}`, { password: 'of somebody else entirely' });
    expect((await press(undo)).text).toContain('<h1>The account is yours again</h1>');
    expect((await browser.get('/account')).status).toBe(303);
    expect(await stored(user)).toMatchObject({ email: emailOf(user), email_verified: true });
    const recovery = await linkOf(emailOf(user), 'Choose a new password');
    const password = 'mine again and for good';
    expect((await choose(recovery, password)).status).toBe(200);
    expect((await visit(world, { ...user, password })).page.status).toBe(200);
    expect((await press(undo)).status).toBe(400);
  });

  it('I28 is changed by nobody who has not just proven to be they', async () => {
    const user = await world.createUser();
    const { browser } = await visit(world, user);
    const form = await browser.open('/account/email');
    clock.advance(16 * 60);
    const posted = await browser.click(form, 'new-email-submit', { email: 'thief@evil.example' });
    expect(posted.status).toBe(303);
    const login = await browser.follow(posted);
    expect(login.has('login-submit')).toBe(true);
    expect((await browser.get('/account/email')).status).toBe(303);
    const back = await walk(browser, await browser.open('/account/email'), { user });
    expect(back.has('new-email')).toBe(true);
    expect(sink.received.some(({ to }) => to.includes('thief@evil.example'))).toBe(false);
  });

  it('of somebody else is not taken, and only who has it learns that', async () => {
    const [user, other] = [await world.createUser(), await world.createUser()];
    const { browser } = await visit(world, user);
    const form = await browser.open('/account/email');
    expect((await browser.click(form, 'new-email-submit', { email: emailOf(other) })).status).toBe(
      303,
    );
    const link = await linkOf(emailOf(other), 'Confirm your new address');
    const answer = await press(link);
    expect([answer.status, answer.text.includes('Another account has this address')]).toEqual([
      409,
      true,
    ]);
    expect((await stored(user)).email).toBe(emailOf(user));
  });

  it('P01 of two changes at once, each link confirms the address that it was sent to', async () => {
    const user = await world.createUser();
    const { browser } = await visit(world, user);
    for (const name of ['one', 'two']) {
      const form = await browser.open('/account/email');
      await browser.click(form, 'new-email-submit', { email: `${name}-${emailOf(user)}` });
    }
    const second = await linkOf(`two-${emailOf(user)}`, 'Confirm your new address');
    expect((await press(second)).status).toBe(200);
    expect((await stored(user)).email).toBe(`two-${emailOf(user)}`);
  });

  it('I21 is not verified by saying so', async () => {
    const user = await world.createUser();
    const { browser, page } = await visit(world, user);
    const fields = {
      ...formAbout(page, 'session_id'),
      email: 'x@y.example',
      email_verified: 'true',
    };
    await browser.post('/account/email/verify', fields);
    expect(await stored(user)).toMatchObject({ email: emailOf(user), email_verified: false });
  });
});

describe('a notice', () => {
  it('tells of a new password, and gives the account back to who did not choose it', async () => {
    const user = await world.createUser();
    const password = 'of somebody else entirely';
    await world.admin.patch(`/users/${user.sub}`, { password });
    const here = await visit(world, { ...user, password });
    const notMe = await linkOf(emailOf(user), 'Your password was changed');
    expect(notMe).toMatch(/^\/not-me\?link=/);
    expect((await press(notMe)).text).toContain('<h1>The account is yours again</h1>');
    expect((await here.browser.get('/account')).status).toBe(303);
    const recovery = await linkOf(emailOf(user), 'Choose a new password');
    await expect(visit(world, { ...user, password })).rejects.toThrow();
    const mine = 'mine again and for good';
    expect((await choose(recovery, mine)).status).toBe(200);
    expect((await visit(world, { ...user, password: mine })).page.status).toBe(200);
    expect((await press(notMe)).status).toBe(400);
  });
});
