import type { Answer } from './answer.js';
import { Browser, type Query } from './browser.js';
import type { RegisteredClient } from './registered-client.js';
import { walk, type Credentials } from './sign-in.js';
import type { World } from './world.js';

export const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';

/** The answer of `/device_authorization` (RFC 8628 §3.2). */
export interface DeviceCodes {
  readonly device_code: string;
  readonly user_code: string;
  readonly verification_uri: string;
  readonly verification_uri_complete: string;
  readonly expires_in: number;
  readonly interval: number;
}

/** Registers an application on a television: public, without a redirect URI. */
export function registerDevice(
  world: World,
  metadata: Record<string, unknown> = {},
): Promise<RegisteredClient> {
  return world.registerClient({
    redirect_uris: [],
    grant_types: [DEVICE_CODE, 'refresh_token'],
    token_endpoint_auth_method: 'none',
    ...metadata,
  });
}

/** Asks for codes as this client. */
export async function startDevice(
  world: World,
  client: RegisteredClient,
  fields: Query = {},
): Promise<DeviceCodes> {
  const answer = await world.post('/device_authorization', client, { scope: 'openid', ...fields });
  if (answer.status !== 200) throw new Error(`No device codes: ${answer.summary()}`);
  return answer.json as DeviceCodes;
}

/** One poll. */
export function poll(
  world: World,
  client: RegisteredClient,
  { device_code }: Pick<DeviceCodes, 'device_code'>,
  changes: Query = {},
): Promise<Answer> {
  return world.token(client, { grant_type: DEVICE_CODE, device_code, ...changes });
}

/** A browser in which this person is signed in and has the page `/device` open. */
export async function openDevicePage(
  world: World,
  user: Credentials,
  browser = new Browser(world.issuer),
): Promise<{ browser: Browser; page: Answer }> {
  const page = await walk(browser, await browser.get('/device'), { user });
  if (!page.has('device-submit')) throw new Error(`Not the device page: ${page.summary()}`);
  return { browser, page };
}

/** Types the code: the page that asks for a decision, or the one that says why there is none. */
export async function enterCode(
  world: World,
  user: Credentials,
  userCode: string,
  browser?: Browser,
): Promise<{ browser: Browser; page: Answer }> {
  const opened = await openDevicePage(world, user, browser);
  const page = await opened.browser.click(opened.page, 'device-submit', { user_code: userCode });
  return { browser: opened.browser, page };
}

/** Types the code and decides. @returns the browser, still signed in */
export async function decide(
  world: World,
  user: Credentials,
  { user_code }: Pick<DeviceCodes, 'user_code'>,
  decision: 'allow' | 'deny' = 'allow',
  signedIn?: Browser,
): Promise<Browser> {
  const { browser, page } = await enterCode(world, user, user_code, signedIn);
  const answer = await browser.click(page, decision === 'allow' ? 'device-approve' : 'cancel');
  const expected = decision === 'allow' ? 'Device connected' : 'Device not connected';
  if (!answer.text.includes(expected)) throw new Error(`Not decided: ${answer.summary()}`);
  return browser;
}
