import type { Answer } from './answer.js';
import { type Algorithm, type Changes, SoftwareAuthenticator } from './authenticator.js';
import type { Browser } from './browser.js';
import { decodeEntities } from './html-form.js';
import { walk } from './sign-in.js';
import type { RegisteredUser, World } from './world.js';

/** The options that a page holds for its script. */
export function optionsOn(page: Answer): string {
  const found = /data-options="([^"]*)"/.exec(page.text)?.[1];
  if (found === undefined) throw new Error(`No ceremony on this page:\n${page.summary()}`);
  return decodeEntities(found);
}

/** Answers the ceremony on a page as the script does. */
export function answerWith(
  authenticator: SoftwareAuthenticator,
  browser: Browser,
  page: Answer,
  changes: Changes = {},
): Promise<Answer> {
  return browser.click(page, 'passkey', {
    credential: authenticator.get(optionsOn(page), changes),
  });
}

/** Signs somebody in by password and has them set up a passkey on the account page. */
export async function enrolPasskey(
  world: World,
  user: RegisteredUser,
  algorithm?: Algorithm,
  synced?: boolean,
): Promise<{ authenticator: SoftwareAuthenticator; browser: Browser }> {
  const browser = world.browser();
  await walk(browser, await browser.open('/account'), { user });
  const authenticator = new SoftwareAuthenticator(world.issuer, algorithm, synced);
  const page = await browser.get('/account/authenticators/new/passkey');
  const credential = authenticator.create(optionsOn(page));
  const answer = await browser.click(page, 'passkey', { credential });
  if (answer.status !== 303) throw new Error(`No passkey: ${answer.summary()}`);
  return { authenticator, browser };
}
