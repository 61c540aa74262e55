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
