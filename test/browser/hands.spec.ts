import { afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { describeChromium, launchChromium } from '../support/chromium.js';
import { startServer } from '../support/server-process.js';
import { worldOf, type World } from '../support/world.js';
import { focused, tabTo } from './accessibility.js';

import { Callback } from './callback.js';
import { Office } from './office.js';
import { Person } from './person.js';

// A machine that is busy with other files takes its time.
jest.setTimeout(180_000);

let world: World;
let chromium: Browser;
let office: Office;
let callback: Callback;

const visitor = async (options: { javaScriptEnabled?: boolean } = {}) =>
  Person.at(await chromium.newContext(options));

describeChromium('The pages in the hands of', () => {
  beforeAll(async () => {
    world = worldOf(await startServer());
    chromium = await launchChromium();
    callback = await Callback.listen();
    office = await Office.open(world, callback.url);
  }, 120_000);

  afterEach(async () => {
    callback.answers.length = 0;
    await Promise.all(chromium.contexts().map((context) => context.close()));
  });

  it('somebody with a keyboard only: typing, Tab and Enter sign in and allow', async () => {
    const person = await visitor();
    const { keyboard } = person.page;
    await person.open(office.requestUrl());
    expect((await focused(person.page))?.name).toBe('#username');
    await keyboard.type(office.ada.username);
    await keyboard.press('Tab');
    await keyboard.type(office.ada.password);
    await Promise.all([person.page.waitForEvent('load'), keyboard.press('Enter')]);
    expect(await person.heading()).toBe('Allow access?');
    await tabTo(person.page, 'consent-approve');
    await Promise.all([person.page.waitForEvent('load'), keyboard.press('Enter')]);
    expect(callback.answers).toEqual([expect.objectContaining({ code: expect.any(String) })]);
  });

  it('somebody with a keyboard only: Cancel and Deny can be reached as well', async () => {
    const person = await visitor();
    const { keyboard } = person.page;
    await person.open(office.requestUrl());
    await tabTo(person.page, 'cancel');
    await Promise.all([person.page.waitForEvent('load'), keyboard.press('Space')]);
    await office.reachConsent(person);
    await tabTo(person.page, 'cancel');
    await Promise.all([person.page.waitForEvent('load'), keyboard.press('Enter')]);
    const denied = expect.objectContaining({ error: 'access_denied', state: 'planned' });
    expect(callback.answers).toEqual([denied, denied]);
  });

  it('somebody who mistyped: the field to mend has the focus', async () => {
    const person = await visitor();
    await office.failToSignIn(person);
    // The browser moves the focus some time after the page is there.
    await person.page.waitForSelector('#password:focus');
    expect((await focused(person.page))?.name).toBe('#password');
    expect(await person.page.inputValue('#username')).toBe(office.ada.username);
    const other = await visitor();
    await office.failToChangePassword(other);
    await other.page.waitForSelector('#current-password:focus');
    expect((await focused(other.page))?.name).toBe('#current-password');
  });

  it('a browser without JavaScript: everything from sign-in to sign-out', async () => {
    const person = await visitor({ javaScriptEnabled: false });
    const password = 'an entirely new passphrase';
    await person.open(office.requestUrl('ordinary', { prompt: 'login consent' }));
    await person.signIn(office.bob);
    await person.allow();
    expect(callback.answers).toEqual([expect.objectContaining({ code: expect.any(String) })]);

    await person.open(office.requestUrl('ordinary', { response_mode: 'form_post' }));
    await person.press('#continue');
    expect(callback.answers[1]).toMatchObject({ code: expect.any(String), state: 'planned' });

    await person.open(`${world.issuer}/account/security`);
    await person.page.fill('#current-password', office.bob.password);
    await person.page.fill('#new-password', password);
    await person.page.fill('#new-password-again', password);
    await person.press('#password-submit');
    expect(await person.texts('[role=status]')).toEqual([
      expect.stringContaining('Your password is changed.'),
    ]);
    await person.press('#menu-applications');
    await person.press('.consent-revoke');
    expect(await person.words()).toContain('You have not allowed any application');
    await person.press('#sign-out');
    await person.press('#logout-confirm');
    await person.press('#sign-in');
    await person.signIn({ ...office.bob, password });
    expect(await person.heading()).toBe('Your account');
  });

  it('a browser with JavaScript: the answer by form_post is on its way at once', async () => {
    const person = await visitor();
    await office.reachConsent(person, 'ordinary', { response_mode: 'form_post' });
    await person.page.click('#consent-approve');
    await person.page.waitForURL(callback.url);
    expect(callback.answers).toEqual([
      expect.objectContaining({ code: expect.any(String), iss: world.issuer }),
    ]);
  });
});
