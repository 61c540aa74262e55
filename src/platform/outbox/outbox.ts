import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';
import { randomId } from '#platform/crypto';
import { Transactions } from '#platform/database';
import { Housekeeper } from '#platform/housekeeping';
import { type ListOf, type ListRequest, Lists, type Page } from '#platform/lists';
import { Metrics, type Reading } from '#platform/metrics';
import { epochSeconds } from '#protocol';
import type { Message } from './lane.js';
import { OutboxMessageEntity } from './outbox-message.entity.js';

export interface NewMessage {
  /** What it is about; one message of a lane for each. */
  readonly key: string;
  /** Who is told one thing at a time, so that a slow one keeps nobody else waiting. */
  readonly recipient: string;
  /** JSON, without secrets: it is stored as it is. */
  readonly payload: object;
}

/** As many as one statement writes. */
const CHUNK = 200;
/** When a message is due that was given up: the last second that an integer column of MySQL holds. */
const NEVER = 2 ** 31 - 1;
/** For how long it can be looked at, in seconds. */
const KEPT_FOR = 14 * 24 * 3600;

/** A message that waits, or that was given up. */
export interface KeptMessage extends Omit<OutboxMessageEntity, 'payload' | 'lane'> {
  readonly payload: unknown;
  readonly givenUp: boolean;
}

const LIST: ListOf<OutboxMessageEntity> = {
  name: 'outbox',
  id: 'id',
  sorts: { expires_at: 'expiresAt' },
  usual: '-expires_at',
};

/** Messages to others: written in the transaction of what they tell of, delivered afterwards. */
@Injectable()
export class Outbox implements OnModuleInit {
  private readonly wakers = new Map<string, () => void>();

  constructor(
    @InjectRepository(OutboxMessageEntity) private readonly rows: Repository<OutboxMessageEntity>,
    private readonly transactions: Transactions,
    private readonly housekeeper: Housekeeper,
    private readonly metrics: Metrics,
    private readonly lists: Lists,
  ) {}

  onModuleInit(): void {
    const help = 'Messages to others that are not delivered yet, by lane.';
    this.metrics.gauge('gatehouse_outbox_messages', help, () => this.waiting(), ['lane']);
    this.housekeeper.registerExpiry(this.rows, 'expires_at');
    // Those that a node has left behind, this one or another.
    this.housekeeper.register('outbox', () => {
      for (const wake of this.wakers.values()) wake();
      return Promise.resolve(false);
    });
  }

  private async waiting(): Promise<Reading[]> {
    const rows = await this.rows
      .createQueryBuilder('m')
      .select('m.lane', 'lane')
      .addSelect('COUNT(*)', 'count')
      .where('m.due_at < :never', { never: NEVER })
      .groupBy('m.lane')
      .getRawMany<{ lane: string; count: number | string }>();
    return rows.map(({ lane, count }) => ({ value: Number(count), labels: { lane } }));
  }

  /** Has `wake` called whenever there is something to deliver on the lane. */
  onMessage(lane: string, wake: () => void): void {
    this.wakers.set(lane, wake);
  }

  /** @param lifetime seconds for which delivery is tried */
  async add(
    manager: EntityManager,
    lane: string,
    messages: readonly NewMessage[],
    lifetime: number,
  ): Promise<void> {
    if (messages.length === 0) return;
    const now = epochSeconds();
    const rows = messages.map(({ key, recipient, payload }) => ({
      ...{ id: randomId(), lane, key, recipient, payload: JSON.stringify(payload) },
      ...{ dueAt: now, attempts: 0, expiresAt: now + lifetime, failedReason: null },
    }));
    for (let at = 0; at < rows.length; at += CHUNK) {
      await manager.insert(OutboxMessageEntity, rows.slice(at, at + CHUNK));
    }
    this.transactions.afterCommit(manager, () => this.wakers.get(lane)?.());
  }

  /** Who can be told something now, and when there is more to tell. */
  async due(lane: string): Promise<{ recipients: string[]; next: number | undefined }> {
    const now = epochSeconds();
    const [due, later] = await Promise.all([
      this.rows
        .createQueryBuilder('m')
        .select('DISTINCT m.recipient', 'recipient')
        .where('m.lane = :lane AND m.due_at <= :now AND m.expires_at > :now', { lane, now })
        .getRawMany<{ recipient: string }>(),
      this.rows
        .createQueryBuilder('m')
        .select('MIN(m.due_at)', 'next')
        .where('m.lane = :lane AND m.due_at > :now AND m.due_at < :never', {
          ...{ lane, now, never: NEVER },
        })
        .getRawOne<{ next: number | null }>(),
    ]);
    return { recipients: due.map(({ recipient }) => recipient), next: later?.next ?? undefined };
  }

  /**
   * Takes the oldest message for a recipient, for one attempt: it comes back by itself at `retryAt` unless
   * it is settled, whatever becomes of this node. Undefined when there is none, or another node has it.
   */
  async claim(
    lane: string,
    recipient: string,
    retryAt: (attempts: number) => number,
  ): Promise<Message | undefined> {
    const now = epochSeconds();
    const row = await this.rows
      .createQueryBuilder('m')
      .where('m.lane = :lane AND m.recipient = :recipient', { lane, recipient })
      .andWhere('m.due_at <= :now AND m.expires_at > :now', { now })
      .orderBy('m.due_at')
      .getOne();
    if (row === null) return undefined;
    const { id, key, attempts, expiresAt } = row;
    const { affected } = await this.rows.update(
      { id, attempts },
      { attempts: attempts + 1, dueAt: retryAt(attempts) },
    );
    if (affected !== 1) return undefined;
    const payload: unknown = JSON.parse(row.payload);
    return { id, key, recipient, payload, expiresAt, attempts: attempts + 1 };
  }

  /** An attempt takes longer than expected: nobody else is to make one meanwhile. */
  async hold({ id, attempts }: Message, until: number): Promise<void> {
    await this.rows
      .createQueryBuilder()
      .update()
      .set({ dueAt: until })
      .where('id = :id AND attempts = :attempts AND due_at < :until', { id, attempts, until })
      .execute();
  }

  /** It was delivered. */
  async settle(id: string): Promise<void> {
    await this.rows.delete({ id });
  }

  /** It was not, and comes back. */
  async recordFailure(id: string, reason: string): Promise<void> {
    await this.rows.update({ id }, { failedReason: reason.slice(0, 255) });
  }

  /** It is tried no more, and kept to be looked at. */
  async giveUp(id: string, reason: string): Promise<void> {
    const failedReason = reason.slice(0, 255);
    await this.rows.update(
      { id },
      { dueAt: NEVER, expiresAt: epochSeconds() + KEPT_FOR, failedReason },
    );
  }

  /** What waits on a lane or was given up. @param failed only what could not be delivered */
  page(lane: string, request: ListRequest, failed: boolean): Promise<Page<KeptMessage>> {
    const query = this.rows.createQueryBuilder('m').where('m.lane = :lane', { lane });
    if (failed) query.andWhere('m.failedReason IS NOT NULL');
    return this.lists.page(LIST, request, query, ({ payload, ...row }) => ({
      ...row,
      payload: JSON.parse(payload) as unknown,
      givenUp: row.dueAt === NEVER,
    }));
  }
}
