import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startOwnWorld, type OwnWorld } from '../../support/application.js';
import {
  linkIn,
  type MailSink,
  mailingTo,
  SmtpError,
  startMailSink,
} from '../../support/mail-sink.js';
import { startServer } from '../../support/server-process.js';
import { World, type RegisteredUser, worldOf } from '../../support/world.js';

const emailOf = (user: RegisteredUser) => String(user['email']);

async function recover(world: World, user: RegisteredUser): Promise<number> {
  const browser = world.browser();
  const page = await browser.get('/recover');
  const before = performance.now();
  const answer = await browser.click(page, 'recover-submit', { email: emailOf(user) });
  expect(answer.status).toBe(200);
  return performance.now() - before;
}

describe('mail, whatever its server does', () => {
  let sink: MailSink;
  let world: OwnWorld;

  beforeAll(async () => {
    sink = await startMailSink();
    world = await startOwnWorld(mailingTo(sink));
  });

  beforeEach(() => {
    sink.verdict = () => null;
  });

  /** The mails of one person, as admins see them. */
  async function waiting(user: RegisteredUser, query = '?failed'): Promise<any[]> {
    const { json } = await world.admin.get(`/mails${query}`);
    return json.items.filter(({ sub }: { sub: string }) => sub === user.sub);
  }

  async function eventually(check: () => Promise<boolean>): Promise<void> {
    const deadline = performance.now() + 20_000;
    while (performance.now() < deadline) {
      if (await check()) return;
      await sleep(100);
    }
    throw new Error('it never came to pass');
  }

  it('is tried again when it is refused for a time, and tells why it waits', async () => {
    const user = await world.createUser();
    let refused = 0;
    sink.verdict = () => (refused++ === 0 ? new SmtpError(451, 'greylisted') : null);
    await recover(world, user);
    await eventually(async () => (await waiting(user)).length === 1);
    const [mail] = await waiting(user);
    expect(mail).toMatchObject({
      kind: 'recovery',
      to: emailOf(user),
      given_up: false,
      attempts: 1,
    });
    expect(mail.reason).toContain('greylisted');
    await sink.to(emailOf(user), 1, 20_000);
    await eventually(async () => (await waiting(user, '')).length === 0);
  });

  it('is given up when it is refused for good, and admins see it', async () => {
    const user = await world.createUser();
    sink.verdict = () => new SmtpError(550, 'no such mailbox');
    await recover(world, user);
    await eventually(async () => (await waiting(user)).some(({ given_up }) => given_up));
    const [mail] = await waiting(user);
    expect(mail).toMatchObject({ given_up: true, attempts: 1 });
    expect(mail.reason).toContain('no such mailbox');
    expect(mail).not.toHaveProperty('due_at');
    const find = () =>
      world.application.dataSource.query(`SELECT * FROM events WHERE type = 'mail.failed'`);
    await eventually(async () => (await find()).length > 0);
    const [event] = (await find()) as { user_id: string; facts: string }[];
    expect(event).toMatchObject({ user_id: user.sub });
    sink.verdict = () => null;
    await sleep(500);
    expect(sink.received.some(({ to }) => to.includes(emailOf(user)))).toBe(false);
  });

  it('keeps nobody waiting when the server is slow, and comes once', async () => {
    const user = await world.createUser();
    // Longer than until the next attempt would be due.
    sink.verdict = async (address) => (await sleep(address === emailOf(user) ? 14_000 : 0), null);
    expect(await recover(world, user)).toBeLessThan(1000);
    await sink.to(emailOf(user), 1, 25_000);
    await sleep(2000);
    expect(await sink.to(emailOf(user))).toHaveLength(1);
  });

  it('waits for a server that is away, and the link is then good', async () => {
    const user = await world.createUser();
    await sink.stop();
    expect(await recover(world, user)).toBeLessThan(1000);
    await eventually(async () => (await waiting(user)).length === 1);
    await sink.start();
    const [received] = await sink.to(emailOf(user), 1, 25_000);
    expect((await world.browser().get(linkIn(received!))).has('new-password')).toBe(true);
  });

  it('I18 neither the tables nor the log hold a link that could be used', async () => {
    const user = await world.createUser();
    sink.verdict = () => new SmtpError(451, 'later');
    await recover(world, user);
    await eventually(async () => (await waiting(user)).length === 1);
    const { dataSource } = world.application;
    const [links, outbox] = [
      await dataSource.query('SELECT * FROM links'),
      await dataSource.query(`SELECT * FROM outbox WHERE lane = 'mail'`),
    ];
    const dump = JSON.stringify([links, outbox, await dataSource.query('SELECT * FROM events')]);
    const words = [...new Set(dump.match(/[\w.-]{20,}/g))];
    expect(links.length).toBeGreaterThan(0);
    for (const word of words) {
      const page = await world.browser().get('/recover/password', { link: word });
      expect([word, page.has('new-password')]).toEqual([word, false]);
    }
  });

  it('goes to whoever asks for a test, or says why it does not', async () => {
    const [admin] = (await world.admin.get('/users?q=admin')).json.items;
    expect((await world.admin.post('/mail/test')).status).toBe(409);
    await world.admin.patch(`/users/${admin.sub}`, { email: 'admin@people.example' });
    const good = await world.admin.post('/mail/test');
    expect(good.json).toEqual({ to: 'admin@people.example', way: 'smtp', delivered: true });
    const [received] = await sink.to('admin@people.example');
    expect(received!.mail.subject).toBe('A test from Gatehouse');
    sink.verdict = () => new SmtpError(554, 'not from you');
    const bad = await world.admin.post('/mail/test');
    expect(bad.json).toMatchObject({ delivered: false });
    expect(bad.json.reason).toContain('not from you');
  });
});

describe('mail of a node that was killed', () => {
  it('arrives after it is up again', async () => {
    const sink = await startMailSink();
    await sink.stop();
    const server = await startServer({ env: { ...mailingTo(sink), LOG_LEVEL: 'info' } });
    const world = new World(server.issuer, {
      username: 'admin',
      password: server.adminPassword ?? '',
    });
    const user = await world.createUser();
    await recover(world, user);
    await sleep(500);
    await server.kill();
    await sink.start();
    await server.restart();
    const [received] = await sink.to(emailOf(user), 1, 30_000);
    const link = linkIn(received!);
    expect((await world.browser().get(link)).has('new-password')).toBe(true);
    expect(server.logs()).not.toContain(link);
    expect(server.logs()).not.toContain(link.split('=')[1]);
  });

  it('does not keep a node that is told to leave, and comes from the next one', async () => {
    const sink = await startMailSink();
    let slow = true;
    sink.verdict = async () => (slow && (await sleep(25_000)), null);
    const server = await startServer({ env: mailingTo(sink) });
    const world = worldOf(server);
    const user = await world.createUser();
    await recover(world, user);
    while (sink.attempts === 0) await sleep(50);
    const before = performance.now();
    expect(await server.stop()).toBe(0);
    expect(performance.now() - before).toBeLessThan(15_000);
    slow = false;
    await server.restart();
    await sink.to(emailOf(user), 1, 30_000);
  });
});
