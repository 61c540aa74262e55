import { createHmac, type KeyObject } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, type Repository, type SelectQueryBuilder } from 'typeorm';
import { Config } from '#platform/config';
import { randomId, sha256 } from '#platform/crypto';
import { EntityReader, PreparedQuery } from '#platform/database';
import { Housekeeper } from '#platform/housekeeping';
import type { Reach } from '#platform/http';
import { type ListOf, type ListRequest, Lists, type Page } from '#platform/lists';
import { authTimeOf, epochSeconds, type Factors, formatFactors, parseFactors } from '#protocol';
import { parseAdminRoles, parseGroups, requiresNewPassword, whereReached } from '#people/users';
import { SessionEntity } from './session.entity.js';
import type { FoundSession, Session, SessionEnding } from './session.js';
import {
  type Limits,
  SESSION_EXPIRES_AT,
  SESSION_IDLES_AT,
  SessionLimits,
} from './session-limits.js';

export interface NewSession {
  userId: string;
  credentialVersion: number;
  sessionVersion: number;
  factors: Factors;
  /** Undefined: it rests on no sign-in elsewhere; or on the one before, where it is renewed. */
  providerEpoch: string | undefined;
  /** Whether its person asked to stay signed in. */
  kept: boolean;
  /** Whether a trusted browser stood in for a second factor. */
  trusted: boolean;
  ip: string;
  userAgent: string | undefined;
}

const LIST: ListOf<SessionEntity> = {
  name: 'sessions',
  id: 'id',
  sorts: { id: 'id', last_seen_at: 'lastSeenAt', created_at: 'createdAt' },
};

/** The provider that it rests on has not ended since. */
const OF_A_PROVIDER =
  'EXISTS (SELECT 1 FROM identity_providers p WHERE p.epoch = s.provider_epoch)';

/** Which of them: those that have all of it. */
export interface SessionFilter {
  readonly user_id?: string | undefined;
  /** Who hears of their end. */
  readonly client_id?: string | undefined;
  readonly ip?: string | undefined;
  /** When they began at the earliest. */
  readonly since?: number | undefined;
}

const OF_A_CLIENT = 'SELECT k.session_id FROM session_clients k WHERE k.client_id = :client_id';

/** What a session is read with. */
interface OfItsPerson {
  readonly groupIds: string | null;
  readonly groupVersion: number;
  readonly accessVersion: number;
  readonly roles: string;
  readonly adminRoles: string | null;
  readonly requiredActions: string | null;
  readonly secondFactor: number;
  readonly secondFactorAskedAt: number | null;
}

/** A session and its cookie value, of which only a digest is stored. */
export interface SignedIn {
  readonly id: string;
  readonly token: string;
  readonly kept: boolean;
}

@Injectable()
export class SessionRepository implements OnModuleInit {
  private readonly reader: EntityReader<SessionEntity>;
  private readonly key: KeyObject;
  private readonly byToken: PreparedQuery<'hash' | 'now' | 'idleAt'>;

  constructor(
    @InjectRepository(SessionEntity) readonly rows: Repository<SessionEntity>,
    private readonly lists: Lists,
    private readonly limits: SessionLimits,
    private readonly housekeeper: Housekeeper,
    config: Config,
  ) {
    this.key = config.deriveKey('session cookie');
    this.reader = new EntityReader(rows, 's');
    this.byToken = new PreparedQuery(rows.manager.dataSource, ['hash', 'now', 'idleAt'], (value) =>
      this.live('s.token_hash = :hash', value)
        .addSelect('u.group_ids', 'groupIds')
        .addSelect('u.group_version', 'groupVersion')
        .addSelect('u.access_version', 'accessVersion')
        .addSelect('u.roles', 'roles')
        .addSelect('u.admin_roles', 'adminRoles')
        .addSelect('u.required_actions', 'requiredActions')
        .addSelect('u.second_factor', 'secondFactor')
        .addSelect('u.second_factor_asked_at', 'secondFactorAskedAt'),
    );
  }

