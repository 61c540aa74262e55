import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { simpleParser } from 'mailparser';
import { startOwnWorld } from '../../support/application.js';
import { mailingTo, startMailSink } from '../../support/mail-sink.js';
import { ReverseProxy } from '../../attacks/reverse-proxy.js';
import { selfSigned } from '../../support/self-signed.js';
import { startServer } from '../../support/server-process.js';
import { startWorld, World } from '../../support/world.js';

const EMAIL = 'admin@people.example';

/** Has the admin mail a test to themselves. */
async function test(world: World): Promise<any> {
  const [admin] = (await world.admin.get('/users?q=admin')).json.items;
  await world.admin.patch(`/users/${admin.sub}`, { email: EMAIL });
  return (await world.admin.post('/mail/test')).json;
}

describe('without SMTP_URL', () => {
  it('on localhost mail is in files that nobody else reads, and the log says which', async () => {
    const server = await startServer({ env: { LOG_LEVEL: 'info' } });
    const world = new World(server.issuer, {
      ...{ username: 'admin', password: server.adminPassword ?? '' },
    });
    expect(await test(world)).toEqual({ to: EMAIL, way: 'files', delivered: true });
    const folder = join(server.dataDir, 'mail');
    const [name = '', ...more] = readdirSync(folder);
    expect(more).toEqual([]);
    const path = join(folder, name);
    expect([statSync(folder).mode & 0o777, statSync(path).mode & 0o777]).toEqual([0o700, 0o600]);
    const mail = await simpleParser(readFileSync(path));
    expect([mail.subject, mail.from?.text]).toEqual([
      'A test from Gatehouse',
      'gatehouse@localhost',
    ]);
    await sleep(100);
    expect(server.logs()).toContain(path);
    expect((await world.admin.get('/settings')).json.mail).toEqual({
      ...{ way: 'files', from: 'gatehouse@localhost' },
    });
  });

  it('elsewhere what needs mail is off, and everybody is told', async () => {
    const world = await startOwnWorld({
      ISSUER: 'https://sso.example.com',
      TRUSTED_PROXIES: '127.0.0.1',
    });
    new ReverseProxy([world.application]);
    expect((await world.admin.get('/settings')).json.mail).toEqual({ way: 'off' });
    expect((await world.admin.post('/mail/test')).status).toBe(409);
    const recover = await world.get('/recover');
    expect([recover.status, recover.text.includes('sends no mail')]).toEqual([404, true]);
    const browser = world.browser();
    expect((await browser.open('/account')).has('forgot')).toBe(false);
  });
});

describe('with TLS', () => {
  const certificate = selfSigned();

  it.each(['smtp', 'smtps'])(
    '%s: a server that nobody vouches for gets nothing',
    async (scheme) => {
      const sink = await startMailSink({ ...certificate, secure: scheme === 'smtps' });
      const url = `${scheme}://127.0.0.1:${String(sink.port)}`;
      const world = await startOwnWorld({ ...mailingTo(sink), SMTP_URL: url });
      const told = await test(world);
      expect(told).toMatchObject({ delivered: false, way: 'smtp' });
      expect(told.reason).toMatch(/certificate|self.signed|altnames/i);
      expect(sink.received).toEqual([]);
    },
  );

  it('smtp: a server without STARTTLS gets nothing', async () => {
    const sink = await startMailSink();
    const url = `smtp://127.0.0.1:${String(sink.port)}`;
    const world = await startOwnWorld({ ...mailingTo(sink), SMTP_URL: url });
    expect(await test(world)).toMatchObject({ delivered: false });
    expect(sink.received).toEqual([]);
  });
});

describe('L18 what people are called', () => {
  it('adds no header, no recipient and no markup', async () => {
    const sink = await startMailSink();
    const world = await startWorld(mailingTo(sink));
    const user = await world.createUser({
      name: 'Eve" <eve@evil.example>, Bob <bob@evil.example>',
      nickname: 'x',
    });
    const browser = world.browser();
    const page = await browser.get('/recover');
    await browser.click(page, 'recover-submit', { email: user.username });
    const [received] = await sink.to(String(user['email']));
    expect(received!.to).toEqual([user['email']]);
    const { mail } = received!;
    const [to] = Array.isArray(mail.to) ? mail.to : [mail.to];
    expect(to?.value.map(({ address }) => address)).toEqual([user['email']]);
    expect([mail.bcc, mail.cc]).toEqual([undefined, undefined]);
    expect(mail.html).not.toContain('<eve@evil.example>');
  });
});
