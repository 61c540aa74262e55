import { createHmac, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';
import { equalInConstantTime, randomId } from '#platform/crypto';
import type { User } from '../user.js';

/** The cookie in which a browser holds who has signed in there, and for how long, in seconds. */
export const DEVICE_COOKIE = 'device';
export const DEVICE_COOKIE_LIFETIME = 400 * 24 * 3600;

/** Limit: people that a browser is remembered for; then the first is forgotten. */
const MAX_USERS = 5;

/** So many passwords ago it may have been. */
const MAX_PASSWORDS = 20;

/**
 * Recognises browsers in which a person has signed in before, so that guesses made elsewhere cannot
 * keep that person out (attack I11).
 *
 * A browser holds an id and, for each of its users, a MAC over the id, the user and their password's
 * version: `id.mac.mac`. Nothing is stored here, and nobody can make a browser known without the
 * user's password, or keep it known after that password has changed.
 */
@Injectable()
export class KnownDevices {
  /** The first makes a browser known. */
  private readonly keys: readonly KeyObject[];

  constructor(config: Config) {
    this.keys = config.deriveKeys('known-device');
  }

  /** The browser's id, if `user` has signed in there with the password they have now. */
  recognise(cookie: string | undefined, user: User): string | undefined {
    const { id, macs } = parse(cookie);
    if (id === undefined) return undefined;
    const expected = this.keys.map((key) => macOf(key, id, user));
    const known = macs.some((mac) => expected.some((one) => equalInConstantTime(mac, one)));
    return known ? id : undefined;
  }

  /** Whether `user` has ever signed in there, with whatever password they had. */
  hasSeen(cookie: string | undefined, user: User): boolean {
    const first = Math.max(0, user.credentialVersion - MAX_PASSWORDS);
    for (let version = user.credentialVersion; version >= first; version--) {
      const then = { ...user, credentialVersion: version };
      if (this.recognise(cookie, then) !== undefined) return true;
    }
    return false;
  }

  /** What the browser should hold from now on, since `user` has signed in there. */
  remember(cookie: string | undefined, user: User): string {
    const { id = randomId(), macs } = parse(cookie);
    const own = macOf(this.keys[0] as KeyObject, id, user);
    return [id, own, ...macs.filter((mac) => mac !== own)].slice(0, 1 + MAX_USERS).join('.');
  }
}

function macOf(key: KeyObject, id: string, { sub, credentialVersion }: User): string {
  return createHmac('sha256', key)
    .update(`${id}|${sub}|${String(credentialVersion)}`)
    .digest('base64url');
}

function parse(cookie = ''): { id?: string; macs: string[] } {
  if (!/^[\w-]{22}(?:\.[\w-]{43}){1,5}$/.test(cookie)) return { macs: [] };
  const [id = '', ...macs] = cookie.split('.');
  return { id, macs };
}
