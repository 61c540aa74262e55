import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository, SelectQueryBuilder } from 'typeorm';
import { type ListOf, type ListRequest, Lists, type Page } from '#platform/lists';
import type { Actor } from '#platform/http';
import { Checkpoints } from './checkpoints.js';
import { EventEntity } from './event.entity.js';
import type { EventType } from './event.js';
import { EventQueue } from './event-queue.js';
import { factsOf, told, type ToldEvent } from './stored-event.js';

/** Rows at a time of all that there is. */
const BATCH = 500;

/** An event as it was written. */
export interface StoredEvent {
  readonly type: EventType;
  readonly at: number;
  readonly actor: Actor;
  readonly clientId: string | undefined;
  readonly facts: Readonly<Record<string, unknown>>;
}

export interface EventFilter {
  readonly type?: string;
  readonly actor?: string;
  readonly client?: string;
  readonly user?: string;
  readonly ip?: string;
  readonly request_id?: string;
  readonly outcome?: string;
  /** Seconds since the epoch, both included. */
  readonly from?: number;
  readonly to?: number;
  /** Those behind a number of the chain. */
  readonly after?: number;
}

/** The conditions, by the parameter that each has for its value. */
const CONDITIONS: Readonly<Record<keyof EventFilter, string>> = {
  type: 'e.type = :type',
  actor: 'e.actor = :actor',
  client: 'e.clientId = :client',
  user: 'e.userId = :user',
  ip: 'e.ip = :ip',
  request_id: 'e.requestId = :request_id',
  outcome: 'e.outcome = :outcome',
  from: 'e.at >= :from',
  to: 'e.at <= :to',
  after: 'e.seq > :after',
};

const LIST: ListOf<EventEntity> = {
  name: 'events',
  id: 'id',
  sorts: { at: 'at', seq: 'seq' },
  usual: '-at',
};

/** Reads what was written. */
@Injectable()
export class Journal {
  constructor(
    @InjectRepository(EventEntity) private readonly rows: Repository<EventEntity>,
    private readonly queue: EventQueue,
    private readonly checkpoints: Checkpoints,
    private readonly lists: Lists,
  ) {}

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

  /** Of whom the last events of a type tell, each once, the newest first: an index leads there. */
  async personsOf(type: EventType, limit: number): Promise<string[]> {
    const rows = await this.rows
      .createQueryBuilder('e')
      .where('e.type = :type AND e.userId IS NOT NULL', { type })
      .orderBy('e.at', 'DESC')
      .limit(limit)
      .getMany();
    return [...new Set(rows.flatMap(({ userId }) => userId ?? []))];
  }

  /** Those that are sealed; what this node has yet to write is before. */
  async page(request: ListRequest & EventFilter): Promise<Page<ToldEvent>> {
    await this.queue.settle();
    return this.lists.page(LIST, request, this.filtered(request), told);
  }

  /**
   * All that there is, one JSON text a line, in the order of the chain, whatever it takes: only a page is held
   * at a time. Without a filter, checkpoints and the last cut are among them, so that it can be verified.
   */
  async lines(filter: EventFilter): Promise<AsyncIterable<string>> {
    await this.queue.settle();
    return Object.values(filter).some((value) => value !== undefined)
      ? this.filteredLines(filter)
      : this.allLines();
  }

  /** The next ones behind a number of the chain. */
  async after(seq: number, limit: number): Promise<ToldEvent[]> {
    const query = this.rows.createQueryBuilder('e').where('e.seq > :seq', { seq });
    return (await query.orderBy('e.seq').limit(limit).getMany()).map(told);
  }

  /** Whether there is, still, an event of this number. */
  has(seq: number, manager: EntityManager): Promise<boolean> {
    return manager.existsBy(EventEntity, { seq });
  }

  private async *allLines(): AsyncGenerator<string> {
    const cut = await this.checkpoints.lastCut();
    let seq = cut?.seq ?? 0;
    if (cut !== undefined && cut.cut !== null) {
      const { statement } = cut;
      yield (
        lineOf({ cut: { seq, statement: cut.cut } }) + lineOf({ checkpoint: { seq, statement } })
      );
    }
    for (;;) {
      // Before the events: whoever signed later ones has them, or somebody has taken them away.
      const beyond = await this.checkpoints.after(seq, BATCH);
      const events = await this.after(seq, BATCH);
      const last = events.at(-1);
      if (last === undefined) {
        yield linesWith([], beyond);
        return;
      }
      yield linesWith(
        events,
        beyond.filter((one) => one.seq <= last.seq),
      );
      seq = last.seq;
    }
  }

  /** By time and not by number: what leads to these few are indices that end with the time. */
  private async *filteredLines(filter: EventFilter): AsyncGenerator<string> {
    let last: EventEntity | undefined;
    for (;;) {
      const query = this.filtered(filter).orderBy('e.at').addOrderBy('e.id').limit(BATCH);
      if (last !== undefined) {
        const { at, id } = last;
        query.andWhere('(e.at > :lastAt OR (e.at = :lastAt AND e.id > :lastId))', {
          ...{ lastAt: at, lastId: id },
        });
      }
      const rows = await query.getMany();
      last = rows.at(-1);
      if (last === undefined) return;
      yield rows.map((row) => lineOf(told(row))).join('');
    }
  }

  private filtered(filter: EventFilter): SelectQueryBuilder<EventEntity> {
    const query = this.rows.createQueryBuilder('e').where('e.seq IS NOT NULL');
    for (const [name, condition] of Object.entries(CONDITIONS)) {
      const value = filter[name as keyof EventFilter];
      if (value !== undefined) query.andWhere(condition, { [name]: value });
    }
    return query;
  }
}

/** Each checkpoint behind the event that it is at. */
function linesWith(
  events: readonly ToldEvent[],
  checkpoints: readonly { readonly seq: number; readonly statement: string }[],
): string {
  const lines = new Map(events.map((event) => [event.seq, lineOf(event)]));
  for (const { seq, statement } of checkpoints) {
    lines.set(seq, (lines.get(seq) ?? '') + lineOf({ checkpoint: { seq, statement } }));
  }
  return [...lines.values()].join('');
}

function lineOf(value: object): string {
  return `${JSON.stringify(value)}\n`;
}

function toStored(row: EventEntity): StoredEvent {
  return {
    type: row.type as EventType,
    at: row.at,
    actor: { kind: row.actorKind as Actor['kind'], id: row.actor ?? undefined },
    clientId: row.clientId ?? undefined,
    facts: factsOf(row) ?? {},
  };
}
