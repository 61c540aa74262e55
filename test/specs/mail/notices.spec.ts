import { beforeAll, describe, expect, it } from '@jest/globals';
import { clock } from '../../support/clock.js';
import { linkIn, type MailSink, mailingTo, startMailSink } from '../../support/mail-sink.js';
import { enrolApp, totpOf } from '../../support/second-factor.js';
import { type LocalWorld, type RegisteredUser, startWorld, unique } from '../../support/world.js';
import type { Browser } from '../../support/browser.js';

const NEW = 'You signed in somewhere new';
const DAY = 24 * 3600;

let sink: MailSink;
let world: LocalWorld;

beforeAll(async () => {
  sink = await startMailSink();
  world = await startWorld(mailingTo(sink));
});

const mailed = (user: RegisteredUser, subject: string) =>
  sink.received.filter(
    ({ to, mail }) => to.includes(String(user['email'])) && mail.subject === subject,
  );

/** Waits for so many of them, and for what else may come. */
async function told(user: RegisteredUser, subject: string, count: number) {
  const deadline = performance.now() + 10_000;
  while (mailed(user, subject).length < count && performance.now() < deadline) {
    await world.application.control.flushEvents();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return mailed(user, subject);
}

const someone = () => world.createUser({ email: `${unique()}@people.example` });

async function signIn(browser: Browser, { username, password }: RegisteredUser) {
  const page = await browser.open('/account');
  return browser.follow(await browser.click(page, 'login-submit', { username, password }));
}

/** Signed out, in the same browser. */
function later(browser: Browser): Browser {
  const copy = browser.copy();
  copy.cookies.delete('gatehouse_session');
  return copy;
}

describe('notices (ASVS 5.0 6.3.5, 6.3.7)', () => {
  it('tell who signs in where they have never been; the link in it ends that', async () => {
    const user = await someone();
    const known = world.browser();
    await signIn(known, user);
    clock.advance(2 * DAY);
    await signIn(later(known), user);
    const other = world.browser();
    await signIn(other, user);
    const [mail, more] = await told(user, NEW, 1);
    expect(more).toBeUndefined();
    expect(mail?.mail.text).toContain('from 127.0.0.1');
    expect(mail?.mail.text).toContain(user.username);
    // Where they have been once is no news.
    await signIn(later(other), user);
    expect((await other.get('/account')).status).toBe(200);
    const rescuer = world.browser();
    const page = await rescuer.get(linkIn(mail!));
    const [form] = page.forms;
    await rescuer.post(form!.action, form!.fields);
    expect((await other.get('/account')).status).toBe(303);
    expect(mailed(user, NEW)).toHaveLength(1);
  });

  it('do not tell who has just got their account, nor of a password that they changed', async () => {
    const user = await someone();
    const browser = world.browser();
    await signIn(browser, user);
    clock.advance(2 * DAY);
    const password = 'another horse, another battery';
    expect((await world.admin.patch(`/users/${user.sub}`, { password })).status).toBe(200);
    await signIn(later(browser), { ...user, password });
    const elsewhere = world.browser();
    await signIn(elsewhere, { ...user, password });
    expect(await told(user, NEW, 1)).toHaveLength(1);
  });

  it('tell of a recovery code', async () => {
    const { user, codes } = await enrolApp(world, await someone());
    const browser = world.browser();
    const asked = await signIn(browser, user);
    const link = /id="another-way" href="([^"]+)"/.exec(asked.text)?.[1] ?? '';
    const page = await browser.open(link);
    await browser.click(page, 'code-submit', { code: codes[0] });
    expect(await told(user, 'A recovery code was used', 1)).toHaveLength(1);
  });

  it('I13 tell once a day of many wrong second factors', async () => {
    const { user, key } = await enrolApp(world, await someone());
    for (let visit = 0; visit < 5; visit++) {
      const browser = world.browser();
      let page = await signIn(browser, user);
      for (let guess = 0; guess < 5 && page.has('code-submit'); guess++) {
        page = await browser.click(page, 'code-submit', { code: totpOf(key, 9 + guess) });
      }
    }
    const subject = 'Somebody guesses at your second step';
    expect(await told(user, subject, 1)).toHaveLength(1);
  });
});
