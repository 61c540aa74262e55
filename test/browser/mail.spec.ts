import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { describeChromium, launchChromium, screenshot } from '../support/chromium.js';
import { linkIn, type MailSink, mailingTo, startMailSink } from '../support/mail-sink.js';
import { startServer } from '../support/server-process.js';
import { type RegisteredUser, worldOf, type World } from '../support/world.js';
import { accessibilityFaults, focusStops, overflowAt } from './accessibility.js';
import { Person } from './person.js';

const NARROW = 320;

describeChromium('Mail and the pages around it', () => {
  let sink: MailSink;
  let world: World;
  let chromium: Browser;
  let person: Person;
  let user: RegisteredUser;

  beforeAll(async () => {
    sink = await startMailSink();
    world = worldOf(await startServer({ env: mailingTo(sink) }));
    chromium = await launchChromium();
    user = await world.createUser({ name: 'Alice Example' });
    person = await Person.at(await chromium.newContext());
  }, 120_000);

  afterAll(() => person.context.close());

  async function look(name: string): Promise<void> {
    await screenshot(person.page, name);
    expect([name, await accessibilityFaults(person.page)]).toEqual([name, []]);
    expect([name, await overflowAt(person.page, NARROW)]).toEqual([name, 0]);
    const stops = await focusStops(person.page);
    expect(stops.filter(({ outlined }) => !outlined)).toEqual([]);
  }

  /** The last mail to an address with this subject. */
  async function mailOf(address: string, subject: string) {
    await sink.to(address);
    const deadline = performance.now() + 10_000;
    while (performance.now() < deadline) {
      const found = sink.received.findLast(
        ({ to, mail }) => to.includes(address) && mail.subject === subject,
      );
      if (found !== undefined) return found;
      await person.page.waitForTimeout(50);
    }
    throw new Error(`no mail "${subject}"`);
  }

  /** A mail as a program shows it: nothing of it is loaded from elsewhere, and no script runs. */
  async function lookAtMail(address: string, subject: string, name: string): Promise<string> {
    const received = await mailOf(address, subject);
    const context = await chromium.newContext({ javaScriptEnabled: false });
    const requests: string[] = [];
    const page = await context.newPage();
    page.on('request', (request) => requests.push(request.url()));
    await page.setContent(String(received.mail.html));
    await screenshot(page, name);
    expect(requests).toEqual([]);
    await context.close();
    return world.issuer + linkIn(received);
  }

  it('somebody finds the way back from a forgotten password', async () => {
    const email = String(user['email']);
    await person.open(`${world.issuer}/account`);
    await look('login-forgot');
    await person.press('#forgot');
    await look('recover');
    await person.page.fill('#email', email);
    await person.press('#recover-submit');
    expect(await person.heading()).toBe('Look into your mail');
    await look('recover-sent');
    await person.open(await lookAtMail(email, 'Choose a new password', 'mail-recovery'));
    await look('recover-password');
    await person.page.fill('#new-password', 'an entirely new passphrase');
    await person.page.fill('#repeat-password', 'an entirely new passphrase');
    await person.press('#password-submit');
    expect(await person.heading()).toBe('Password set');
    await person.open(await lookAtMail(email, 'Your password was changed', 'mail-notice'));
    await look('not-me');
  }, 120_000);

  it('somebody makes an account, and somebody who has one is told', async () => {
    const enabled = await world.admin.patch('/settings/sign-up', { enabled: 'on' });
    expect(enabled.status).toBe(200);
    await person.page.waitForTimeout(1100);
    await person.open(`${world.issuer}/account`);
    await look('login-sign-up');
    await person.press('#sign-up');
    await look('sign-up');
    await person.page.fill('#email', 'nora@people.example');
    await person.press('#sign-up-submit');
    expect(await person.heading()).toBe('Look into your mail');
    await look('sign-up-sent');
    const link = await lookAtMail(
      'nora@people.example',
      'Your new account at Gatehouse',
      'mail-sign-up',
    );
    await person.open(link);
    await look('sign-up-confirm');
    await person.page.fill('#name', 'Nora New');
    await person.page.fill('#new-password', 'too short');
    await person.page.fill('#repeat-password', 'too short');
    await person.press('#confirm-submit');
    await look('sign-up-refused');
    await person.page.fill('#new-password', 'a door of one’s own');
    await person.page.fill('#repeat-password', 'a door of one’s own');
    await person.press('#confirm-submit');
    expect(await person.heading()).toBe('Your account');
    const other = await Person.at(await chromium.newContext({ locale: 'de-DE' }));
    await other.open(`${world.issuer}/sign-up`);
    expect(await other.heading()).toBe('Konto anlegen');
    await screenshot(other.page, 'sign-up-german');
    await other.page.fill('#email', 'nora@people.example');
    await other.press('#sign-up-submit');
    const received = await mailOf('nora@people.example', 'You have an account at Gatehouse');
    await other.page.setContent(String(received.mail.html));
    await screenshot(other.page, 'mail-account-exists');
    await other.context.close();
    await world.admin.patch('/settings/sign-up', { approval: 'on' });
    const last = await Person.at(await chromium.newContext());
    await last.open(`${world.issuer}/sign-up`);
    await last.page.fill('#email', 'otto@people.example');
    await last.press('#sign-up-submit');
    await last.open(
      await lookAtMail('otto@people.example', 'Your new account at Gatehouse', 'mail-sign-up'),
    );
    await last.page.fill('#new-password', 'a door of one’s own');
    await last.page.fill('#repeat-password', 'a door of one’s own');
    await last.press('#confirm-submit');
    expect(await last.heading()).toBe('Your account waits');
    await screenshot(last.page, 'sign-up-waits');
    await last.context.close();
    await world.admin.patch('/settings/sign-up', { enabled: null, approval: null });
    await person.context.clearCookies();
  }, 120_000);

  it('somebody accepts an invitation, and changes their address', async () => {
    const email = 'bob@people.example';
    await world.admin.create('/users', { username: 'bob', email, invite: true });
    await person.open(await lookAtMail(email, 'Your account at Gatehouse', 'mail-invitation'));
    expect(await person.heading()).toBe('Welcome');
    await look('invitation');
    const password = 'a first passphrase of mine';
    await person.page.fill('#new-password', password);
    await person.page.fill('#repeat-password', password);
    await person.press('#password-submit');
    await person.press('#account');
    await person.signIn({ username: 'bob', password });
    await look('account-mail');
    await person.press('#change-email');
    await look('new-address');
    await person.page.fill('#new-email', 'robert@people.example');
    await person.press('#new-email-submit');
    expect(await person.heading()).toBe('Your account');
    const confirm = await lookAtMail(
      'robert@people.example',
      'Confirm your new address',
      'mail-new',
    );
    await person.open(confirm);
    await look('confirm-address');
    await person.press('#email-submit');
    expect(await person.heading()).toBe('New address');
    const undo = await lookAtMail(email, 'Your account has another address', 'mail-old');
    await person.open(undo);
    await look('undo-address');
    await person.press('#email-submit');
    expect(await person.heading()).toBe('The account is yours again');
  }, 120_000);
});
