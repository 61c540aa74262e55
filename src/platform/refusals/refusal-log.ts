import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { Housekeeper } from '#platform/housekeeping';
import { type RefusedRequest, RefusedRequests } from '#platform/http';
import { Logger } from '#platform/logging';
import { Metrics } from '#platform/metrics';
import { addressKey, FailureWindow } from '#platform/throttling';
import { epochSeconds, type Refusal } from '#protocol';
import { bounded, harmless, textOf } from './facts-text.js';
import { RefusalEntity, type RefusalFacts } from './refusal.entity.js';

const KEPT_FOR = 14 * 24 * 3600;
/** Limit: refused requests that are kept. */
const MAX_ROWS = 1_000_000;
/** Limit: refused requests that one address leaves a minute, unless its client has authenticated. */
const OF_ADDRESS = 60;
/** Limit: refused requests that one client leaves a minute that has authenticated. */
const OF_CLIENT = 600;
/** Limit: refused requests that all addresses together leave one node a minute. */
const OF_ALL = 3000;
/** Limit: refused requests that wait to be written. */
const MAX_WAITING = 2_000;
const FLUSH_AFTER_MS = 100;
const BATCH = 200;

/** Keeps why requests were refused, a moment after they were: nothing waits for it, and nothing fails with it. */
@Injectable()
export class RefusalLog implements OnModuleInit, OnApplicationShutdown {
  private readonly kept = new FailureWindow(60);
  private waiting: RefusalEntity[] = [];
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> | undefined;

  constructor(
    @InjectRepository(RefusalEntity) private readonly rows: Repository<RefusalEntity>,
    private readonly refusedRequests: RefusedRequests,
    private readonly housekeeper: Housekeeper,
    private readonly logger: Logger,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.refusedRequests.listen((refused) => {
      if (refused.toBeExplained) this.note(refused);
    });
    this.housekeeper.registerExpiry(this.rows, 'at', KEPT_FOR);
    this.housekeeper.registerBound(this.rows, 'at', MAX_ROWS);
  }

  async onApplicationShutdown(): Promise<void> {
    while (this.waiting.length > 0) await this.flush();
  }

  /** Writes what waits, as much as there is now. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.writing;
    this.writing = this.writeBatch().finally(() => (this.writing = undefined));
    await this.writing;
  }

  private note(refused: RefusedRequest): void {
    if (!this.admit(refused)) {
      this.metrics.countRefusalsNotKept('limit');
      return;
    }
    this.waiting.push(toRow(refused));
    this.flushSoon();
  }

  private admit({ client, origin: { ip } }: RefusedRequest): boolean {
    if (this.waiting.length >= MAX_WAITING) return false;
    const counted: readonly (readonly [key: string, most: number])[] =
      client?.proven === true
        ? [[`client:${client.id}`, OF_CLIENT]]
        : [
            [addressKey(ip), OF_ADDRESS],
            ['all', OF_ALL],
          ];
    if (counted.some(([key, most]) => this.kept.failures(key) >= most)) return false;
    for (const [key] of counted) this.kept.record(key);
    return true;
  }

  private flushSoon(): void {
    this.timer ??= setTimeout(() => void this.flush(), FLUSH_AFTER_MS).unref();
  }

  private async writeBatch(): Promise<void> {
    const batch = this.waiting.splice(0, BATCH);
    if (batch.length === 0) return;
    try {
      // A proxy in front may call two requests the same: the first one keeps its reference.
      await this.rows
        .createQueryBuilder()
        .insert()
        .values(batch)
        .orUpdate(['reference'], ['reference'])
        .updateEntity(false)
        .execute();
    } catch (error) {
      this.metrics.countRefusalsNotKept('database', batch.length);
      const reason = error instanceof Error ? error.message : String(error);
      this.logger.write('debug', 'refused requests are not kept', { reason });
    }
    if (this.waiting.length > 0) this.flushSoon();
  }
}

function toRow({ error, endpoint, origin, client, grantType }: RefusedRequest): RefusalEntity {
  const { refusal } = error;
  return {
    reference: origin.requestId,
    at: epochSeconds(),
    endpoint: endpoint.slice(0, 64),
    error: error.code,
    check: refusal?.check ?? null,
    spec: refusal?.spec ?? null,
    grantType: asNamed('grant_type', grantType, 100),
    clientId: client?.id ?? namedClient(refusal),
    userId: refusal?.userId ?? null,
    ip: origin.ip.slice(0, 45),
    facts: refusal === undefined ? null : JSON.stringify(factsOf(refusal)),
  };
}

function factsOf({ expected, got }: Refusal): RefusalFacts {
  return { expected: bounded(expected), got: textOf(got) };
}

/** The client that the request named, if that may be one. */
function namedClient(refusal: Refusal | undefined): string | null {
  const named = typeof refusal?.got === 'object' ? refusal.got.client_id : undefined;
  return asNamed('client_id', named, 255);
}

/** What was sent under a name, unless it is too long for one or may be something secret. */
function asNamed(name: string, value: unknown, most: number): string | null {
  if (typeof value !== 'string' || value.length > most) return null;
  return harmless(name, value) === value ? value : null;
}