  onModuleInit(): void {
    this.housekeeper.registerExpiry(this.rows, 'expires_at');
  }

  /** The cookie value that follows this one. Nobody can tell it who does not know our key. */
  tokenAfter(token: string): string {
    return createHmac('sha256', this.key).update(token).digest('base64url');
  }

  async create(session: NewSession, token: string): Promise<SignedIn> {
    const { kept } = session;
    const ends = endsOf(await this.limits.of(kept));
    const now = ends.lastSeenAt;
    const id = randomId();
    await this.rows.insert({
      id,
      tokenHash: sha256(token),
      userId: session.userId,
      factors: formatFactors(session.factors),
      credentialVersion: session.credentialVersion,
      sessionVersion: session.sessionVersion,
      providerEpoch: session.providerEpoch ?? null,
      authTime: authTimeOf(session.factors),
      createdAt: now,
      kept: Number(kept),
      trusted: Number(session.trusted),
      ...ends,
      endedAt: null,
      endedReason: null,
      ip: session.ip,
      userAgent: session.userAgent?.slice(0, 255) ?? null,
    });
    return { id, token, kept };
  }

  /**
   * The same session after its person proved themselves again: a new cookie value, so that a stolen
   * or planted one is worth nothing from now on (attack I03).
   * @param token the new value
   * @returns undefined when the session ended meanwhile
   */
  async renew(
    {
      id,
      credentialVersion,
      sessionVersion,
    }: Pick<Session, 'id' | 'credentialVersion' | 'sessionVersion'>,
    session: NewSession,
    token: string,
    manager?: EntityManager,
  ): Promise<SignedIn | undefined> {
    const { kept } = session;
    const ends = endsOf(await this.limits.of(kept, manager));
    const { affected } = await (manager ?? this.rows.manager)
      .createQueryBuilder()
      .update(SessionEntity)
      .set({
        tokenHash: sha256(token),
        factors: formatFactors(session.factors),
        credentialVersion: session.credentialVersion,
        sessionVersion: session.sessionVersion,
        ...(session.providerEpoch === undefined ? {} : { providerEpoch: session.providerEpoch }),
        authTime: authTimeOf(session.factors),
        kept: Number(kept),
        trusted: Number(session.trusted),
        ...ends,
      })
      .where('id = :id AND user_id = :userId AND ended_at IS NULL', { id, userId: session.userId })
      .andWhere('credential_version = :credentialVersion', { credentialVersion })
      .andWhere('session_version = :sessionVersion', { sessionVersion })
      .execute();
    return affected === 1 ? { id, token, kept } : undefined;
  }

  /** @param idle whether one that has been idle for too long is found too */
  async findLive(token: string, { idle = false } = {}): Promise<FoundSession | undefined> {
    const now = epochSeconds();
    const [row] = await this.byToken.rows({ hash: sha256(token), now, idleAt: idle ? 0 : now });
    if (row === undefined) return undefined;
    // Its names are those that byToken gives the columns.
    const person = row as unknown as OfItsPerson;
    return {
      ...toSession(this.reader.read(row)),
      groups: parseGroups(person.groupIds),
      groupVersion: person.groupVersion,
      accessVersion: person.accessVersion,
      roles: JSON.parse(person.roles) as string[],
      adminRoles: parseAdminRoles(person.adminRoles),
      requireNewPassword: requiresNewPassword(person.requiredActions),
      secondFactor: person.secondFactor !== 0,
      secondFactorAskedAt: person.secondFactorAskedAt ?? undefined,
    };
  }

  async byId(id: string): Promise<Session | undefined> {
    const row = await this.rows.findOneBy({ id });
    return row === null ? undefined : toSession(row);
  }

