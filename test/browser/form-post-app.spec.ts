import { afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { describeChromium, launchChromium, screenshot } from '../support/chromium.js';
import { freePort } from '../support/free-port.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';
import { ExampleProcess } from './example-process.js';
import { Person } from './person.js';

describeChromium('examples/form-post-app: an ID token through the browser signs people in', () => {
  let world: LocalWorld;
  let chromium: Browser;
  let user: RegisteredUser;
  const STATE_DIR = temporaryDirectory();

  beforeAll(async () => {
    world = await startWorld({ LEGACY_GRANTS: 'implicit' });
    chromium = await launchChromium();
    user = await world.createUser({ name: 'Ada Example' });
  }, 60_000);

  afterEach(async () => {
    await Promise.all(chromium.contexts().map((context) => context.close()));
  });

  async function start(RESPONSE_TYPE: string): Promise<ExampleProcess> {
    const origin = `http://localhost:${await freePort()}`;
    const environment = { GATEHOUSE: world.issuer, STATE_DIR, RESPONSE_TYPE };
    const app = new ExampleProcess('form-post-app', origin, environment);
    await app.start({ ADMIN_PASSWORD: world.application.adminPassword });
    // Registered by now: it needs no admin any more.
    await app.stop();
    await app.start();
    return app;
  }

  const visitorOf = async (app: ExampleProcess) => {
    const person = await Person.at(await chromium.newContext());
    await person.open(app.origin);
    return person;
  };

  it.each(['code id_token', 'id_token'])('%s by form_post', async (responseType) => {
    const app = await start(responseType);
    const ada = await visitorOf(app);
    const posted = ada.page.waitForRequest(`${app.origin}/callback`);
    await ada.press('#sign-in');
    await ada.signIn(user);
    await ada.page.click('#consent-approve');
    await ada.page.waitForURL(`${app.origin}/`);
    expect(await ada.texts('#name')).toEqual(['Ada Example']);
    expect(await ada.texts('#visitors li')).toEqual(['Ada Example']);
    const form = new URLSearchParams((await posted).postData() ?? '');
    for (const name of ['code', 'id_token']) {
      expect(form.has(name)).toBe(responseType.split(' ').includes(name));
    }
    expect(form.has('access_token')).toBe(false);
    await screenshot(ada.page, `form-post-app-${responseType.replace(' ', '-')}`);
  });

  it('somebody who refuses reads on, and an answer that was not asked for signs nobody in', async () => {
    const app = await start('code id_token');
    const ada = await visitorOf(app);
    await ada.press('#sign-in');
    await ada.page.click('#cancel');
    await ada.page.waitForURL(`${app.origin}/callback`);
    expect(await ada.heading()).toBe('You did not sign in');
    const body = new URLSearchParams({ code: 'x', id_token: 'y', state: 'z' });
    const answer = await fetch(`${app.origin}/callback`, { method: 'POST', body });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('You did not sign in');
  });
});
