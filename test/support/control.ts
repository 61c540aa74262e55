import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { EventQueue, Sealer } from '#platform/events';
import { StatementLogger } from '#platform/database';
import { Housekeeper } from '#platform/housekeeping';
import { LastSignIns } from '#people/users';
import { ClientUsage } from '#registry/clients';
import { RefusalLog } from '#platform/refusals';

/** Seals no events, which happens in turn for what all requests wrote: no statement of it is one of a request. */
export function holdSealing(nest: Pick<NestFastifyApplication, 'get'>): () => void {
  const sealer = nest.get(Sealer);
  const seal = Reflect.get<Sealer, 'sealAll'>(sealer, 'sealAll');
  Reflect.set(sealer, 'sealAll', () => Promise.resolve());
  return () => {
    Reflect.set(sealer, 'sealAll', seal);
    sealer.wake();
  };
}

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
    clearInterval(Reflect.get(nest.get(ClientUsage), 'timer') as NodeJS.Timeout);
    clearInterval(Reflect.get(nest.get(LastSignIns), 'timer') as NodeJS.Timeout);
  }

  query(sql: string, parameters: readonly unknown[] = []): Promise<unknown> {
    return this.dataSource.query(sql, [...parameters]);
  }

  /** One round of the housekeeper. */
  keepHouse(): Promise<void> {
    return this.nest.get(Housekeeper).work();
  }

  /** Writes how much clients were used, and when people last signed in. */
  async writeUsage(): Promise<void> {
    await this.nest.get(ClientUsage).write();
    await this.nest.get(LastSignIns).write();
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
    const sealAgain = holdSealing(this.nest);
    const stop = logger.observe((sql) => this.statements.push(sql));
    this.stopWatching = () => {
      stop();
      sealAgain();
    };
  }

  /** The statements since {@link watchStatements}, which ends with it. */
  async watchedStatements(): Promise<string[]> {
    this.stopWatching?.();
    return this.statements.splice(0);
  }
}
