import { afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Browser, BrowserContext } from 'playwright-core';
import { describeChromium, launchChromium, screenshot } from '../support/chromium.js';
import { startServer } from '../support/server-process.js';
import { worldOf, type World } from '../support/world.js';
import { accessibilityFaults, focusStops, overflowAt } from './accessibility.js';
import { Office } from './office.js';
import { Person } from './person.js';

/** The narrowest window that a page must fit: 1280 pixels at a zoom of 400 % (WCAG 1.4.10). */
const NARROW = 320;
const FOCUSABLE = 'a[href]:visible, button:visible, input:visible';

let world: World;
let chromium: Browser;
let office: Office;
let person: Person;

/** Each page in each state worth seeing, and the way there. */
const PAGES: readonly [name: string, way: () => Promise<void>, heading: string][] = [
  ['welcome', () => person.open(world.issuer), 'One door for every application'],
  ['login', () => person.open(office.requestUrl()), 'Sign in'],
  ['login-error', () => office.failToSignIn(person), 'Sign in'],
  ['login-hostile-name', () => person.open(office.requestUrl('hostile')), 'Sign in'],
  ['consent', () => office.reachConsent(person), 'Allow access?'],
  ['consent-claims', () => office.reachConsentToClaims(person), 'Allow access?'],
  ['select-account', () => office.reachAccountChoice(person), 'Choose an account'],
  [
    'select-account-hostile-name',
    () => office.reachAccountChoice(person, 'hostile'),
    'Choose an account',
  ],
  ['consent-hostile-name', () => office.reachConsent(person, 'hostile'), 'Allow access?'],
  ['authorization-error', () => person.open(office.brokenUrl()), 'Authorization error'],
  ['not-found', () => person.open(`${world.issuer}/account/elsewhere`), 'Not found'],
  ['continue', () => office.reachFormPost(person), 'Continue'],
  ['account', () => office.reachAccount(person), 'Your account'],
  ['account-security', () => office.reachPlace(person, 'security'), 'Security'],
  ['account-sessions', () => office.reachPlace(person, 'sessions'), 'Where you are signed in'],
  ['account-applications', () => office.reachPlace(person, 'applications'), 'Applications'],
  ['account-data', () => office.reachPlace(person, 'data'), 'Your data'],
  ['account-error', () => office.failToChangePassword(person), 'Security'],
  ['account-done', () => office.withdrawConsent(person), 'Applications'],
  ['logout', () => office.reachLogout(person), 'Sign out?'],
  ['signed-out', () => office.signOut(person), 'Signed out'],
];

describeChromium('The pages', () => {
  beforeAll(async () => {
    world = worldOf(await startServer());
    chromium = await launchChromium();
    office = await Office.open(world);
  }, 120_000);

  afterEach(async () => {
    await Promise.all(chromium.contexts().map((context) => context.close()));
  });

  it.each(PAGES)(
    '%s: for everybody, on a phone too, by keyboard, from one origin',
    async (...row) => {
      const [name, way, heading] = row;
      // The page that posts itself is to be seen before its script does.
      const context = await chromium.newContext({ javaScriptEnabled: name !== 'continue' });
      person = await Person.at(context);
      const { complaints, foreign } = listen(context);
      await way();
      expect(await person.heading()).toBe(heading);
      await screenshot(person.page, name);

      expect(await accessibilityFaults(person.page)).toEqual([]);
      expect(await overflowAt(person.page, NARROW)).toBe(0);
      const stops = await focusStops(person.page);
      expect(stops.filter(({ outlined }) => !outlined)).toEqual([]);
      expect(stops).toHaveLength(await person.page.locator(FOCUSABLE).count());
      expect({ complaints, foreign }).toEqual({ complaints: [], foreign: [] });
    },
  );
});

/** What the browser complains about, and the requests that leave the issuer. */
function listen(context: BrowserContext): { complaints: string[]; foreign: string[] } {
  const [complaints, foreign]: [string[], string[]] = [[], []];
  context.on('console', (message) => {
    // Chromium reports answers of 4xx as well; those pages are meant to be.
    const expected = /status of 4\d\d/.test(message.text());
    if (message.type() === 'error' && !expected) complaints.push(message.text());
  });
  context.on('request', (request) => {
    if (new URL(request.url()).origin !== world.issuer) foreign.push(request.url());
  });
  return { complaints, foreign };
}
