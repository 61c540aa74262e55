import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type INestApplicationContext, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { ConfigModule, loadConfig } from '#platform/config';
import { DatabaseModule, Transactions } from '#platform/database';
import { HousekeepingModule } from '#platform/housekeeping';
import { ListsModule } from '#platform/lists';
import { LoggingModule } from '#platform/logging';
import { MetricsModule } from '#platform/metrics';
import { Lane, type LaneHandler, type Message, Outbox, OutboxModule } from '#platform/outbox';
import { atEndOfFile } from '../support/end-of-file.js';
import { describeEachDatabase } from '../support/mariadb.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

const LANE = 'test';
/** Nobody drains it, so that a test can. */
const IDLE_LANE = 'idle';
const LIFETIME = 600;
const SECRET_KEY = randomBytes(32).toString('base64');

/** What was delivered, on whichever node, and what is refused. */
const delivered: string[] = [];
const refusing = new Set<string>();

@Lane(LANE)
@Injectable()
class Delivery implements LaneHandler {
  private readonly busy = new Set<string>();

  async deliver({ recipient, key }: Message): Promise<void> {
    if (this.busy.has(recipient)) throw new Error('two at once for one recipient');
    this.busy.add(recipient);
    await sleep(2);
    this.busy.delete(recipient);
    if (refusing.has(key)) throw new Error('not now');
    delivered.push(key);
  }
}

async function startNode(databaseUrl: string | undefined): Promise<INestApplicationContext> {
  const config = loadConfig({
    ...{ DATA_DIR: temporaryDirectory(), LOG_LEVEL: 'silent' },
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl, SECRET_KEY }),
  });
  @Module({
    imports: [
      ConfigModule.register(config),
      ...[LoggingModule, MetricsModule, DatabaseModule, HousekeepingModule],
      ...[ListsModule, OutboxModule],
    ],
    providers: [Delivery],
  })
  class Node {}
  const node = await NestFactory.createApplicationContext(Node, { logger: false });
  atEndOfFile(() => node.close());
  return node;
}

const message = (key: string, recipient = 'somebody') => ({ key, recipient, payload: { key } });

describeEachDatabase('the outbox', (databaseUrl) => {
  /** Two where several can share the database. */
  let nodes: INestApplicationContext[];

  beforeAll(async () => {
    const url = await databaseUrl();
    nodes = [await startNode(url)];
    if (url !== undefined) nodes.push(await startNode(url));
  }, 60_000);

  const add = (node: INestApplicationContext, lane: string, ...messages: object[]) =>
    node
      .get(Transactions)
      .run((manager) =>
        node.get(Outbox).add(manager, lane, messages as ReturnType<typeof message>[], LIFETIME),
      );
  const rows = (): Promise<Record<string, unknown>[]> =>
    nodes[0]!.get(DataSource).query(`SELECT * FROM outbox WHERE lane <> '${IDLE_LANE}'`);
  async function drained(): Promise<void> {
    while ((await rows()).length > 0) await sleep(20);
  }

  it('delivers each message once, one after the other to each recipient, whoever wrote it', async () => {
    delivered.length = 0;
    const keys = Array.from({ length: 60 }, (_, n) => `m${String(n)}`);
    await Promise.all(
      keys.map((key, n) => add(nodes[n % nodes.length]!, LANE, message(key, `r${String(n % 7)}`))),
    );
    await drained();
    expect([...delivered].sort()).toEqual([...keys].sort());
  }, 30_000);

  it('gives a message to one of all that claim it at once', async () => {
    for (let round = 0; round < 10; round++) {
      await add(nodes[0]!, IDLE_LANE, message(`claimed ${String(round)}`));
      const later = () => Math.floor(Date.now() / 1000) + LIFETIME;
      const claims = await Promise.all(
        Array.from({ length: 12 }, (_, n) =>
          nodes[n % nodes.length]!.get(Outbox).claim(IDLE_LANE, 'somebody', later),
        ),
      );
      const won = claims.filter((claim) => claim !== undefined);
      expect(won).toMatchObject([{ attempts: 1, payload: { key: `claimed ${String(round)}` } }]);
    }
  });

  it('keeps what was refused, with the reason, for a later time', async () => {
    refusing.add('refused');
    await add(nodes[0]!, LANE, message('refused'));
    for (;;) {
      const [row] = await rows();
      if (row?.['failed_reason'] !== null) break;
      await sleep(20);
    }
    const [row] = await rows();
    expect(row).toMatchObject({ key: 'refused', attempts: 1, failed_reason: 'not now' });
    expect(row?.['due_at']).toBeGreaterThan(Date.now() / 1000 + 5);
    await nodes[0]!.get(Outbox).settle(String(row?.['id']));
    await drained();
  });

  describe('with its transaction', () => {
    it('a message that is rolled back has never been', async () => {
      delivered.length = 0;
      const node = nodes[0]!;
      const failure = new Error('the change failed');
      const work = node.get(Transactions).run(async (manager) => {
        await node.get(Outbox).add(manager, LANE, [message('rolled back')], LIFETIME);
        throw failure;
      });
      await expect(work).rejects.toBe(failure);
      await sleep(100);
      expect([await rows(), delivered]).toEqual([[], []]);
    });

    it('one thing is said once: a second message of the same key undoes its transaction', async () => {
      const twice = add(nodes[0]!, LANE, message('same', 'a'), message('same', 'b'));
      await expect(twice).rejects.toThrow(/unique|duplicate/i);
      expect(await rows()).toEqual([]);
    });
  });
});
