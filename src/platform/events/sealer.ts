import { setTimeout as sleep } from 'node:timers/promises';
import {
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, IsNull, Not, type Repository } from 'typeorm';
import { randomId } from '#platform/crypto';
import { isUniqueViolation, Transactions } from '#platform/database';
import { Housekeeper } from '#platform/housekeeping';
import { Logger } from '#platform/logging';
import { BEGINNING, hashAfter, type Link } from './chain.js';
import { Checkpoints } from './checkpoints.js';
import { EventEntity } from './event.entity.js';
import { EventChainEntity } from './event-chain.entity.js';
import { chainedMembers, sealFacts } from './stored-event.js';

const SEAL_AFTER_MS = 100;
/** Events of one transaction. */
const BATCH = 250;
/** Events of one statement. */
const CHUNK = 50;
const HEAD = 1;

type Sealed = Pick<EventEntity, 'id' | 'hash' | 'factsSalt' | 'factsDigest'> & Link;

/**
 * Gives events their number and their hash, a moment after they were written. Not when they are written: a
 * transaction that commits late would have a number that readers have passed already. Any node seals what
 * it finds; whoever changes the last link of the chain has won, and nobody else's numbers are stored.
 */
@Injectable()
export class Sealer implements OnApplicationBootstrap, OnApplicationShutdown {
  private wakened: (() => void) | undefined;
  private awake = false;
  private stopped = false;
  private working: Promise<void> = Promise.resolve();
  private sealing: Promise<boolean> | undefined;
  private readonly listeners: (() => void)[] = [];

  constructor(
    @InjectRepository(EventEntity) private readonly rows: Repository<EventEntity>,
    private readonly transactions: Transactions,
    private readonly checkpoints: Checkpoints,
    private readonly housekeeper: Housekeeper,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    // What a node left behind when it died, and the checkpoint that is due where nothing happens.
    this.housekeeper.register('journal', async () => {
      if (await this.seal()) return true;
      await this.checkpoints.makeIfDue(await this.head());
      return false;
    });
    this.working = this.work();
    this.wake();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.working;
  }

  /** There is something to seal. */
  wake(): void {
    this.awake = true;
    this.wakened?.();
  }

  /** Has `listener` called whenever events were sealed here. */
  onSealed(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Seals what is there now; what cannot be sealed waits for the next time. */
  async sealAll(): Promise<void> {
    this.awake = false;
    try {
      while (await this.seal());
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.logger.write('warn', 'events could not be sealed', { reason });
    }
  }

  /** The last link. */
  async head(manager = this.rows.manager): Promise<Link> {
    const row = await manager.findOneBy(EventChainEntity, { id: HEAD });
    if (row !== null) return row;
    const order = { seq: 'DESC' } as const;
    const last = await manager.findOne(EventEntity, { where: { seq: Not(IsNull()) }, order });
    const seq = last?.seq ?? BEGINNING.seq;
    const hash = last?.hash ?? BEGINNING.hash;
    await manager.insert(EventChainEntity, { id: HEAD, seq, hash }).catch((error: unknown) => {
      if (!isUniqueViolation(error)) throw error;
    });
    return this.head(manager);
  }

  /** One loop, begun at the start: what happens in it belongs to no request, and to no dry run. */
  private async work(): Promise<void> {
    for (;;) {
      await new Promise<void>((resolve) => {
        this.wakened = resolve;
        if (this.awake) resolve();
      });
      if (!this.stopped) await sleep(SEAL_AFTER_MS);
      if (this.isStopped()) return;
      if (this.awake) await this.sealAll();
    }
  }

  private isStopped(): boolean {
    return this.stopped;
  }

  /** One batch at a time. @returns whether more may be left */
  private async seal(): Promise<boolean> {
    while (this.sealing !== undefined) await this.sealing.catch(() => undefined);
    this.sealing = this.sealBatch().finally(() => (this.sealing = undefined));
    return this.sealing;
  }

  private async sealBatch(): Promise<boolean> {
    // Before the rows: who seals one of them meanwhile moves it.
    const head = await this.head();
    const order = { at: 'ASC', id: 'ASC' } as const;
    const rows = await this.rows.find({ where: { seq: IsNull() }, order, take: BATCH });
    if (rows.length === 0) return false;
    const taken = rows.slice(0, await this.checkpoints.untilNext(head));
    const sealed = chain(head, taken);
    const last = sealed.at(-1) ?? { ...head };
    const won = await this.transactions.run(async (manager) => {
      if (!(await moveHead(manager, head, last))) return false;
      for (let at = 0; at < sealed.length; at += CHUNK) {
        await writeSeals(manager, sealed.slice(at, at + CHUNK));
      }
      return true;
    });
    // Another node was first, and may have left some.
    if (!won) return true;
    await this.checkpoints.makeIfDue(last);
    for (const listener of this.listeners) listener();
    return taken.length < rows.length || rows.length === BATCH;
  }
}

function chain(head: Link, rows: readonly EventEntity[]): Sealed[] {
  let link = head;
  return rows.map((row) => {
    const facts = sealFacts(row, randomId());
    const hash = hashAfter(link, chainedMembers(row, facts.factsDigest));
    link = { seq: link.seq + 1, hash };
    return { id: row.id, ...facts, ...link };
  });
}

/** @returns false when another node has sealed something since */
async function moveHead(manager: EntityManager, head: Link, { seq, hash }: Link): Promise<boolean> {
  const unchanged = { id: HEAD, seq: head.seq };
  const { affected } = await manager.update(EventChainEntity, unchanged, { seq, hash });
  return affected === 1;
}

/**
 * One statement for all of them: one each would keep the database busy several times as long. By key alone, so that
 * it waits for no row of a transaction that is under way.
 */
async function writeSeals(manager: EntityManager, sealed: readonly Sealed[]): Promise<void> {
  const parameters: Record<string, string | number | null> = {};
  const valueOf = (property: 'seq' | 'hash' | 'factsSalt' | 'factsDigest') => {
    const cases = sealed.map((row, i) => {
      parameters[`${property}${String(i)}`] = row[property];
      return `WHEN :id${String(i)} THEN :${property}${String(i)}`;
    });
    return () => `CASE id ${cases.join(' ')} END`;
  };
  for (const [i, { id }] of sealed.entries()) parameters[`id${String(i)}`] = id;
  const { affected } = await manager
    .createQueryBuilder()
    .update(EventEntity)
    .set({
      ...{ seq: valueOf('seq'), hash: valueOf('hash') },
      ...{ factsSalt: valueOf('factsSalt'), factsDigest: valueOf('factsDigest') },
    })
    .where(`id IN (${sealed.map((_, i) => `:id${String(i)}`).join(', ')})`)
    .setParameters(parameters)
    .execute();
  if (affected !== sealed.length) throw new Error('some of these events are gone');
}
