import { afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { describeChromium, launchChromium, screenshot } from '../support/chromium.js';
import { startServer } from '../support/server-process.js';
import { type RegisteredUser, worldOf, type World } from '../support/world.js';
import { accessibilityFaults, focusStops, overflowAt } from './accessibility.js';
import { Office } from './office.js';
import { Person } from './person.js';

const NARROW = 320;
const FOCUSABLE = 'a[href]:visible, button:visible, input:visible, select:visible';

let world: World;
let chromium: Browser;
let office: Office;
let auditor: RegisteredUser;
let helper: RegisteredUser;
let client: string;

/** Each page of the desk, who looks at it, where it is, and its heading. */
const PAGES: readonly [
  name: string,
  who: () => RegisteredUser,
  path: () => string,
  title: string,
][] = [
  ['desk', () => helper, () => '/desk', 'Desk'],
  ['desk-found', () => auditor, () => '/desk?q=user', 'Desk'],
  ['desk-person', () => helper, () => `/desk/people/${office.ada.sub}`, 'Ada Example'],
  [
    'desk-person-hostile',
    () => auditor,
    () => `/desk/people/${office.maximiliane.sub}`,
    'Maximiliane',
  ],
  [
    'desk-action',
    () => helper,
    () => `/desk/people/${office.ada.sub}/end-sessions`,
    'Sign out everywhere',
  ],
  ['desk-client', () => auditor, () => `/desk/clients/${client}`, '<b>Bank</b>'],
  ['desk-events', () => auditor, () => '/desk/events', 'Events'],
  ['desk-events-wrong', () => auditor, () => '/desk/events?ip=here', 'Events'],
  ['desk-attention', () => auditor, () => '/desk/attention', 'Needs attention'],
];

describeChromium('The desk', () => {
  beforeAll(async () => {
    world = worldOf(await startServer());
    chromium = await launchChromium();
    office = await Office.open(world);
    const give = async (role: string) => {
      const user = await world.createUser({ name: `Somebody of the ${role}` });
      await world.admin.call('PUT', `/roles/gatehouse-${role}/users/${user.sub}`, {});
      return user;
    };
    [auditor, helper] = [await give('auditor'), await give('help-desk')];
    const { items } = (await world.admin.get('/clients?q=bank')).json;
    client = items[0].client_id;
    await world.admin.patch(`/clients/${client}`, { owners: [office.ada.sub] });
    const [secret] = (await world.admin.get(`/clients/${client}/secrets`)).json.items;
    await world.admin.patch(`/clients/${client}/secrets/${secret.id}`, {
      expires_at: Math.floor(Date.now() / 1000) + 86_400,
    });
  }, 120_000);

  afterEach(async () => {
    await Promise.all(chromium.contexts().map((context) => context.close()));
  });

  it.each(PAGES)('%s: for everybody, on a phone too, by keyboard', async (...row) => {
    const [name, who, path, title] = row;
    const context = await chromium.newContext({ javaScriptEnabled: true });
    const person = await Person.at(context);
    await person.open(`${world.issuer}${path()}`);
    await person.signIn(who());
    expect(await person.heading()).toContain(title);
    await screenshot(person.page, name);
    expect(await accessibilityFaults(person.page)).toEqual([]);
    expect(await overflowAt(person.page, NARROW)).toBe(0);
    const stops = await focusStops(person.page);
    expect(stops.filter(({ outlined }) => !outlined)).toEqual([]);
    const there = await person.page.locator(FOCUSABLE).count();
    // The parts of a date are stops of their own, which are not looked at.
    if (!path().includes('events')) expect(stops.length).toBeGreaterThanOrEqual(there);
  });

  it('takes one call: find, look, sign out everywhere, without JavaScript', async () => {
    const context = await chromium.newContext({ javaScriptEnabled: false });
    const person = await Person.at(context);
    await person.open(`${world.issuer}/account`);
    await person.signIn(helper);
    await person.press('#menu-desk');
    await person.page.fill('#query', office.bob.username);
    await person.press('#find');
    await person.press('#people a');
    expect(await person.heading()).toBe('Bob Example');
    await person.press('#end-sessions');
    await person.press('#confirm');
    expect(await person.words()).toContain('This person is signed out everywhere.');
  });
});
