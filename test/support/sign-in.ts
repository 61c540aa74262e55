import type { Answer } from './answer.js';
import type { Browser } from './browser.js';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export interface Visit {
  readonly user: Credentials;
  /** What to do on the consent page; Allow unless told otherwise. */
  readonly consent?: 'approve' | 'cancel';
  /** The client's redirect URI, where it lies within the issuer. */
  readonly until?: string | undefined;
}

const LONGEST_WAY = 6;

/**
 * Walks the pages of Gatehouse until it lets go of the browser: signs in, answers the consent page.
 * @returns the redirect to the client, or the page on which the walk ended.
 */
export async function walk(browser: Browser, start: Answer, visit: Visit): Promise<Answer> {
  const { user, consent = 'approve', until } = visit;
  let answer = await browser.follow(start, until);
  let triedPassword = false;
  for (let step = 0; step < LONGEST_WAY; step++) {
    // Where some people are at home elsewhere, who one is comes first.
    if (answer.has('upstream-domain') && !answer.has('login-submit') && step < 2) {
      answer = await browser.click(answer, 'upstream-domain', { identifier: user.username });
    } else if (answer.has('login-submit') && !triedPassword) {
      triedPassword = true;
      const { username, password } = user;
      answer = await browser.click(answer, 'login-submit', { username, password });
    } else if (answer.has('account-continue')) {
      answer = await browser.click(answer, 'account-continue');
    } else if (answer.has('consent-approve')) {
      answer = await browser.click(answer, consent === 'approve' ? 'consent-approve' : 'cancel');
    } else {
      return answer;
    }
    answer = await browser.follow(answer, until);
  }
  return answer;
}
