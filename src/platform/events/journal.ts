import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { EventEntity } from './event.entity.js';
import type { EventType } from './event.js';
import type { Actor } from '#platform/http';

/** An event as it was written. */
export interface StoredEvent {
  readonly type: EventType;
  readonly at: number;
  readonly actor: Actor;
  readonly clientId: string | undefined;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Reads what was written. */
@Injectable()
export class Journal {
  constructor(@InjectRepository(EventEntity) private readonly rows: Repository<EventEntity>) {}

  /**
   * The last event of some types about a client within a short time: an index leads there.
   * @param from seconds since the epoch
   */
  async lastOf(
    clientId: string,
    types: readonly EventType[],
    from: number,
    to: number,
  ): Promise<StoredEvent | undefined> {
    const row = await this.rows
      .createQueryBuilder('e')
      .where('e.clientId = :clientId AND e.at BETWEEN :from AND :to', { clientId, from, to })
      .andWhere('e.type IN (:...types)', { types })
      .orderBy('e.at', 'DESC')
      .limit(1)
      .getOne();
    return row === null ? undefined : toStored(row);
  }

  /**
   * The last events of some types about a person, the newest first: an index leads there.
   * @param since seconds since the epoch
   */
  async ofPerson(
    userId: string,
    types: readonly EventType[],
    { since = 0, limit }: { readonly since?: number; readonly limit: number },
  ): Promise<StoredEvent[]> {
    const rows = await this.rows
      .createQueryBuilder('e')
      .where('e.userId = :userId AND e.at >= :since', { userId, since })
      .andWhere('e.type IN (:...types)', { types })
      .orderBy('e.at', 'DESC')
      .limit(limit)
      .getMany();
    return rows.map(toStored);
  }
}

function toStored(row: EventEntity): StoredEvent {
  return {
    type: row.type as EventType,
    at: row.at,
    actor: { kind: row.actorKind as Actor['kind'], id: row.actor ?? undefined },
    clientId: row.clientId ?? undefined,
    facts: JSON.parse(row.facts ?? '{}') as StoredEvent['facts'],
  };
}
