import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository, SelectQueryBuilder } from 'typeorm';
import { Transactions } from '#platform/database';
import { type Event, Events } from '#platform/events';
import type { Reach } from '#platform/http';
import { whereReached } from '#people/users';
import { epochSeconds } from '#protocol';
import { SESSION_EXPIRES_AT } from '#people/sessions';
import { ADMIN_API_ID } from '#registry/resources';
import { DeviceAuthorizationRepository } from '../device-authorization/device-authorization.repository.js';
import { AuthorizationEntity } from './authorization.entity.js';
import { AuthorizationRepository } from './authorization.repository.js';

/** Which of them. */
export interface AuthorizationFilter {
  readonly user_id?: string | undefined;
  readonly client_id?: string | undefined;
  readonly grant_type?: string | undefined;
  /** Of whose people they are; absent: of anybody. */
  readonly reach?: Reach | undefined;
  /** Whether they live on without a session. */
  readonly offline?: boolean | undefined;
}

/** What is told of the end of an authorization. */
export type EndOfAuthorization = Omit<Event, 'type' | 'clientId' | 'userId' | 'object'>;

/** The groups that the client lets in, and those of them that the person was in and is. */
const WANTED = 'SELECT 1 FROM client_groups w WHERE w.client_id = a.client_id';
const JOINED =
  'SELECT 1 FROM client_groups g INNER JOIN group_members m ON m.group_id = g.group_id ' +
  'WHERE g.client_id = a.client_id AND m.user_id = a.user_id AND m.group_version <= a.group_version';

/** Looked up at once. */
const BATCH = 100;
/** Limit: how far they are counted for a dry run. */
const MAX_COUNT = 10_000;

/** The authorizations by people that tokens can rest on now, whoever asked them for consent. */
@Injectable()
export class LiveAuthorizations {
  constructor(
    @InjectRepository(AuthorizationEntity) private readonly rows: Repository<AuthorizationEntity>,
    private readonly repository: AuthorizationRepository,
    private readonly devices: DeviceAuthorizationRepository,
    private readonly transactions: Transactions,
    private readonly events: Events,
  ) {}

  /** A code that nobody has redeemed is no access yet. */
  query(filter: AuthorizationFilter): SelectQueryBuilder<AuthorizationEntity> {
    return this.standing(filter).andWhere(
      '(a.code_hash IS NULL OR a.code_consumed_at IS NOT NULL)',
    );
  }

  async count(filter: AuthorizationFilter): Promise<number> {
    const query = this.query(filter).select('a.id', 'id').limit(MAX_COUNT);
    return (await query.getRawMany()).length;
  }

  /** In whose name it is, whether it lives or not. */
  async userOf(id: string): Promise<string | undefined> {
    const row = await this.rows.findOne({ select: { userId: true }, where: { id } });
    return row?.userId;
  }

  /** @returns false when the person has no such authorization, or not any more */
  async end(id: string, userId: string, event: EndOfAuthorization): Promise<boolean> {
    return this.transactions.run(async (manager) => {
      const row = await manager.findOneBy(AuthorizationEntity, { id, userId });
      if (row === null || !(await this.repository.revoke(manager, id, 'withdrawn'))) return false;
      await this.events.record(manager, {
        ...{ ...event, type: 'authorization.revoked', clientId: row.clientId, userId },
        object: { kind: 'authorization', id },
      });
      return true;
    });
  }

  /** Codes and what was allowed to devices included: they must not become access afterwards. */
  async endOfClient(userId: string, clientId: string, event: EndOfAuthorization): Promise<void> {
    await this.transactions.run((manager) => this.devices.withdraw(manager, userId, clientId));
    const filter = { user_id: userId, client_id: clientId };
    for (let ids = await this.ids(filter); ids.length > 0;) {
      for (const id of ids) await this.end(id, userId, event);
      ids = await this.ids(filter);
    }
  }

  private async ids(filter: AuthorizationFilter): Promise<string[]> {
    const query = this.standing(filter).select('a.id', 'id').limit(BATCH);
    return (await query.getRawMany<{ id: string }>()).map(({ id }) => id);
  }

  /** As {@link standing} decides, for the database; what the operator has switched off since is told too. */
  private standing({
    user_id: userId,
    client_id: clientId,
    grant_type: grantType,
    offline,
    reach,
  }: AuthorizationFilter): SelectQueryBuilder<AuthorizationEntity> {
    const query = this.rows
      .createQueryBuilder('a')
      .innerJoin('users', 'u', 'u.sub = a.user_id')
      .innerJoin('clients', 'k', 'k.client_id = a.client_id')
      .leftJoin('sessions', 's', 's.id = a.session_id')
      .leftJoin('consents', 'c', 'c.id = a.consent_id')
      .leftJoin('assertion_issuers', 'i', 'i.id = a.assertion_issuer_id')
      .where('a.revoked_at IS NULL AND a.expires_at > :now')
      .andWhere('k.disabled = 0 AND k.ended_version <= a.client_ended_version')
      .andWhere('u.disabled = 0 AND u.credential_version = a.credential_version')
      .andWhere('u.access_version = a.access_version')
      .andWhere('(u.role_version = a.role_version OR a.granted NOT LIKE :power)')
      .andWhere(`(NOT EXISTS (${WANTED}) OR EXISTS (${JOINED}))`)
      .andWhere('(a.consent_id IS NULL OR c.id IS NOT NULL)')
      .andWhere(
        '(a.assertion_issuer_id IS NULL OR i.ended_version = a.assertion_issuer_ended_version)',
      )
      .andWhere(
        `(a.online = 0 OR (s.ended_at IS NULL AND ${SESSION_EXPIRES_AT} > :now ` +
          'AND s.session_version = u.session_version))',
      )
      .setParameters({ now: epochSeconds(), power: `%"${ADMIN_API_ID}":["%` });
    whereReached(query, 'a.user_id', reach);
    if (userId !== undefined) query.andWhere('a.user_id = :userId', { userId });
    if (clientId !== undefined) query.andWhere('a.client_id = :clientId', { clientId });
    if (grantType !== undefined) query.andWhere('a.grant_type = :grantType', { grantType });
    if (offline !== undefined) query.andWhere('a.online = :online', { online: Number(!offline) });
    return query;
  }
}
