import { Injectable } from '@nestjs/common';
import { type Browser, Cookies } from '#platform/http';
import { SessionLimits } from './session-limits.js';
import { SessionState } from './session-state.js';
import type { SignedIn } from './session.repository.js';

const COOKIE = 'session';
/** Tells scripts of clients, by way of ours, that the session is another one. */
export const BROWSER_STATE_COOKIE = 'browser_state';

/** What a browser holds of its session. */
@Injectable()
export class SessionCookies {
  constructor(
    private readonly cookies: Cookies,
    private readonly state: SessionState,
    private readonly limits: SessionLimits,
  ) {}

  read(browser: Browser): string | undefined {
    return this.cookies.read(browser, COOKIE);
  }

  async write(browser: Browser, { id, token, kept }: SignedIn): Promise<void> {
    const maxAge = await this.limits.cookieLifetime(kept);
    const lasting = maxAge === undefined ? {} : { maxAge };
    this.cookies.write(browser, COOKIE, token, lasting);
    const browserState = this.state.browserState(id);
    this.cookies.write(browser, BROWSER_STATE_COOKIE, browserState, { ...lasting, public: true });
  }

  clear(browser: Browser): void {
    this.cookies.clear(browser, COOKIE);
    this.cookies.clear(browser, BROWSER_STATE_COOKIE, { public: true });
  }
}
