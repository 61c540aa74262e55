import { beforeAll, expect, it } from '@jest/globals';
import { startTwoNodes, type TwoNodes } from '../../attacks/two-nodes.js';
import { linkIn, type MailSink, mailingTo, startMailSink } from '../../support/mail-sink.js';
import type { Answer } from '../../support/answer.js';
import type { Browser } from '../../support/browser.js';
import { describeMariadb } from '../../support/mariadb.js';
import type { RegisteredUser, World } from '../../support/world.js';
import { chosen, openSignUp, someAddress } from './sign-ups.js';
import { visit } from '../account/visits.js';

describeMariadb('mailed links on two nodes', () => {
  let sink: MailSink;
  let two: TwoNodes;

  beforeAll(async () => {
    sink = await startMailSink();
    two = await startTwoNodes(mailingTo(sink));
    await two.first.admin.patch('/settings/limits', { mails_of_address_per_hour: 1000 });
  }, 60_000);

  /** As our pages are sent: they have no referrer, and so no origin. */
  const press = (browser: Browser, page: Answer, id: string, fields: Record<string, string>) => {
    const { action, fields: hidden } = page.formWith(id);
    return browser.post(new URL(action, page.url), { ...hidden, ...fields }, { origin: 'null' });
  };

  const emailOf = (user: RegisteredUser) => String(user['email']);

  async function linkTo(address: string, ask: () => Promise<unknown>): Promise<string> {
    const before = sink.received.filter(({ to }) => to.includes(address)).length;
    await ask();
    return linkIn((await sink.to(address, before + 1))[before]!);
  }

  const recover = (user: RegisteredUser, world: World) => async () => {
    const browser = world.browser();
    const page = await browser.get('/recover');
    await press(browser, page, 'recover-submit', { email: emailOf(user) });
  };

  /** Opens the page first, so that all press the button at the same moment. */
  async function atOnce(link: string, id: string, fieldsOf: (n: number) => Record<string, string>) {
    const ready = await Promise.all(
      Array.from({ length: 6 }, async (_, n) => {
        const browser = two.nodes[n % 2]!.browser();
        return { browser, page: await browser.get(link) };
      }),
    );
    const answers = await Promise.all(
      ready.map(({ browser, page }, n) => press(browser, page, id, fieldsOf(n))),
    );
    return answers.map(({ status }) => status);
  }

  it('I18 P01 a link to a new password is used once', async () => {
    const user = await two.first.createUser();
    const link = await linkTo(emailOf(user), recover(user, two.second));
    const password = (n: number) => `battery staple number ${String(n)}`;
    const statuses = await atOnce(link, 'password-submit', (n) => ({
      ...{ new_password: password(n), repeat_password: password(n) },
    }));
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 400)).toHaveLength(5);
    const winner = statuses.indexOf(200);
    const now = await visit(two.first, { ...user, password: password(winner) });
    expect(now.page.status).toBe(200);
  });

  it('P01 an invitation is used once', async () => {
    const user = await two.first.createUser();
    const link = await linkTo(emailOf(user), () =>
      two.first.admin.post(`/users/${user.sub}/invitation`),
    );
    const statuses = await atOnce(link, 'password-submit', (n) => ({
      new_password: `invited staple number ${String(n)}`,
      repeat_password: `invited staple number ${String(n)}`,
    }));
    expect(statuses.sort()).toEqual([200, 400, 400, 400, 400, 400]);
  });

  it('P01 a confirmation of an address is used once', async () => {
    const user = await two.first.createUser();
    const { browser, page } = await visit(two.first, user);
    const link = await linkTo(emailOf(user), () => browser.click(page, 'verify-email'));
    const statuses = await atOnce(link, 'email-submit', () => ({}));
    // Whoever comes second finds that it is done, or that the link is over.
    expect(statuses).toContain(200);
    const changes = await two.first.query<unknown[]>(
      "SELECT id FROM events WHERE type = 'user.changed' AND user_id = ?",
      [user.sub],
    );
    expect(changes).toHaveLength(1);
    expect((await two.second.browser().get(link)).status).toBe(400);
  });

  it('I18 of two links that are asked for at once on two nodes one is good', async () => {
    const user = await two.first.createUser();
    await Promise.all([recover(user, two.first)(), recover(user, two.second)()]);
    await sink.to(emailOf(user));
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const pages = await Promise.all(
      sink.received
        .filter(({ to }) => to.includes(emailOf(user)))
        .map((received) => two.first.browser().get(linkIn(received))),
    );
    expect(pages.filter((page) => page.has('new-password'))).toHaveLength(1);
  });

  it('I33 P01 a new account is made once, by a link that any node takes', async () => {
    await openSignUp(two.first);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const email = someAddress();
    const link = await linkTo(email, async () => {
      const browser = two.second.browser();
      await press(browser, await browser.get('/sign-up'), 'sign-up-submit', { email });
    });
    const password = (n: number) => `a door of one’s own ${String(n)}`;
    const statuses = await atOnce(link, 'confirm-submit', (n) => chosen(password(n)));
    expect(statuses.sort()).toEqual([200, 400, 400, 400, 400, 400]);
    const events = await two.first.query<unknown[]>(
      "SELECT id FROM events WHERE type IN ('user.created', 'user.signed_up') AND user_id IN (SELECT sub FROM users WHERE email = ?)",
      [email],
    );
    expect(events).toHaveLength(2);
  });

  it('each mail is sent by one of them', async () => {
    const users = await Promise.all(Array.from({ length: 8 }, () => two.first.createUser()));
    await Promise.all(users.map((user, n) => recover(user, two.nodes[n % 2]!)()));
    for (const user of users) await sink.to(emailOf(user));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    for (const user of users) expect(await sink.to(emailOf(user))).toHaveLength(1);
  });
});
