import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { isUniqueViolation, Transactions } from '#platform/database';
import { type Event, On } from '#platform/events';
import { Settings, SettingsAggregate, type SettingValues, valuesOf } from '#platform/settings';
import { epochSeconds } from '#protocol';
import { SessionLimitEntity } from './session-limit.entity.js';
import { SIGN_IN } from './sign-in.section.js';

/** The kinds: sessions, those that were kept, browsers that are trusted. */
export const TRUST = 2;

type SignInSettings = SettingValues<typeof SIGN_IN.members>;

const ONE_DAY = 24 * 3600;

/** Seconds. */
export interface Limits {
  readonly idle: number;
  readonly lifetime: number;
}

/**
 * When the session `s` ends in any case, and when without use, as SQL: at what was said when it began, or before
 * that, where the limit is a shorter one by now, or was meanwhile.
 */
export const SESSION_EXPIRES_AT = earlier('renewed_at', 'begun_before', 'lifetime', 'expires_at');
export const SESSION_IDLES_AT = earlier(
  ...(['last_seen_at', 'idle_before', 'idle_lifetime', 'idle_expires_at'] as const),
);

function earlier(since: string, before: string, limit: string, said: string): string {
  return (
    `COALESCE((SELECT CASE WHEN s.${since} <= l.${before} THEN 0` +
    ` WHEN s.${since} + l.${limit} < s.${said} THEN s.${since} + l.${limit} END` +
    ` FROM session_limits l WHERE l.kind = s.remembered), s.${said})`
  );
}

/**
 * For how long sessions last. The settings say so; what they say is a row that each look at a session is compared
 * with, so that a limit that became shorter holds at once, on each node.
 */
@Injectable()
export class SessionLimits implements OnApplicationBootstrap {
  constructor(
    private readonly settings: Settings,
    private readonly aggregate: SettingsAggregate,
    private readonly transactions: Transactions,
  ) {}

  /** The operator's file may say something else since the last start. */
  async onApplicationBootstrap(): Promise<void> {
    await this.transactions.run((manager) => this.follow(manager));
  }

  /** Of a session that begins now. */
  async of(kept: boolean, manager?: EntityManager): Promise<Limits> {
    return limitsIn(await this.settings.of(SIGN_IN, manager), kept);
  }

  /** Of all that begin now, in seconds. */
  async longest(): Promise<number> {
    const values = await this.settings.of(SIGN_IN);
    return Math.max(...[false, true].map((kept) => limitsIn(values, kept).lifetime));
  }

  /** For how long a browser is trusted, in days; 0: for none. */
  async trustDays(): Promise<number> {
    return (await this.settings.of(SIGN_IN)).trusted_browser_days;
  }

  /** Whether people may ask to stay signed in. */
  async mayKeep(): Promise<boolean> {
    return (await this.settings.of(SIGN_IN)).keep_signed_in === 'on';
  }

  /** How long a browser keeps the cookie, in seconds; undefined: until it is closed. */
  async cookieLifetime(kept: boolean): Promise<number | undefined> {
    const values = await this.settings.of(SIGN_IN);
    const { lifetime } = limitsIn(values, kept);
    return kept || values.keep_signed_in === 'off' ? lifetime : undefined;
  }

  @On(['settings.changed'])
  async onChange({ object }: Event, manager: EntityManager): Promise<void> {
    if (object?.kind === 'settings' && object.id === SIGN_IN.name) await this.follow(manager);
  }

  private async follow(manager: EntityManager): Promise<void> {
    const { set } = await this.aggregate.find(SIGN_IN.name, manager);
    const values = valuesOf(SIGN_IN, { ...set, ...this.settings.fixed(SIGN_IN) });
    for (const kept of [false, true]) {
      await this.change(manager, Number(kept), limitsIn(values, kept));
    }
    const lifetime = values.trusted_browser_days * ONE_DAY;
    await this.change(manager, TRUST, { idle: lifetime, lifetime });
  }

  private async change(manager: EntityManager, kind: number, limits: Limits): Promise<void> {
    const next = { idleLifetime: limits.idle, lifetime: limits.lifetime };
    const before = await manager.findOneBy(SessionLimitEntity, { kind });
    if (before === null) {
      await this.insert(manager, { kind, ...next, idleBefore: 0, begunBefore: 0 });
      return;
    }
    const { idleLifetime, lifetime } = before;
    if (idleLifetime === next.idleLifetime && lifetime === next.lifetime) return;
    // What has ended by the limit that goes stays ended under the one that comes.
    const now = epochSeconds();
    const idleBefore = Math.max(before.idleBefore, now - idleLifetime);
    const begunBefore = Math.max(before.begunBefore, now - lifetime);
    await manager.update(SessionLimitEntity, { kind }, { ...next, idleBefore, begunBefore });
  }

  /** Several nodes start at once. */
  private async insert(manager: EntityManager, row: SessionLimitEntity): Promise<void> {
    try {
      await manager.insert(SessionLimitEntity, row);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
  }
}

/** What was kept lasts as long without use as with it. */
function limitsIn(values: SignInSettings, kept: boolean): Limits {
  const { idle_lifetime: idle, lifetime, kept_lifetime: keptLifetime } = values;
  return kept && values.keep_signed_in === 'on'
    ? { idle: keptLifetime, lifetime: keptLifetime }
    : { idle, lifetime };
}
