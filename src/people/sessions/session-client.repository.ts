import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, IsNull, type Repository } from 'typeorm';
import { randomId } from '#platform/crypto';
import { isUniqueViolation } from '#platform/database';
import { Housekeeper } from '#platform/housekeeping';
import { epochSeconds } from '#protocol';
import { SessionLimits } from './session-limits.js';
import { SessionClientEntity } from './session-client.entity.js';

/** A client of a session that has ended. */
export type LeftClient = Pick<SessionClientEntity, 'id' | 'sessionId' | 'clientId' | 'userId'>;

/**
 * A session still stands that is not ended, alone or with all others, not of a disabled or deleted user, and
 * not older than the password. One that has timed out does: nobody has signed out.
 */
const STANDING = `EXISTS (
  SELECT 1 FROM users u LEFT JOIN sessions s ON s.id = session_clients.session_id
  WHERE u.sub = session_clients.user_id AND u.disabled = 0
  AND (s.id IS NULL OR (s.ended_at IS NULL
    AND s.credential_version = u.credential_version AND s.session_version = u.session_version)))`;

@Injectable()
export class SessionClientRepository implements OnModuleInit {
  constructor(
    @InjectRepository(SessionClientEntity) private readonly rows: Repository<SessionClientEntity>,
    private readonly housekeeper: Housekeeper,
    private readonly limits: SessionLimits,
  ) {}

  onModuleInit(): void {
    this.housekeeper.registerExpiry(this.rows, 'expires_at');
  }

  async add(sessionId: string, clientId: string, userId: string): Promise<void> {
    const expiresAt = epochSeconds() + (await this.limits.longest());
    const row = { sessionId, clientId, userId, ending: null, expiresAt };
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

  /** Of all sessions of a person that nobody was told the end of. */
  async clientIdsOfUser(userId: string): Promise<string[]> {
    const found = await this.rows.find({
      ...{ select: { clientId: true }, where: { userId, ending: IsNull() } },
    });
    return [...new Set(found.map(({ clientId }) => clientId))];
  }

  /** @returns the clients of the session, each to exactly one caller */
  async leave(manager: EntityManager, sessionId: string): Promise<LeftClient[]> {
    return this.take(manager, 'session_id = :sessionId', { sessionId });
  }

  /** The same for the sessions of a user that no longer stand. */
  async leaveFallen(manager: EntityManager, userId: string): Promise<LeftClient[]> {
    return this.take(manager, `user_id = :userId AND NOT ${STANDING}`, { userId });
  }

  /** Users with clients in sessions that no longer stand: whom nobody has told yet. */
  async usersOfFallen(): Promise<string[]> {
    const found = await this.rows
      .createQueryBuilder('session_clients')
      .select('DISTINCT session_clients.user_id', 'userId')
      .where(`session_clients.ending IS NULL AND NOT ${STANDING}`)
      .limit(100)
      .getRawMany<{ userId: string }>();
    return found.map(({ userId }) => userId);
  }

  /** The guarded UPDATE decides who takes which. */
  private async take(
    manager: EntityManager,
    condition: string,
    parameters: object,
  ): Promise<LeftClient[]> {
    const ending = randomId();
    const { affected } = await manager
      .createQueryBuilder()
      .update(SessionClientEntity)
      .set({ ending })
      .where(`ending IS NULL AND ${condition}`, parameters)
      .execute();
    return affected === 0 ? [] : manager.findBy(SessionClientEntity, { ending });
  }
}
