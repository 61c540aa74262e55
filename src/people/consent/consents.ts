import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';
import { randomId } from '#platform/crypto';
import { EntityReader, PreparedQuery, Transactions } from '#platform/database';
import { type Event, Events } from '#platform/events';
import type { Reach } from '#platform/http';
import { whereReached } from '#people/users';
import { type ListOf, type ListRequest, Lists, type Page } from '#platform/lists';
import { epochSeconds, Granted } from '#protocol';
import { ConsentEntity } from './consent.entity.js';

export interface Consent {
  readonly id: string;
  readonly userId: string;
  readonly clientId: string;
  /** Counts its changes. */
  readonly version: number;
  readonly granted: Granted;
  /** Claims allowed by name, whatever the scope opens. */
  readonly claims: ReadonlySet<string>;
  readonly grantedAt: number;
}

export interface NewConsent {
  readonly userId: string;
  readonly clientId: string;
  readonly granted: Granted;
  /** Allowed by name. */
  readonly claims?: readonly string[] | undefined;
}

/** Which of them: those that have all of it. */
export interface ConsentFilter {
  readonly user_id?: string | undefined;
  readonly client_id?: string | undefined;
}

const LIST: ListOf<ConsentEntity> = { name: 'consents', id: 'id', sorts: { id: 'id' } };

/** What is told of the end of a consent. */
export type EndOfConsent = Omit<Event, 'clientId' | 'userId' | 'object'>;

/** What people have allowed clients to do in their name. */
@Injectable()
export class Consents {
  private readonly reader: EntityReader<ConsentEntity>;
  private readonly byPair: PreparedQuery<'userId' | 'clientId'>;

  constructor(
    @InjectRepository(ConsentEntity) private readonly rows: Repository<ConsentEntity>,
    private readonly transactions: Transactions,
    private readonly events: Events,
    private readonly lists: Lists,
  ) {
    this.reader = new EntityReader(rows, 'c');
    this.byPair = new PreparedQuery(rows.manager.dataSource, ['userId', 'clientId'], (value) =>
      rows.createQueryBuilder('c').where('c.user_id = :userId AND c.client_id = :clientId', value),
    );
  }

  async find(userId: string, clientId: string): Promise<Consent | undefined> {
    const [row] = await this.byPair.rows({ userId, clientId });
    return row === undefined ? undefined : toConsent(this.reader.read(row));
  }

  /** Adds to what the person allows the client. */
  async grant(
    manager: EntityManager,
    { userId, clientId, granted, claims = [] }: NewConsent,
  ): Promise<Consent> {
    const now = epochSeconds();
    // Holds the row, whether it is new or was there: no other tab changes or withdraws it meanwhile.
    await manager
      .createQueryBuilder()
      .insert()
      .into(ConsentEntity)
      .values({
        ...{ id: randomId(), userId, clientId, ...columns(granted, claims) },
        ...{ version: 1, createdAt: now, updatedAt: now },
      })
      .orUpdate(['user_id'], ['user_id', 'client_id'])
      .updateEntity(false)
      .execute();
    const held = toConsent(await manager.findOneByOrFail(ConsentEntity, { userId, clientId }));
    const wider = {
      granted: held.granted.union(granted),
      claims: new Set([...held.claims, ...claims]),
    };
    if (held.granted.covers(granted) && wider.claims.size === held.claims.size) return held;
    const version = held.version + 1;
    const set = { ...columns(wider.granted, [...wider.claims]), version, updatedAt: now };
    await manager.update(ConsentEntity, { id: held.id }, set);
    return { ...held, ...wider, version };
  }

  async byId(id: string): Promise<Consent | undefined> {
    const row = await this.rows.findOneBy({ id });
    return row === null ? undefined : toConsent(row);
  }

  page(request: ListRequest & ConsentFilter, reach: Reach | undefined): Promise<Page<Consent>> {
    const query = this.rows
      .createQueryBuilder('c')
      // Of people and clients that are there: the rows of those that are deleted go some at a time.
      .innerJoin('users', 'u', 'u.sub = c.user_id AND u.deleted_at IS NULL')
      .innerJoin('clients', 'k', 'k.client_id = c.client_id AND k.deleted_at IS NULL');
    whereReached(query, 'c.user_id', reach);
    const { user_id, client_id } = request;
    if (user_id !== undefined) query.andWhere('c.user_id = :user_id', { user_id });
    if (client_id !== undefined) query.andWhere('c.client_id = :client_id', { client_id });
    return this.lists.page(LIST, request, query, toConsent);
  }

  async listOf(userId: string): Promise<Consent[]> {
    const rows = await this.rows.find({
      where: { userId },
      order: { createdAt: 'DESC' },
      take: 200,
    });
    return rows.map(toConsent);
  }

  /**
   * Takes an approval back, and with it every token that rests on it.
   * @returns false when the person has no such consent, or not any more
   */
  async revoke(id: string, userId: string, event: EndOfConsent): Promise<boolean> {
    return this.transactions.run(async (manager) => {
      const row = await manager.findOneBy(ConsentEntity, { id, userId });
      const { affected } = await manager.delete(ConsentEntity, { id, userId });
      if (row === null || affected !== 1) return false;
      const what = { clientId: row.clientId, userId, object: { kind: 'consent', id } };
      await this.events.record(manager, { ...event, ...what });
      return true;
    });
  }
}

function columns(granted: Granted, claims: readonly string[]) {
  return {
    granted: granted.toString(),
    claims: claims.length === 0 ? null : [...new Set(claims)].join(' '),
  };
}

function toConsent(row: ConsentEntity): Consent {
  return {
    id: row.id,
    userId: row.userId,
    clientId: row.clientId,
    version: row.version,
    granted: Granted.parse(row.granted),
    claims: new Set(row.claims?.split(' ')),
    grantedAt: row.createdAt,
  };
}
