import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';
import { randomId, type Seal, SealedColumns } from '#platform/crypto';
import { isUniqueViolation } from '#platform/database';
import { type Event, On } from '#platform/events';
import { Housekeeper } from '#platform/housekeeping';
import { epochSeconds } from '#protocol';
import { SessionEntity } from './session.entity.js';
import { SessionLimits } from './session-limits.js';
import { UpstreamSessionEntity } from './upstream-session.entity.js';

/** A sign-in at an identity provider, on which a session rests. */
export interface UpstreamSignIn {
  readonly providerId: string;
  /** Of the provider at that moment: with another one the session has ended. */
  readonly epoch: string;
  readonly subject: string;
  readonly sid?: string | undefined;
  readonly idToken?: string | undefined;
}

/** Whose sessions a provider ends: one that it names, or all of a person there. */
export interface EndedUpstream {
  readonly providerId: string;
  readonly sid?: string | undefined;
  readonly subject?: string | undefined;
}

/** Which sessions rest on a sign-in elsewhere. */
@Injectable()
export class UpstreamSessions implements OnModuleInit {
  private readonly idTokens: Seal;

  constructor(
    @InjectRepository(UpstreamSessionEntity)
    private readonly rows: Repository<UpstreamSessionEntity>,
    private readonly housekeeper: Housekeeper,
    private readonly limits: SessionLimits,
    sealed: SealedColumns,
  ) {
    this.idTokens = sealed.register(rows, 'id', 'idToken', (id) => `upstream_sessions:${id}`);
  }

  onModuleInit(): void {
    this.housekeeper.registerExpiry(this.rows, 'expires_at');
  }

  async record(sessionId: string, userId: string, signIn: UpstreamSignIn): Promise<void> {
    const { providerId, subject, sid, idToken } = signIn;
    const id = randomId();
    const longest = await this.limits.longest();
    const what = {
      ...{ providerId, subject, upstreamSid: sid ?? null },
      idToken: idToken === undefined ? null : this.idTokens.seal(id, idToken),
      expiresAt: epochSeconds() + longest,
    };
    try {
      await this.rows.insert({ id, sessionId, userId, ...what });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      await this.rows.delete({ sessionId });
      await this.rows.insert({ id, sessionId, userId, ...what });
    }
  }

  /** On what a session rests, and what its provider takes for a sign-out. */
  async find(
    sessionId: string,
  ): Promise<{ readonly providerId: string; readonly idToken: string | undefined } | undefined> {
    const row = await this.rows.findOneBy({ sessionId });
    if (row === null) return undefined;
    const { id, providerId, idToken } = row;
    return { providerId, idToken: idToken === null ? undefined : this.idTokens.open(id, idToken) };
  }

  /** The sessions that a provider means, by what it calls them. */
  async meant({
    providerId,
    sid,
    subject,
  }: EndedUpstream): Promise<{ readonly id: string; readonly userId: string }[]> {
    const found = await this.rows.findBy({
      providerId,
      ...(sid === undefined ? {} : { upstreamSid: sid }),
      ...(subject === undefined ? {} : { subject }),
    });
    return found.map(({ sessionId: id, userId }) => ({ id, userId }));
  }

  /** Nobody is signed in by a provider any more that was disabled or deleted. */
  @On(['identity_provider.disabled', 'identity_provider.deleted'])
  async onEnding({ object }: Event, manager: EntityManager): Promise<void> {
    await manager
      .createQueryBuilder()
      .update(SessionEntity)
      .set({ endedAt: epochSeconds(), endedReason: 'provider_ended' })
      .where('ended_at IS NULL')
      .andWhere('id IN (SELECT session_id FROM upstream_sessions WHERE provider_id = :id)', {
        id: object?.id ?? '',
      })
      .execute();
  }
}
