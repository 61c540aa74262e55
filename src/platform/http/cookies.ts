import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';
import type { Browser } from './browser.js';

/** Limit: characters of the value of a cookie: browsers keep 4096 bytes with its name (RFC 6265 §6.1). */
export const MAX_COOKIE = 3900;

export interface CookieOptions {
  /** Seconds; a session cookie of the browser when absent. */
  maxAge?: number;
  /** Readable for scripts of ours, in frames on other sites too: never for a secret. */
  public?: boolean;
}

/**
 * Our cookies: HttpOnly, SameSite=Lax, for the whole origin, and with the `__Host-` prefix wherever
 * browsers come over https, so that no subdomain can plant one (attack I04). An issuer with a path shares its
 * origin with others, who do not get them: they are for that path, which `__Host-` forbids (RFC 6265bis §4.1.3).
 */
@Injectable()
export class Cookies {
  private readonly prefix: string;
  private readonly attributes: string;
  private readonly publicAttributes: string;

  constructor(config: Config) {
    const path = config.basePath === '' ? '/' : config.basePath;
    const prefix = path === '/' ? '__Host-' : '__Secure-';
    this.prefix = config.secure ? `${prefix}gatehouse_` : 'gatehouse_';
    this.attributes = `; Path=${path}; HttpOnly; SameSite=Lax${config.secure ? '; Secure' : ''}`;
    // SameSite=None is for https only; without it, frames of the same site still read the cookie.
    this.publicAttributes = `; Path=${path}; SameSite=${config.secure ? 'None; Secure' : 'Lax'}`;
  }

  /** The value, or undefined when the cookie is absent or came more than once (attack I04). */
  read({ headers }: Pick<Browser, 'headers'>, name: string): string | undefined {
    const header = headers.cookie;
    if (header === undefined) return undefined;
    const start = `${this.prefix}${name}=`;
    const found = header
      .split(';')
      .map((pair) => pair.trim())
      .filter((pair) => pair.startsWith(start));
    const value = found.length === 1 ? found[0]?.slice(start.length) : undefined;
    const usable = value !== undefined && value.length <= MAX_COOKIE && /^[\w.~-]+$/.test(value);
    return usable ? value : undefined;
  }

  /** The whole name of a cookie, for scripts that read it. */
  nameOf(name: string): string {
    return this.prefix + name;
  }

  write(browser: Browser, name: string, value: string, options: CookieOptions = {}): void {
    const age = options.maxAge === undefined ? '' : `; Max-Age=${String(options.maxAge)}`;
    const attributes = options.public === true ? this.publicAttributes : this.attributes;
    browser.setHeader('set-cookie', `${this.prefix}${name}=${value}${attributes}${age}`);
  }

  clear(browser: Browser, name: string, options: CookieOptions = {}): void {
    this.write(browser, name, '', { ...options, maxAge: 0 });
  }
}