  async listLive(userId: string): Promise<Session[]> {
    const now = epochSeconds();
    const query = this.live('s.user_id = :userId', { userId, now, idleAt: now });
    return (await query.orderBy('s.last_seen_at', 'DESC').limit(100).getMany()).map(toSession);
  }

  /** @param filter instead of what was asked for. @param reach of whose people */
  pageOfLive(
    request: ListRequest & SessionFilter,
    { filter = request, reach }: { filter?: SessionFilter; reach?: Reach | undefined },
  ): Promise<Page<Session>> {
    const query = this.found(filter);
    whereReached(query, 's.user_id', reach);
    return this.lists.page(LIST, request, query, toSession);
  }

  countLive(filter: SessionFilter): Promise<number> {
    return this.found(filter).getCount();
  }

  async someLive(filter: SessionFilter, limit: number): Promise<Session[]> {
    return (await this.found(filter).limit(limit).getMany()).map(toSession);
  }

  private found({ user_id, client_id, ip, since }: SessionFilter) {
    const now = epochSeconds();
    const query = this.live('s.expires_at > :now', { now, idleAt: now });
    if (user_id !== undefined) query.andWhere('s.user_id = :user_id', { user_id });
    if (ip !== undefined) query.andWhere('s.ip = :ip', { ip });
    if (since !== undefined) query.andWhere('s.created_at >= :since', { since });
    if (client_id !== undefined) query.andWhere(`s.id IN (${OF_A_CLIENT})`, { client_id });
    return query;
  }

  async touch({ id, kept }: Pick<Session, 'id' | 'kept'>, lastSeenAt: number): Promise<void> {
    const { idle } = await this.limits.of(kept);
    await this.rows.update({ id }, { lastSeenAt, idleExpiresAt: lastSeenAt + idle });
  }

  /** @returns false when there was nothing to end */
  async end(
    manager: EntityManager,
    { id, userId }: Pick<Session, 'id' | 'userId'>,
    reason: SessionEnding,
  ): Promise<boolean> {
    const { affected } = await manager
      .createQueryBuilder()
      .update(SessionEntity)
      .set({ endedAt: epochSeconds(), endedReason: reason })
      .where('id = :id AND user_id = :userId AND ended_at IS NULL', { id, userId })
      .execute();
    return affected === 1;
  }

  /** Sessions that count: not ended, alone or with all others, not timed out, of an enabled user with unchanged credentials. */
  private live(condition: string, parameters: object): SelectQueryBuilder<SessionEntity> {
    return this.rows
      .createQueryBuilder('s')
      .innerJoin('users', 'u', 'u.sub = s.user_id')
      .where(condition, parameters)
      .andWhere('s.ended_at IS NULL AND s.expires_at > :now AND s.idle_expires_at > :idleAt')
      .andWhere(`${SESSION_EXPIRES_AT} > :now AND ${SESSION_IDLES_AT} > :idleAt`)
      .andWhere('u.disabled = 0 AND u.credential_version = s.credential_version')
      .andWhere('u.session_version = s.session_version')
      .andWhere(`(s.provider_epoch IS NULL OR ${OF_A_PROVIDER})`)
      .setParameters(parameters);
  }
}

function toSession(row: SessionEntity): Session {
  return {
    id: row.id,
    userId: row.userId,
    factors: parseFactors(row.factors),
    credentialVersion: row.credentialVersion,
    sessionVersion: row.sessionVersion,
    authTime: row.authTime,
    createdAt: row.createdAt,
    lastSeenAt: row.lastSeenAt,
    expiresAt: row.expiresAt,
    kept: row.kept !== 0,
    trusted: row.trusted !== 0,
    ip: row.ip ?? undefined,
    userAgent: row.userAgent ?? undefined,
  };
}

/** From now on. */
function endsOf({ idle, lifetime }: Limits) {
  const now = epochSeconds();
  return {
    ...{ renewedAt: now, lastSeenAt: now },
    ...{ idleExpiresAt: now + idle, expiresAt: now + lifetime },
  };
}
