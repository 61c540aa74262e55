import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository, SelectQueryBuilder } from 'typeorm';
import { randomId, randomToken, sha256 } from '#platform/crypto';
import { EntityReader, PreparedQuery } from '#platform/database';
import { epochSeconds } from '#protocol';
import { SessionEntity } from './session.entity.js';
import { ABSOLUTE_LIFETIME, IDLE_LIFETIME, type Session } from './session.js';

export interface NewSession {
  userId: string;
  credentialVersion: number;
  amr: readonly string[];
  ip: string;
  userAgent: string | undefined;
}

/** A session and its cookie value, of which only a digest is stored. */
export interface SignedIn {
  readonly id: string;
  readonly token: string;
}

@Injectable()
export class SessionRepository {
  private readonly reader: EntityReader<SessionEntity>;
  private readonly byToken: PreparedQuery<'hash' | 'now' | 'idle'>;

  constructor(@InjectRepository(SessionEntity) readonly rows: Repository<SessionEntity>) {
    this.reader = new EntityReader(rows, 's');
    this.byToken = new PreparedQuery(rows.manager.dataSource, ['hash', 'now', 'idle'], (value) =>
      this.live('s.token_hash = :hash', value),
    );
  }

  async create(session: NewSession): Promise<SignedIn> {
    const now = epochSeconds();
    const id = randomId();
    const token = randomToken();
    await this.rows.insert({
      id,
      tokenHash: sha256(token),
      userId: session.userId,
      amr: session.amr.join(' '),
      credentialVersion: session.credentialVersion,
      authTime: now,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: now + ABSOLUTE_LIFETIME,
      endedAt: null,
      ip: session.ip,
      userAgent: session.userAgent?.slice(0, 255) ?? null,
    });
    return { id, token };
  }

  /**
   * The same session after its person proved themselves again: a new cookie value, so that a stolen
   * or planted one is worth nothing from now on (attack I03).
   * @returns undefined when the session ended meanwhile
   */
  async renew(
    id: string,
    session: NewSession,
    manager = this.rows.manager,
  ): Promise<SignedIn | undefined> {
    const now = epochSeconds();
    const token = randomToken();
    const { affected } = await manager
      .createQueryBuilder()
      .update(SessionEntity)
      .set({
        tokenHash: sha256(token),
        amr: session.amr.join(' '),
        credentialVersion: session.credentialVersion,
        authTime: now,
        lastSeenAt: now,
        expiresAt: now + ABSOLUTE_LIFETIME,
      })
      .where('id = :id AND user_id = :userId AND ended_at IS NULL', { id, userId: session.userId })
      .execute();
    return affected === 1 ? { id, token } : undefined;
  }

  /** @param idle how long it may have been idle, in seconds */
  async findLive(token: string, idle = IDLE_LIFETIME): Promise<Session | undefined> {
    const [row] = await this.byToken.rows({ hash: sha256(token), ...liveAt(epochSeconds(), idle) });
    return row === undefined ? undefined : toSession(this.reader.read(row));
  }

  async listLive(userId: string): Promise<Session[]> {
    const query = this.live('s.user_id = :userId', { userId, ...liveAt(epochSeconds()) });
    return (await query.orderBy('s.last_seen_at', 'DESC').limit(100).getMany()).map(toSession);
  }

  async touch(id: string, lastSeenAt: number): Promise<void> {
    await this.rows.update({ id }, { lastSeenAt });
  }

  /** @returns false when there was nothing to end */
  async end(manager: EntityManager, id: string, userId: string): Promise<boolean> {
    const { affected } = await manager
      .createQueryBuilder()
      .update(SessionEntity)
      .set({ endedAt: epochSeconds() })
      .where('id = :id AND user_id = :userId AND ended_at IS NULL', { id, userId })
      .execute();
    return affected === 1;
  }

  /** Sessions that count: not ended, not timed out, of an enabled user with unchanged credentials. */
  private live(condition: string, parameters: object): SelectQueryBuilder<SessionEntity> {
    return this.rows
      .createQueryBuilder('s')
      .innerJoin('users', 'u', 'u.sub = s.user_id')
      .where(condition, parameters)
      .andWhere('s.ended_at IS NULL AND s.expires_at > :now AND s.last_seen_at > :idle')
      .andWhere('u.disabled = 0 AND u.credential_version = s.credential_version')
      .setParameters(parameters);
  }
}

function liveAt(now: number, idle = IDLE_LIFETIME) {
  return { now, idle: now - idle };
}

function toSession(row: SessionEntity): Session {
  return {
    id: row.id,
    userId: row.userId,
    amr: row.amr.split(' '),
    credentialVersion: row.credentialVersion,
    authTime: row.authTime,
    createdAt: row.createdAt,
    lastSeenAt: row.lastSeenAt,
    expiresAt: row.expiresAt,
    userAgent: row.userAgent ?? undefined,
  };
}
