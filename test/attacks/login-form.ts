import type { Answer } from '../support/answer.js';
import type { Browser, Query } from '../support/browser.js';
import type { RegisteredClient } from '../support/registered-client.js';
import type { World } from '../support/world.js';
import { authorizationRequest } from './authorization-request.js';

/** A login page that stays open while somebody tries one password after the other. */
export class LoginForm {
  private constructor(
    readonly browser: Browser,
    readonly page: Answer,
  ) {}

  /** @param browser a fresh one unless given */
  static async open(
    world: World,
    client: RegisteredClient,
    { browser = world.browser(), changes = {} }: { browser?: Browser; changes?: Query } = {},
  ): Promise<LoginForm> {
    const page = await browser.open('/authorize', authorizationRequest(client, changes));
    if (!page.has('login-submit')) throw new Error(`No login page: ${page.summary()}`);
    return new LoginForm(browser, page);
  }

  try(username: string, password: string): Promise<Answer> {
    return this.browser.click(this.page, 'login-submit', { username, password });
  }
}

/** Signed in: the answer leads on instead of showing the form again. */
export const signedIn = (answer: Answer): boolean => answer.status === 303;

/** The bytes of a login page without what belongs to this visit alone. */
export function masked(answer: Answer, typed: string): string {
  return answer.text
    .replace(/(name="csrf" value=")[^"]*/g, '$1CSRF')
    .replace(/(challenge&quot;:&quot;)[\w-]*/g, '$1CHALLENGE')
    .replace(/(nonce=")[^"]*/g, '$1NONCE')
    .replace(/(\/|%2F)interaction\1[\w-]{43}/g, '/interaction/UID')
    .replaceAll(`value="${typed}"`, 'value="TYPED"');
}

/** How many passwords were compared with that of an account; who is turned away at the door is not. */
export async function compared(
  ...spies: readonly { mock: { calls: unknown[][]; results: { value: unknown }[] } }[]
): Promise<number> {
  const all = spies.flatMap(({ mock }) =>
    mock.calls.map(([hash], n) => [hash, mock.results[n]?.value] as const),
  );
  const ends = await Promise.allSettled(all.map(([, value]) => value));
  return ends.filter(({ status }, n) => status === 'fulfilled' && all[n]?.[0] !== undefined).length;
}
