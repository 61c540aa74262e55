import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { randomId } from '#platform/crypto';
import { isUniqueViolation } from '#platform/database';
import { Housekeeper } from '#platform/housekeeping';
import { epochSeconds } from '#protocol';
import { ABSOLUTE_LIFETIME } from './session.js';
import { SessionClientEntity } from './session-client.entity.js';

/** For how long a client is told again and again that a session has ended, in seconds. */
const TELLING_LIFETIME = 12 * 3600;

/** That a client is to be told of the end of a session. */
export interface LogoutMessage {
  readonly id: string;
  readonly clientId: string;
  readonly userId: string;
  readonly sessionId: string;
  /** How often it has been tried, this time included. */
  readonly attempts: number;
}

/**
 * A session still stands that is not ended, not of a disabled or deleted user, and not older than the
 * password. One that has timed out does: nobody has signed out.
 */
const STANDING = `EXISTS (
  SELECT 1 FROM users u LEFT JOIN sessions s ON s.id = session_clients.session_id
  WHERE u.sub = session_clients.user_id AND u.disabled = 0
  AND (s.id IS NULL OR (s.ended_at IS NULL AND s.credential_version = u.credential_version)))`;

@Injectable()
export class SessionClientRepository implements OnModuleInit {
  constructor(
    @InjectRepository(SessionClientEntity) private readonly rows: Repository<SessionClientEntity>,
    private readonly housekeeper: Housekeeper,
  ) {}

  onModuleInit(): void {
    this.housekeeper.registerExpiry(this.rows, 'expires_at');
  }

  async add(sessionId: string, clientId: string, userId: string): Promise<void> {
    const expiresAt = epochSeconds() + ABSOLUTE_LIFETIME;
    const row = { sessionId, clientId, userId, dueAt: null, attempts: 0, expiresAt };
    try {
      await this.rows.insert({ id: randomId(), ...row });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      await this.rows.update({ sessionId, clientId }, { expiresAt });
    }
  }

  async clientIdsOf(sessionId: string): Promise<string[]> {
    const found = await this.rows.find({ select: { clientId: true }, where: { sessionId } });
    return found.map(({ clientId }) => clientId);
  }

  /** @returns how many clients are to be told now */
  async endSession(sessionId: string): Promise<number> {
    return this.makeDue('session_id = :sessionId', { sessionId });
  }

  /** The same for every session that no longer stands: of one user, or of all. */
  async endFallen(userId?: string): Promise<number> {
    if (userId === undefined) return this.makeDue(`NOT ${STANDING}`, {});
    return this.makeDue(`user_id = :userId AND NOT ${STANDING}`, { userId });
  }

  /** The clients that can be told something now, and when there is more to tell. */
  async due(): Promise<{ clientIds: string[]; next: number | undefined }> {
    const now = epochSeconds();
    const [clients, later] = await Promise.all([
      this.rows
        .createQueryBuilder('c')
        .select('DISTINCT c.client_id', 'clientId')
        .where('c.due_at <= :now AND c.expires_at > :now', { now })
        .getRawMany<{ clientId: string }>(),
      this.rows
        .createQueryBuilder('c')
        .select('MIN(c.due_at)', 'next')
        .where('c.due_at > :now', { now })
        .getRawOne<{ next: number | null }>(),
    ]);
    return { clientIds: clients.map(({ clientId }) => clientId), next: later?.next ?? undefined };
  }

  /**
   * Takes the oldest message for a client, for one attempt: it comes back by itself at `retryAt` unless
   * it is settled, whatever becomes of this node. Undefined when there is none, or another node has it.
   */
  async claim(
    clientId: string,
    retryAt: (attempts: number) => number,
  ): Promise<LogoutMessage | undefined> {
    const now = epochSeconds();
    const row = await this.rows
      .createQueryBuilder('c')
      .where('c.client_id = :clientId', { clientId })
      .andWhere('c.due_at <= :now AND c.expires_at > :now', { now })
      .orderBy('c.due_at')
      .getOne();
    if (row === null) return undefined;
    const { id, userId, sessionId, attempts } = row;
    const { affected } = await this.rows.update(
      { id, attempts },
      { attempts: attempts + 1, dueAt: retryAt(attempts) },
    );
    return affected === 1 ? { id, clientId, userId, sessionId, attempts: attempts + 1 } : undefined;
  }

  async settle(id: string): Promise<void> {
    await this.rows.delete({ id });
  }

  private async makeDue(condition: string, parameters: object): Promise<number> {
    const now = epochSeconds();
    const { affected } = await this.rows
      .createQueryBuilder()
      .update()
      .set({ dueAt: now, expiresAt: now + TELLING_LIFETIME })
      .where(`due_at IS NULL AND ${condition}`, parameters)
      .execute();
    return affected ?? 0;
  }
}
