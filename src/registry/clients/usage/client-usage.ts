import {
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, MoreThan, type Repository } from 'typeorm';
import { isForeignKeyViolation, isUniqueViolation } from '#platform/database';
import { Housekeeper } from '#platform/housekeeping';
import { Logger } from '#platform/logging';
import { epochSeconds } from '#protocol';
import { ClientEntity } from '../client.entity.js';
import { ClientUsageEntity } from './client-usage.entity.js';

const WRITTEN_EVERY = 60_000;
const DAY = 24 * 3600;
/** Limit: seconds for which it is known how much a client was used. */
const KEPT_FOR = 400 * 24 * 3600;
/** Limit: clients, days and kinds that one node counts between two writings. */
const MOST = 100_000;

/** How often a client was answered, and refused. */
export interface Use {
  readonly ok: number;
  readonly failed: number;
}

type Count = Omit<ClientUsageEntity, 'ok' | 'failed'> & { ok: number; failed: number };

/**
 * Counts what clients ask for, in memory, and adds it to what is stored once a minute and at the end: a request
 * costs no statement, and a crash loses a minute at the most.
 */
@Injectable()
export class ClientUsage implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  private counts = new Map<string, Count>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> | undefined;

  constructor(
    @InjectRepository(ClientUsageEntity) private readonly rows: Repository<ClientUsageEntity>,
    @InjectRepository(ClientEntity) private readonly clients: Repository<ClientEntity>,
    private readonly housekeeper: Housekeeper,
    private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.housekeeper.registerExpiry(this.rows, 'day', KEPT_FOR);
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.write(), WRITTEN_EVERY).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.writing;
    await this.write();
  }

  /** @param kind of request: a grant type, or the endpoint */
  count(clientId: string, kind: string, done: boolean): void {
    const lastAt = epochSeconds();
    const day = lastAt - (lastAt % DAY);
    const key = `${clientId} ${String(day)} ${kind}`;
    const count = this.counts.get(key) ?? { clientId, day, kind, ok: 0, failed: 0, lastAt };
    if (done) count.ok += 1;
    else count.failed += 1;
    count.lastAt = lastAt;
    if (this.counts.has(key) || this.counts.size < MOST) this.counts.set(key, count);
  }

  /** Adds what was counted to what is stored. What cannot be written now is written with the next. */
  async write(): Promise<void> {
    this.writing ??= this.writeAll().finally(() => (this.writing = undefined));
    return this.writing;
  }

  /** In the last thirty days, by client. */
  async recent(ids: readonly string[]): Promise<ReadonlyMap<string, Use>> {
    const since = epochSeconds() - 30 * DAY;
    const found = await this.rows.findBy({ clientId: In([...ids]), day: MoreThan(since) });
    const uses = new Map<string, Use>();
    for (const { clientId, ok, failed } of found) {
      const use = uses.get(clientId) ?? { ok: 0, failed: 0 };
      uses.set(clientId, { ok: use.ok + ok, failed: use.failed + failed });
    }
    return uses;
  }

  private async writeAll(): Promise<void> {
    const counts = this.counts;
    this.counts = new Map();
    for (const [key, count] of counts) {
      try {
        await this.add(count);
      } catch (error) {
        // Of a client that was deleted meanwhile nothing is kept.
        if (isForeignKeyViolation(error)) continue;
        this.logger.write('warn', 'The use of a client could not be written.', {
          reason: error instanceof Error ? error.message : String(error),
        });
        this.keep(key, count);
      }
    }
  }

  private keep(key: string, count: Count): void {
    const later = this.counts.get(key);
    this.counts.set(key, {
      ...count,
      ok: count.ok + (later?.ok ?? 0),
      failed: count.failed + (later?.failed ?? 0),
      lastAt: Math.max(count.lastAt, later?.lastAt ?? 0),
    });
  }

  private async add(count: Count): Promise<void> {
    const { clientId, lastAt } = count;
    // First what may be done again.
    await this.clients
      .createQueryBuilder()
      .update()
      .set({ lastUsedAt: lastAt })
      .where('client_id = :clientId AND COALESCE(last_used_at, 0) < :lastAt', { clientId, lastAt })
      .execute();
    if (await this.increase(count)) return;
    try {
      await this.rows.insert(count);
    } catch (error) {
      // Another node was first.
      if (!isUniqueViolation(error)) throw error;
      await this.increase(count);
    }
  }

  private async increase({ clientId, day, kind, ok, failed, lastAt }: Count): Promise<boolean> {
    const { affected } = await this.rows
      .createQueryBuilder()
      .update()
      .set({ ok: () => 'ok + :ok', failed: () => 'failed + :failed', lastAt })
      .where({ clientId, day, kind })
      .setParameters({ ok, failed })
      .execute();
    return affected === 1;
  }
}
