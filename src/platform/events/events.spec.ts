import 'reflect-metadata';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type INestApplicationContext, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DataSource, type EntityManager } from 'typeorm';
import { temporaryDirectory } from '../../../test/support/temporary-directory.js';
import { ConfigModule, loadConfig } from '#platform/config';
import { CryptoModule } from '#platform/crypto';
import { DatabaseModule, Transactions } from '#platform/database';
import { HousekeepingModule } from '#platform/housekeeping';
import { ANONYMOUS, SYSTEM } from '#platform/http';
import { ListsModule } from '#platform/lists';
import { Logger, LoggingModule } from '#platform/logging';
import { Metrics, MetricsModule } from '#platform/metrics';
import { type Event, EventQueue, Events, EventsModule, On } from './index.js';

const config = loadConfig({ DATA_DIR: temporaryDirectory(), LOG_LEVEL: 'silent' });

const disabled: Event = { type: 'client.disabled', actor: SYSTEM, clientId: 'c1' };
const refused: Event = {
  type: 'login.failed',
  actor: ANONYMOUS,
  facts: { reason: 'unknown user' },
};

@Injectable()
class Listening {
  readonly heard: string[] = [];
  objection: Error | undefined;

  @On(['client.disabled', 'client.deleted'])
  async onEnd({ type, clientId }: Event, manager: EntityManager): Promise<void> {
    const rows = await manager.query<object[]>('SELECT id FROM events');
    this.heard.push(`${type} ${clientId ?? ''}, with ${String(rows.length)} in the journal`);
    if (this.objection !== undefined) throw this.objection;
  }
}

@Module({
  imports: [
    ConfigModule.register(config),
    ...[LoggingModule, MetricsModule, DatabaseModule, HousekeepingModule],
    ...[CryptoModule, ListsModule, EventsModule],
  ],
  providers: [Listening],
})
class TestModule {}

let app: INestApplicationContext;
let events: Events;
let queue: EventQueue;
let transactions: Transactions;
let listening: Listening;
let tell: jest.Spied<Logger['tell']>;
let count: jest.Spied<Metrics['countEvent']>;

const rows = (): Promise<Record<string, unknown>[]> =>
  app.get(DataSource).query('SELECT * FROM events');
const told = () => [tell.mock.calls.length, count.mock.calls.length];

beforeAll(async () => {
  app = await NestFactory.createApplicationContext(TestModule, { logger: false });
  events = app.get(Events);
  queue = app.get(EventQueue);
  transactions = app.get(Transactions);
  listening = app.get(Listening);
});

afterAll(() => app.close());

beforeEach(async () => {
  await queue.flush();
  await app.get(DataSource).query('DELETE FROM events');
  tell = jest.spyOn(Logger.prototype, 'tell');
  count = jest.spyOn(Metrics.prototype, 'countEvent');
  listening.heard.length = 0;
  listening.objection = undefined;
});

describe('an event that is recorded', () => {
  it('is a row of the transaction, and told once that is committed', async () => {
    const before = await transactions.run(async (manager) => {
      await events.record(manager, disabled, { ...disabled, clientId: 'c2' });
      return told();
    });
    expect(before).toEqual([0, 0]);
    expect(told()).toEqual([2, 2]);
    expect((await rows()).map((row) => row['client_id']).sort()).toEqual(['c1', 'c2']);
  });

  it('has never been where the transaction is rolled back', async () => {
    const failure = new Error('the change failed');
    const work = transactions.run(async (manager) => {
      await events.record(manager, disabled);
      throw failure;
    });
    await expect(work).rejects.toBe(failure);
    expect(await rows()).toEqual([]);
    expect(told()).toEqual([0, 0]);
  });

  it('is heard by whoever listens, in the transaction', async () => {
    await transactions.run((manager) =>
      events.record(manager, disabled, { ...disabled, type: 'client.changed' }),
    );
    expect(listening.heard).toEqual(['client.disabled c1, with 2 in the journal']);
  });

  it('is undone with its change when a listener fails', async () => {
    listening.objection = new Error('cannot be told');
    const work = transactions.run((manager) => events.record(manager, disabled));
    await expect(work).rejects.toBe(listening.objection);
    expect(await rows()).toEqual([]);
    expect(told()).toEqual([0, 0]);
  });

  it('needs a transaction', async () => {
    const { manager } = app.get(DataSource);
    await expect(events.record(manager, disabled)).rejects.toThrow('runs no transaction');
  });

  it('says who did what to whom, from where, and nothing that is not known', async () => {
    const origin = { ip: '192.0.2.1', userAgent: undefined, requestId: 'r1' };
    await transactions.run((manager) =>
      events.record(manager, {
        ...{ type: 'consent.revoked', actor: { kind: 'user', id: 'u1' }, userId: 'u1' },
        ...{
          object: { kind: 'consent', id: 'k1' },
          origin,
          facts: { via: 'app', gone: undefined },
        },
      }),
    );
    const [{ id, at, ...row } = {}] = await rows();
    expect([typeof id, typeof at]).toEqual(['string', 'number']);
    expect(row).toMatchObject({
      ...{ type: 'consent.revoked', outcome: 'success', actor_kind: 'user', actor: 'u1' },
      ...{ user_id: 'u1', client_id: null, on_behalf_of: null, request_id: 'r1' },
      ...{ object_kind: 'consent', object_id: 'k1', facts: '{"ip":"192.0.2.1","via":"app"}' },
      ip: '192.0.2.1',
    });
  });
});

describe('an event that is noted', () => {
  it('is told at once and written behind the answer, heard by nobody', async () => {
    events.note(refused);
    events.note(disabled);
    expect(told()).toEqual([2, 2]);
    await queue.flush();
    expect((await rows()).map(({ outcome }) => outcome).sort()).toEqual(['failure', 'success']);
    expect(listening.heard).toEqual([]);
  });

  it('is in the log only when too many wait: that is counted and said', async () => {
    const dropped = jest.spyOn(Metrics.prototype, 'countDroppedEvent');
    const write = jest.spyOn(Logger.prototype, 'write');
    for (let i = 0; i < 10_003; i++) events.note(disabled);
    expect(dropped).toHaveBeenCalledTimes(3);
    await queue.flush();
    expect(write).toHaveBeenCalledWith('warn', expect.stringContaining('in the log only'), {
      details: { dropped: 3 },
    });
    expect(tell).toHaveBeenCalledTimes(10_003);
    for (let flushes = 1; flushes < 20; flushes++) await queue.flush();
    expect(await rows()).toHaveLength(10_000);
  });
});
