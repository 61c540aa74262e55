import { Injectable } from '@nestjs/common';
import type { Author } from '#platform/changes';
import { randomId, randomToken, sha256 } from '#platform/crypto';
import { Transactions } from '#platform/database';
import { type Event, Events } from '#platform/events';
import { type Browser, Cookies } from '#platform/http';
import { epochSeconds } from '#protocol';
import type { User } from '#people/users';
import { SessionLimits } from '../session-limits.js';
import type { TrustedBrowserEntity } from './trusted-browser.entity.js';
import { TrustedBrowserRepository } from './trusted-browser.repository.js';

const COOKIE = 'trusted';
/** Limit: people who trust one browser; then the first is forgotten. */
const MAX_USERS = 5;
const ONE_DAY = 24 * 3600;
/** A browser may lose the answer with the next secret: for so long the one before is good as well, in seconds. */
const GRACE = 60;

/** Who trusts a browser. */
type Truster = Pick<User, 'sub' | 'credentialVersion' | 'sessionVersion'>;

/**
 * Browsers in which people are not asked for their second factor. What a browser holds for each of them is a
 * secret that changes from day to day; it opens nothing without the password, and proves nothing to anybody.
 */
@Injectable()
export class TrustedBrowsers {
  constructor(
    private readonly repository: TrustedBrowserRepository,
    private readonly transactions: Transactions,
    private readonly events: Events,
    private readonly cookies: Cookies,
    private readonly limits: SessionLimits,
  ) {}

  list(userId: string): Promise<TrustedBrowserEntity[]> {
    return this.repository.listLive(userId);
  }

  /** Whether this person trusts this browser. */
  async knows(browser: Browser, userId: string): Promise<boolean> {
    return (await this.find(browser, userId)) !== undefined;
  }

  /** They have signed in by that: once a day the browser gets another secret. */
  async use(browser: Browser, userId: string): Promise<void> {
    const found = await this.find(browser, userId);
    if (found === undefined) return;
    const { row, held, next } = found;
    if (row.secretHash === sha256(next)) {
      this.write(browser, [next, ...without(this.held(browser), held)]);
      return;
    }
    if (epochSeconds() - row.lastUsedAt < ONE_DAY) return;
    if (!(await this.repository.rotate(row, sha256(next)))) return;
    this.write(browser, [next, ...without(this.held(browser), held)]);
  }

  /**
   * They have just given their second factor, and want not to be asked for it here: for as long as the settings say
   * that browsers are trusted.
   */
  async trust(
    { sub: userId, credentialVersion, sessionVersion }: Truster,
    browser: Browser,
  ): Promise<void> {
    const lifetime = (await this.limits.trustDays()) * ONE_DAY;
    if (lifetime === 0) return;
    const [id, secret, now] = [randomId(), randomToken(), epochSeconds()];
    const { ip, userAgent } = browser.origin;
    const former = this.held(browser);
    const row = {
      ...{ id, userId, secretHash: sha256(secret), credentialVersion, sessionVersion },
      ...{ provenAt: now, createdAt: now, lastUsedAt: now, expiresAt: now + lifetime },
      ...{ userAgent: userAgent?.slice(0, 255) ?? null, ip },
    };
    const event = { type: 'browser.trusted', userId, ...ofBrowser(id) } as const;
    const actor = { kind: 'user', id: userId } as const;
    await this.transactions.run(async (manager) => {
      await this.repository.insert(manager, row, former.map(sha256));
      await this.events.record(manager, { ...event, actor, origin: browser.origin });
    });
    this.write(browser, [secret, ...former]);
  }

  /** @param id of one of them; absent: all. @returns false when there is no such browser */
  async end(userId: string, id: string | undefined, author: Author): Promise<boolean> {
    const { actor, origin, via } = author;
    const told: Event = {
      ...{ type: 'browser.distrusted', userId, actor, origin, facts: { via } },
      ...(id === undefined ? {} : ofBrowser(id)),
    };
    return this.transactions.run(async (manager) => {
      if (id === undefined) await this.repository.deleteAll(manager, userId);
      else if (!(await this.repository.delete(manager, userId, id))) return false;
      await this.events.record(manager, told);
      return true;
    });
  }

  private async find(browser: Browser, userId: string) {
    const held = this.held(browser).map((secret) => ({ secret, next: this.after(secret) }));
    if (held.length === 0) return undefined;
    const hashes = held.flatMap(({ secret, next }) => [sha256(secret), sha256(next)]);
    const row = await this.repository.find(hashes, userId);
    const one = held.find(({ secret, next }) =>
      [sha256(secret), sha256(next)].includes(row?.secretHash ?? ''),
    );
    if (row === undefined || one === undefined) return undefined;
    const isOld = row.secretHash === sha256(one.next);
    if (isOld && epochSeconds() - row.lastUsedAt >= GRACE) return undefined;
    return { row, held: one.secret, next: one.next };
  }

  /** Nobody can tell it who does not know our key: two answers to one form agree. */
  private after(secret: string): string {
    return this.repository.secretAfter(secret);
  }

  private held(browser: Browser): string[] {
    const value = this.cookies.read(browser, COOKIE) ?? '';
    return /^[\w-]{43}(?:\.[\w-]{43}){0,4}$/.test(value) ? value.split('.') : [];
  }

  private write(browser: Browser, secrets: readonly string[]): void {
    const value = secrets.slice(0, MAX_USERS).join('.');
    this.cookies.write(browser, COOKIE, value, { maxAge: 400 * ONE_DAY });
  }
}

const ofBrowser = (id: string) => ({ object: { kind: 'browser', id } }) as const;

const without = (all: readonly string[], one: string) => all.filter((other) => other !== one);
