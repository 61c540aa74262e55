import { Injectable } from '@nestjs/common';
import { type Browser, Cookies } from '#platform/http';

const COOKIE = 'provider';
/** For so long a browser is offered the same first, in seconds. */
const LIFETIME = 180 * 24 * 3600;

/** At which provider somebody signed in last, in this browser: it is offered first. */
@Injectable()
export class LastProvider {
  constructor(private readonly cookies: Cookies) {}

  remember(id: string, browser: Browser): void {
    this.cookies.write(browser, COOKIE, id, { maxAge: LIFETIME });
  }

  /** The same, that one first. */
  first<Provider extends { readonly id: string }>(
    providers: readonly Provider[],
    browser: Browser,
  ): Provider[] {
    const last = this.cookies.read(browser, COOKIE);
    return [
      ...providers.filter(({ id }) => id === last),
      ...providers.filter(({ id }) => id !== last),
    ];
  }
}
