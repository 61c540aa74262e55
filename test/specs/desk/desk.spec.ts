import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser } from '../../support/browser.js';
import { clock } from '../../support/clock.js';
import { type MailSink, mailingTo, SmtpError, startMailSink } from '../../support/mail-sink.js';
import { enrolApp } from '../../support/second-factor.js';
import { walk } from '../../support/sign-in.js';
import { type OwnWorld, startOwnWorld } from '../../support/application.js';
import type { RegisteredUser } from '../../support/world.js';
import { authorizationRequest } from '../../attacks/authorization-request.js';
import { LoginForm } from '../../attacks/login-form.js';
import { ReverseProxy } from '../../attacks/reverse-proxy.js';
import { eventually } from '../../attacks/subject.js';

describe('the desk', () => {
  let world: OwnWorld;
  let proxy: ReverseProxy;
  let sink: MailSink;
  let person: RegisteredUser;

  beforeAll(async () => {
    sink = await startMailSink();
    world = await startOwnWorld({
      ...{ ISSUER: 'https://sso.example.com', TRUSTED_PROXIES: '127.0.0.1' },
      ...mailingTo(sink),
    });
    proxy = new ReverseProxy([world.application]);
  });

  let addresses = 0;
  beforeEach(async () => {
    proxy.from(`198.51.100.${++addresses}`);
    person = await world.createUser({ name: 'Ada Example' });
  });

  async function at(role: 'auditor' | 'help-desk' | 'user-admin' | 'admin'): Promise<Browser> {
    const user = await world.createUser(role === 'admin' ? { roles: ['admin'] } : {});
    if (role !== 'admin') {
      const path = `/roles/gatehouse-${role}/users/${user.sub}`;
      expect((await world.admin.call('PUT', path, {})).status).toBe(204);
    }
    return signedIn(user);
  }

  async function signedIn(user: RegisteredUser): Promise<Browser> {
    const browser = world.browser();
    const page = await walk(browser, await browser.get('/desk'), { user });
    if (!page.has('query')) throw new Error(page.summary());
    return browser;
  }

  const card = () => `/desk/people/${person.sub}`;

  /** As many wrong passwords as an account takes from strangers. */
  async function lock(): Promise<void> {
    const client = await world.registerClient();
    const form = await LoginForm.open(world, client);
    for (let guess = 0; guess < 82; guess++) {
      if (guess % 5 === 0) proxy.from(`192.0.2.${String(guess)}`);
      await form.try(person.username, `guess number ${String(guess)}`);
    }
    await world.application.control.flushEvents();
  }

  it('sends those who are not signed in to sign in, and back; to others it is not there', async () => {
    const browser = world.browser();
    const page = await walk(browser, await browser.get(card()), { user: person });
    expect([page.status, page.url.pathname]).toEqual([404, card()]);
    expect(page.text).toContain('There is nothing here that you may see.');
    expect((await browser.get('/desk')).status).toBe(404);
  });

  it('finds people by the beginning of a name, and says what is to be known of them', async () => {
    await signInSomewhere();
    const desk = await at('help-desk');
    const found = await desk.get('/desk', { q: person.username.slice(0, -2) });
    expect(found.text).toContain(`href="${card()}"`);
    const page = await desk.get(card());
    for (const text of ['Ada Example', person.username, person.sub, 'Signed in', 'By: Password']) {
      expect(page.text).toContain(text);
    }
    // What the journal tells besides is for those who may read it.
    expect(page.has('all-events')).toBe(false);
    expect((await (await at('auditor')).get(card())).has('all-events')).toBe(true);
  });

  async function signInSomewhere(): Promise<Browser> {
    const browser = world.browser();
    await walk(browser, await browser.get('/account'), { user: person });
    expect((await browser.get('/account')).status).toBe(200);
    return browser;
  }

  it('says what would come of it, and ends sessions when that is confirmed', async () => {
    const theirs = await signInSomewhere();
    const desk = await at('help-desk');
    const confirm = await desk.get(`${card()}/end-sessions`);
    expect(confirm.text).toContain('Sessions that end: 1');
    expect((await theirs.get('/account')).status).toBe(200);
    const done = await desk.follow(await desk.click(confirm, 'confirm'));
    expect(done.url.pathname).toBe(card());
    expect(done.text).toContain('This person is signed out everywhere.');
    expect((await desk.get(card())).text).not.toContain('This person is signed out everywhere.');
    expect((await theirs.get('/account')).status).toBe(303);
    const events = (await world.admin.get(`/events?user=${person.sub}&type=sessions.revoked`)).json;
    expect(events.items).toMatchObject([{ actor_kind: 'user', user_id: person.sub }]);
  });

  it('A29 takes no form that it did not show in this session', async () => {
    const theirs = await signInSomewhere();
    const desk = await at('help-desk');
    const other = await at('help-desk');
    const confirm = await other.get(`${card()}/end-sessions`);
    const { csrf } = confirm.formWith('confirm').fields;
    for (const fields of [{}, { csrf: 'guessed' }, { csrf }]) {
      expect((await desk.post(`${card()}/end-sessions`, fields)).status).toBe(403);
    }
    const shown = (await desk.get(`${card()}/end-sessions`)).formWith('confirm').fields;
    const elsewhere = { origin: 'https://evil.example' };
    expect((await desk.post(`${card()}/end-sessions`, shown, elsewhere)).status).toBe(403);
    expect((await theirs.get('/account')).status).toBe(200);
  });

  it('mails a link to a new password, and says why where none can be sent', async () => {
    const desk = await at('help-desk');
    const confirm = await desk.get(`${card()}/reset-link`);
    const done = await desk.follow(await desk.click(confirm, 'confirm'));
    expect(done.text).toContain('The link is on its way.');
    const [mail] = await sink.to(person['email'] as string, 1);
    expect(mail?.mail.text).toContain('/invitation');
    const { sub } = await world.createUser({ email: undefined });
    const refused = await desk.get(`/desk/people/${sub}/reset-link`);
    expect([refused.status, refused.has('confirm')]).toEqual([409, false]);
    expect(refused.text).toContain('This person has no e-mail address.');
  });

  it('unlocks whom it finds locked', async () => {
    const desk = await at('help-desk');
    expect((await desk.get(card())).has('unlock')).toBe(false);
    await lock();
    await eventually(async () => {
      return (await desk.get('/desk/attention')).text.includes(`href="${card()}"`) || undefined;
    });
    expect((await world.admin.get('/users?locked=true&limit=200')).json.items).toMatchObject([
      { sub: person.sub },
    ]);
    expect((await world.admin.get('/users?locked=false')).status).toBe(400);
    const page = await desk.get(card());
    expect(page.has('locked')).toBe(true);
    expect(page.has('unlock')).toBe(true);
    await desk.click(await desk.get(`${card()}/unlock`), 'confirm');
    expect((await desk.get(card())).has('locked')).toBe(false);
    expect((await desk.get('/desk/attention')).text).not.toContain(`href="${card()}"`);
    expect((await world.admin.get('/users?locked=true')).json.items).toEqual([]);
  });

  it('wants a fresh sign-in where the operation does (RFC 9470)', async () => {
    const enrolled = await enrolApp(world, person);
    expect(enrolled.codes.length).toBeGreaterThan(0);
    const user = await world.createUser();
    await world.admin.call('PUT', `/roles/gatehouse-user-admin/users/${user.sub}`, {});
    const desk = await signedIn(user);
    const path = `${card()}/reset-factors`;
    const form = await desk.get(path);
    expect(form.has('confirm')).toBe(true);
    clock.advance(15 * 60 + 60);
    const asked = await desk.get(path);
    expect([asked.status, asked.location?.pathname]).toEqual([
      303,
      expect.stringMatching(/^\/interaction\//),
    ]);
    clock.advance(15 * 60);
    const { fields } = form.formWith('confirm');
    expect((await desk.post(path, fields)).location?.pathname).toMatch(/^\/interaction\//);
    const factors = async () =>
      (await world.admin.get(`/users/${person.sub}/authenticators`)).json.items.length as number;
    expect(await factors()).toBeGreaterThan(0);
    const again = await walk(desk, asked, { user });
    expect(again.url.pathname).toBe(path);
    const done = await desk.follow(await desk.click(again, 'confirm'));
    expect(done.text).toContain('All second factors are removed.');
    expect(await factors()).toBe(0);
  });

  it('shows events by filters, and the same as a file', async () => {
    await signInSomewhere();
    await world.application.control.flushEvents();
    const desk = await at('auditor');
    const day = new Date(clock.now() * 1000).toISOString().slice(0, 10);
    const filters = { user: person.sub, type: 'login.succeeded', from: day, to: day };
    const page = await desk.get('/desk/events', filters);
    expect([...page.text.matchAll(/<li>\s*<p><strong><code>([^<]+)</g)].map(([, t]) => t)).toEqual([
      'login.succeeded',
    ]);
    const file = await desk.get('/desk/events/export', filters);
    expect(file.headers.get('content-type')).toMatch(/^application\/jsonl/);
    expect(file.headers.get('content-disposition')).toContain('events.jsonl');
    const lines = file.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines).toMatchObject([{ type: 'login.succeeded', user_id: person.sub }]);
    const none = await desk.get('/desk/events', {
      ...filters,
      from: '2001-01-01',
      to: '2001-01-02',
    });
    expect(none.text).toContain('There are no such events.');
    for (const [name, value] of [
      ['ip', 'somewhere'],
      ['type', 'no.such'],
      ['from', 'yesterday'],
    ] as const) {
      const wrong = await desk.get('/desk/events', { [name]: value });
      expect([name, wrong.status]).toEqual([name, 400]);
      expect(wrong.text).toMatch(new RegExp(`id="filter-${name}"[^>]*aria-invalid="true"`));
    }
  });

  it('goes on behind the last event of a page, with the same filters', async () => {
    const desk = await at('auditor');
    const first = await desk.get('/desk/events', { outcome: 'success' });
    const next = /id="next" href="([^"]+)"/.exec(first.text)?.[1]?.replaceAll('&amp;', '&');
    expect(next).toContain('outcome=success');
    const second = await desk.get(next!);
    expect(second.status).toBe(200);
    const seqs = (text: string) =>
      [...text.matchAll(/· (\d+)<\/p>/g)].map(([, seq]) => Number(seq));
    expect(seqs(first.text)).toHaveLength(50);
    // By their time: what is written behind an answer is numbered later than what happened after it.
    const [shown, behind] = [seqs(first.text), seqs(second.text)];
    expect(behind.length).toBeGreaterThan(0);
    expect(behind.filter((seq) => shown.includes(seq))).toEqual([]);
  });

  it('finds why a request was refused by the beginning of its reference', async () => {
    const client = await world.registerClient({ client_name: 'Photo Printing' });
    const broken = await world
      .browser()
      .get('/authorize', authorizationRequest(client, { redirect_uri: 'https://other.example/' }));
    const reference = broken.headers.get('x-request-id')!;
    const desk = await at('auditor');
    await eventually(async () => {
      const page = await desk.get('/desk', { q: reference.slice(0, 8) });
      return (
        [reference, 'redirect-uri', 'Photo Printing'].every((text) => page.text.includes(text)) ||
        undefined
      );
    });
    // Who may not read refusals is not told of them.
    const found = await (await at('help-desk')).get('/desk', { q: reference.slice(0, 8) });
    expect(found.text).not.toContain(reference);
    expect((await desk.get('/desk', { q: 'x' })).text).toContain('Type at least two characters.');
  });

  it('shows whose a client is, how old its secrets are and what is wrong with it', async () => {
    const client = await world.registerClient({
      ...{ client_name: 'Old Shop', owners: [person.sub] },
    });
    const desk = await at('auditor');
    const page = await desk.get(`/desk/clients/${client.client_id}`);
    for (const text of ['Old Shop', 'Ada Example', client.client_id, 'shared-secret', 'Made ']) {
      expect(page.text).toContain(text);
    }
    expect(page.text).not.toContain(client.client_secret);
    expect((await desk.get('/desk/clients/none')).status).toBe(404);
  });

  it('says what needs attention: mails that failed, secrets that expire', async () => {
    sink.verdict = (address) =>
      address === person['email'] ? new SmtpError(550, 'no such mailbox') : null;
    await world.admin.post(`/users/${person.sub}/invitation`);
    const client = await world.registerClient({ client_name: 'Ending Soon' });
    const [first] = (await world.admin.get(`/clients/${client.client_id}`)).json.secrets;
    const path = `/clients/${client.client_id}/secrets/${first.id}`;
    await world.admin.patch(path, { expires_at: clock.now() + 3600 });
    const desk = await at('auditor');
    await eventually(async () => {
      const page = await desk.get('/desk/attention');
      const told = [String(person['email']), 'no such mailbox', 'Ending Soon', 'secret-expires'];
      return told.every((text) => page.text.includes(text)) || undefined;
    });
    sink.verdict = () => null;
  });

  it('speaks the language of whoever is there', async () => {
    const user = await world.createUser({ locale: 'de' });
    await world.admin.call('PUT', `/roles/gatehouse-auditor/users/${user.sub}`, {});
    const desk = await signedIn(user);
    const page = await desk.get('/desk/attention');
    expect(page.headers.get('content-language')).toBe('de');
    expect(page.text).toContain('<bdi>Zu erledigen</bdi>');
  });
});

it('lets nobody in to the desk without the second factor that is asked of admins', async () => {
  const world = await startOwnWorld();
  const user = await world.createUser();
  await world.admin.call('PUT', `/roles/gatehouse-help-desk/users/${user.sub}`, {});
  const browser = world.browser();
  const open = async () => walk(browser, await browser.get('/desk'), { user });
  expect((await open()).has('query')).toBe(true);
  const required = await world.admin.patch('/settings/second-factor', { required: 'admins' });
  expect(required.status).toBe(200);
  await eventually(async () => {
    const answer = await browser.get('/desk');
    return answer.location?.pathname.startsWith('/interaction/') || undefined;
  });
  const page = await open();
  expect([page.has('query'), page.url.pathname]).toEqual([
    false,
    expect.stringMatching(/^\/interaction\//),
  ]);
});
