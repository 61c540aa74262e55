import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import type { Answer } from '../../support/answer.js';
import type { Browser } from '../../support/browser.js';
import { walk, type Credentials } from '../../support/sign-in.js';
import type { LocalWorld, World } from '../../support/world.js';

/** The pages of the account behind the first one. */
const FURTHER = ['security', 'sessions', 'applications', 'linked', 'data'];

/** All pages of the account of whoever is signed in, as one. */
export async function allOfAccount(browser: Browser): Promise<Answer> {
  const first = await browser.get('/account');
  expect(first.status).toBe(200);
  const further: Answer[] = [];
  for (const place of FURTHER) further.push(await browser.get(`/account/${place}`));
  return first.with(further);
}

/** A browser whose person stands on their account page. */
export interface Visit {
  readonly browser: Browser;
  readonly page: Answer;
}

/** Goes to the account page, signing in on the way if need be. */
export async function visit(
  world: World,
  user: Credentials,
  browser = world.browser(),
): Promise<Visit> {
  const page = await walk(browser, await browser.get('/account'), { user });
  if (!page.has('menu-security')) throw new Error(`No account page: ${page.summary()}`);
  return { browser, page: await allOfAccount(browser) };
}

/** Opens the pages of the account again. */
export async function revisit({ browser }: Visit): Promise<Answer> {
  return allOfAccount(browser);
}

/** Whether this cookie value still opens an account page. */
export async function isSignedIn(world: World, cookies: string): Promise<boolean> {
  return (await world.get('/account', { cookie: cookies })).status === 200;
}

/** The hidden fields of the form on the page that posts this field, its anti-CSRF token included. */
export function formAbout(page: Answer, field: string, value?: string): Record<string, string> {
  const form = page.forms.find(
    ({ fields }) => field in fields && (value === undefined || fields[field] === value),
  );
  if (form === undefined) throw new Error(`No form with ${field} on ${page.summary()}`);
  return { ...form.fields };
}

/** The values of one hidden field in the order of the page. */
export function listed(
  page: Answer,
  field: 'session_id' | 'consent_id' | 'authorization_id',
): string[] {
  return page.forms.flatMap(({ fields }) => fields[field] ?? []);
}

export interface Entry {
  readonly type: string;
  readonly actor: string | null;
  readonly client_id: string | null;
  readonly object_id: string | null;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** What the audit trail has about a person, oldest first, once it has an event of this type. */
export async function auditTrail(world: LocalWorld, sub: string, type: string): Promise<Entry[]> {
  await world.application.control.flushEvents();
  for (;;) {
    const entries = await entriesOf(world, sub);
    if (entries.some((entry) => entry.type === type)) return entries;
    // Events are written behind the answer. One that never comes ends the test by its timeout.
    await sleep(20);
  }
}

async function entriesOf(world: LocalWorld, sub: string): Promise<Entry[]> {
  const rows: (Omit<Entry, 'facts'> & { facts: string })[] = await world.query(
    `SELECT type, actor, client_id, object_id, facts FROM events WHERE user_id = '${sub}' ORDER BY at`,
  );
  return rows.map((row) => ({ ...row, facts: JSON.parse(row.facts) as Entry['facts'] }));
}
