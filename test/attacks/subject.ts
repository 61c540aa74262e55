import type { Browser } from '../support/browser.js';
import type { RegisteredClient } from '../support/registered-client.js';
import type { LocalWorld, RegisteredUser, World } from '../support/world.js';
import { part } from './jws.js';

/** The row of the authorization that a JWT access token rests on. */
export async function authorizationOf(
  world: LocalWorld,
  accessToken: string,
): Promise<Record<string, unknown>> {
  const id = part(accessToken, 1)['authorization_id'];
  const [row] = await world.query('SELECT * FROM authorizations WHERE id = ?', [id]);
  return row as Record<string, unknown>;
}

/** Waits for what is written behind the answer, such as an audit event. */
export async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let attempt = 0; attempt < 60; attempt++) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('It never came.');
}

/** An audit event of this type about this client. */
export function auditEvent(
  world: LocalWorld,
  type: string,
  clientId: string,
): Promise<Record<string, unknown>> {
  return eventually(async () => {
    const sql = 'SELECT * FROM events WHERE type = ? AND client_id = ?';
    const [event] = await world.query(sql, [type, clientId]);
    return event as Record<string, unknown> | undefined;
  });
}

/** A person who has signed in to a client, with a browser that still is signed in. */
export interface Subject {
  readonly client: RegisteredClient;
  readonly user: RegisteredUser;
  readonly browser: Browser;
  readonly scope: string;
}

/** Whether an access token is good for anything at Gatehouse itself. */
export async function isGoodHere(world: World, accessToken: string): Promise<boolean> {
  const headers = { authorization: `Bearer ${accessToken}` };
  for (const path of ['/userinfo', '/admin/users']) {
    if ((await world.get(path, headers)).status === 200) return true;
  }
  return false;
}

/** Signs the browser out, as the person does. */
export async function signOut({ browser }: Pick<Subject, 'browser'>): Promise<void> {
  const page = await browser.get('/logout');
  const end = await browser.click(page, 'logout-confirm');
  if (!end.text.includes('Signed out')) throw new Error(end.summary());
}

/** Takes the consent to the client back on the account page. */
export async function withdrawConsent({ browser }: Pick<Subject, 'browser'>): Promise<void> {
  const page = await browser.get('/account/applications');
  const form = page.forms.find(({ action }) => action.endsWith('/consents/withdraw'));
  if (form === undefined) throw new Error(page.summary());
  const answer = await browser.post(new URL(form.action, page.url), form.fields);
  if (answer.status !== 303) throw new Error(answer.summary());
}

/** What was issued must be there: an absent refresh token would make every refusal a success. */
export function refreshTokenOf({ refresh_token }: { readonly refresh_token?: string }): string {
  if (refresh_token === undefined) throw new Error('There is no refresh token.');
  return refresh_token;
}
