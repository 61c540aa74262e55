import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { EventQueue, Sealer } from '#platform/events';
import { StatementLogger } from '#platform/database';
import { Housekeeper } from '#platform/housekeeping';
import { RefusalLog } from '#platform/refusals';

/** What a test may do inside a server, whether that runs in its process or in another. */
export class Control {
  private readonly dataSource: DataSource;
  private readonly statements: string[] = [];
  private stopWatching: (() => void) | undefined;

  constructor(private readonly nest: NestFastifyApplication) {
    this.dataSource = nest.get(DataSource);
    // A test says itself when house is kept: while its clock runs ahead, a round that comes by itself
    // would clear away what is still needed once the clock is right again.
    clearInterval(Reflect.get(nest.get(Housekeeper), 'timer') as NodeJS.Timeout);
  }

  query(sql: string, parameters: readonly unknown[] = []): Promise<unknown> {
    return this.dataSource.query(sql, [...parameters]);
  }

  /** One round of the housekeeper. */
  keepHouse(): Promise<void> {
    return this.nest.get(Housekeeper).work();
  }

  /** Writes what waits behind answers: the events, and why requests were refused. */
  async flushEvents(): Promise<void> {
    await this.nest.get(EventQueue).flush();
    await this.nest.get(RefusalLog).flush();
  }

  /** The same, and seals the events: nothing is left to do. */
  async settleEvents(): Promise<void> {
    await this.flushEvents();
    await this.nest.get(EventQueue).settle();
  }

  async watchStatements(): Promise<void> {
    const { logger } = this.dataSource;
    if (!(logger instanceof StatementLogger)) throw new Error('Nothing sees the statements.');
    const sealer = this.nest.get(Sealer);
    // It seals in turn what all of them wrote: that is no statement of a request.
    const seal = Reflect.get<Sealer, 'sealAll'>(sealer, 'sealAll');
    Reflect.set(sealer, 'sealAll', () => Promise.resolve());
    const stop = logger.observe((sql) => this.statements.push(sql));
    this.stopWatching = () => {
      stop();
      Reflect.set(sealer, 'sealAll', seal);
      sealer.wake();
    };
  }

  /** The statements since {@link watchStatements}, which ends with it. */
  async watchedStatements(): Promise<string[]> {
    this.stopWatching?.();
    return this.statements.splice(0);
  }
}
