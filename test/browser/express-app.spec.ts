import { afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { describeChromium, launchChromium, screenshot } from '../support/chromium.js';
import { freePort } from '../support/free-port.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';
import { ExampleProcess } from './example-process.js';
import { Person } from './person.js';

describeChromium('examples/express-app: passport-openidconnect signs people in', () => {
  let world: LocalWorld;
  let app: ExampleProcess;
  let chromium: Browser;
  let user: RegisteredUser;

  beforeAll(async () => {
    world = await startWorld();
    app = new ExampleProcess('express-app', `http://localhost:${await freePort()}`, {
      GATEHOUSE: world.issuer,
      STATE_DIR: temporaryDirectory(),
    });
    await app.start({ ADMIN_PASSWORD: world.application.adminPassword });
    // Registered by now: it needs no admin any more.
    await app.stop();
    await app.start();
    chromium = await launchChromium();
    user = await world.createUser({ name: 'Ada Example' });
  }, 60_000);

  afterEach(async () => {
    await Promise.all(chromium.contexts().map((context) => context.close()));
  });

  const visitor = async () => {
    const person = await Person.at(await chromium.newContext());
    await person.open(app.origin);
    return person;
  };

  async function signIn(person: Person): Promise<void> {
    await person.press('#sign-in');
    await person.signIn(user);
    if (await person.page.locator('#consent-approve').isVisible()) await person.allow();
    expect(await person.texts('#name')).toEqual(['Ada Example']);
  }

  const cookieOf = async (person: Person) =>
    (await person.context.cookies(app.origin)).find(({ name }) => name === 'notice-board');

  it('signs people in with a session of their own, and knows name and e-mail', async () => {
    const ada = await visitor();
    expect(await cookieOf(ada)).toBeUndefined();
    await ada.press('#sign-in');
    const before = await cookieOf(ada);
    await ada.signIn(user);
    await ada.allow();
    expect(ada.page.url()).toBe(`${app.origin}/`);
    expect(await ada.texts('#name')).toEqual(['Ada Example']);
    expect(await ada.texts('#email')).toEqual([user['email']]);
    // The library that writes the cookie is a newer one than express-session asks for.
    const after = await cookieOf(ada);
    expect(after).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/', expires: -1 });
    expect(after?.value).not.toBe(before?.value);
    await ada.page.fill('#text', '<b>Lost</b>: one umbrella');
    await ada.press('#pin');
    expect(await ada.texts('#notices q')).toEqual(['<b>Lost</b>: one umbrella']);
    await screenshot(ada.page, 'express-app');
    await ada.page.reload();
    expect(await ada.texts('#name')).toEqual(['Ada Example']);
  });

  it('signing out ends both sessions', async () => {
    const ada = await visitor();
    await signIn(ada);
    const stolen = await cookieOf(ada);
    const asking = ada.page.waitForRequest((request) => request.url().includes('/logout?'));
    await ada.page.click('#sign-out');
    const asked = new URL((await asking).url());
    expect(asked.origin).toBe(world.issuer);
    expect(asked.searchParams.get('id_token_hint')).toMatch(/^ey/);
    expect(asked.searchParams.get('post_logout_redirect_uri')).toBe(`${app.origin}/`);
    await ada.page.waitForURL(`${app.origin}/`);
    expect(await ada.page.locator('#sign-in').isVisible()).toBe(true);
    const cookie = `notice-board=${stolen?.value ?? ''}`;
    const again = await fetch(app.origin, { headers: { cookie } });
    expect(await again.text()).toContain('id="sign-in"');
    await ada.press('#sign-in');
    expect(await ada.page.locator('#password').isVisible()).toBe(true);
  });

  it('somebody who refuses reads on', async () => {
    const ada = await visitor();
    await ada.press('#sign-in');
    await ada.press('#cancel');
    expect(await ada.heading()).toBe('You did not sign in');
    expect(await ada.words()).toContain('That is fine');
  });

  it('an answer to what this browser never asked signs nobody in', async () => {
    const ada = await visitor();
    await signIn(ada);
    const mallory = await visitor();
    await mallory.open(`${app.origin}/callback?code=x&state=y`);
    expect(await mallory.heading()).toBe('You did not sign in');
    const foreign = await fetch(`${app.origin}/sign-out`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect(foreign.status).toBe(403);
  });
});
