import { Secret, TOTP } from 'otpauth';
import type { Answer } from './answer.js';
import type { Browser } from './browser.js';
import { clock } from './clock.js';
import { walk } from './sign-in.js';
import type { RegisteredUser, World } from './world.js';

/** What the app shows at the server's time, or some steps of 30 s later. */
export const totpOf = (key: string, steps = 0): string =>
  new TOTP({ secret: Secret.fromBase32(key) }).generate({
    timestamp: (clock.now() + steps * 30) * 1000,
  });

/** The key on a page that sets an app up. */
export const keyOn = (page: Answer): string =>
  (/id="totp-secret">([A-Z2-7 ]+)</.exec(page.text)?.[1] ?? '').replaceAll(' ', '');

/** The recovery codes on a page that shows them once. */
export const codesOn = (page: Answer): string[] =>
  [...page.text.matchAll(/<li><code>([A-Z0-9-]+)<\/code>/g)].map(([, code = '']) => code);

export interface Enrolled {
  readonly user: RegisteredUser;
  /** In which they are signed in. */
  readonly browser: Browser;
  readonly key: string;
  readonly codes: readonly string[];
  /** Their account page. */
  readonly account: Answer;
}

/** Somebody who sets an app and recovery codes up on their account page; their next code is another one. */
export async function enrolApp(world: World, given?: RegisteredUser): Promise<Enrolled> {
  const user = given ?? (await world.createUser());
  const browser = world.browser();
  await walk(browser, await browser.open('/account'), { user });
  const page = await browser.open('/account/authenticators/new/totp');
  const key = keyOn(page);
  const kept = await browser.follow(
    await browser.click(page, 'code-submit', { code: totpOf(key) }),
  );
  const codes = codesOn(kept);
  const account = await browser.follow(await browser.click(kept, 'codes-kept'));
  clock.advance(60);
  return { user, browser, key, codes, account };
}
