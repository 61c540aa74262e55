import {
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Logger } from '#platform/logging';
import { Metrics } from '#platform/metrics';
import { isDatabaseDemoted } from './driver-errors.js';
import { dropConnections, useOfPool } from './mysql-pool.js';
import { observeStatementTimes } from './statement-times.js';

/** Seconds between our clock and the database's at which codes begin to fail between nodes. */
const MAX_CLOCK_OFFSET = 30;
/** From here on somebody should look. */
const NOTABLE_CLOCK_OFFSET = 5;
/** Milliseconds. */
const CHECKED_EVERY = 30_000;
const FRESH = 1000;

export interface DatabaseState {
  /** Why nothing can be served; undefined: it can. */
  readonly reason?: string | undefined;
  readonly cause?: unknown;
}

/**
 * Whether the database can be written and keeps our time, as found out a moment ago, however often somebody
 * asks. A server that answers but may not be written is as good as none.
 */
@Injectable()
export class DatabaseHealth implements OnApplicationBootstrap, OnApplicationShutdown {
  private checkedAt = -Infinity;
  private checking: Promise<DatabaseState> | undefined;
  private last: DatabaseState = {};
  private timer: NodeJS.Timeout | undefined;
  private offset = 0;
  private warned = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly logger: Logger,
    metrics: Metrics,
  ) {
    metrics.gauge(
      'gatehouse_clock_offset_seconds',
      'Our clock, ahead of that of the database.',
      () => [{ value: this.offset }],
    );
    if (metrics.enabled) {
      observeStatementTimes(dataSource, (seconds) => metrics.observeStatement(seconds));
    }
    if (dataSource.options.type !== 'mysql') return;
    const connections = 'Connections of the pool in use and idle, and requests that wait for one.';
    const read = () =>
      Object.entries(useOfPool(dataSource)).map(([state, value]: [string, number]) => ({
        ...{ value, labels: { state } },
      }));
    metrics.gauge('gatehouse_database_connections', connections, read, ['state']);
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.state(), CHECKED_EVERY).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.checking;
  }

  async state(): Promise<DatabaseState> {
    if (performance.now() - this.checkedAt < FRESH) return this.last;
    this.checking ??= this.check().finally(() => (this.checking = undefined));
    return this.checking;
  }

  /** Leaves a server that may not be written any more to those that only read. */
  observe(error: unknown): void {
    if (isDatabaseDemoted(error)) dropConnections(this.dataSource);
  }

  private async check(): Promise<DatabaseState> {
    this.last = await this.find();
    this.checkedAt = performance.now();
    return this.last;
  }

  private async find(): Promise<DatabaseState> {
    try {
      const isMysql = this.dataSource.options.type === 'mysql';
      if (isMysql) await this.compareClocks();
      // A real change: one that changes nothing succeeds where there is no room for one.
      const seconds = String(Math.floor(Date.now() / 1000));
      await this.dataSource.query(
        `UPDATE installation SET value = '${seconds}' WHERE name = 'written_at'`,
      );
    } catch (cause) {
      this.observe(cause);
      return { reason: 'the database does not answer, or cannot be written', cause };
    }
    if (Math.abs(this.offset) < MAX_CLOCK_OFFSET) return {};
    return { reason: `the clock differs from the database's by ${this.offset.toFixed(0)} s` };
  }

  private async compareClocks(): Promise<void> {
    const before = Date.now();
    const [row] = await this.dataSource.query<{ now: string }[]>(
      'SELECT UNIX_TIMESTAMP(NOW(3)) AS now',
    );
    const middle = (before + Date.now()) / 2000;
    this.offset = middle - Number(row?.now ?? middle);
    const notable = Math.abs(this.offset) >= NOTABLE_CLOCK_OFFSET;
    if (notable && !this.warned) {
      this.logger.write('warn', "The clock differs from the database's.", {
        reason: `By ${this.offset.toFixed(1)} s. From ${String(MAX_CLOCK_OFFSET)} s on this node is not ready. Set both by NTP.`,
      });
    }
    this.warned = notable;
  }
}
