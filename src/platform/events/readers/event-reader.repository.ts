import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, Like, type Repository } from 'typeorm';
import { randomId } from '#platform/crypto';
import { isUniqueViolation } from '#platform/database';
import { epochSeconds } from '#protocol';
import { EventReaderEntity } from './event-reader.entity.js';

/** Seconds after which another node may go on for one that says nothing. */
const CLAIM = 30;
/** When a reader is due that is not told anything for now. */
const NEVER = 2 ** 31 - 1;

/** A reader that this node, and no other, is telling. */
export interface Claimed {
  readonly name: string;
  readonly seq: number;
  readonly attempts: number;
  readonly claim: string;
  readonly failingSince: number | undefined;
}

/** Where somebody is. */
export type ReaderState = Pick<EventReaderEntity, 'seq' | 'failedReason'> & {
  /** When it is tried again; undefined where nothing failed. */
  readonly retryAt: number | undefined;
};

@Injectable()
export class EventReaderRepository {
  constructor(
    @InjectRepository(EventReaderEntity) private readonly rows: Repository<EventReaderEntity>,
  ) {}

  all(): Promise<EventReaderEntity[]> {
    return this.rows.find({ order: { name: 'ASC' } });
  }

  /** Where those of a kind are. */
  async states(kind: string): Promise<Map<string, ReaderState>> {
    const rows = await this.rows.findBy({ name: Like(`${kind}:%`) });
    return new Map(
      rows.map(({ name, seq, failedReason, attempts, dueAt }) => {
        const waits = attempts > 0 && dueAt < NEVER;
        return [name, { seq, failedReason, retryAt: waits ? dueAt : undefined }];
      }),
    );
  }

  /** Unless there is one of this name. @param seq the last event that it is not told of */
  async add(name: string, seq: number, manager = this.rows.manager): Promise<void> {
    const state = { attempts: 0, dueAt: 0, claim: null, claimedUntil: 0 };
    try {
      await manager.insert(EventReaderEntity, {
        ...{ name, seq, ...state, failedReason: null, failingSince: null },
      });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
  }

  async delete(name: string, manager: EntityManager): Promise<void> {
    await manager.delete(EventReaderEntity, { name });
  }

  /** From there on, now; whoever is telling it stops. */
  async moveTo(name: string, seq: number, manager: EntityManager): Promise<void> {
    await manager.update(EventReaderEntity, { name }, { seq, ...AT_ONCE });
  }

  async pause(name: string, manager: EntityManager): Promise<void> {
    const stopped = { claim: null, claimedUntil: 0, dueAt: NEVER };
    await manager.update(EventReaderEntity, { name }, stopped);
  }

  async resume(name: string, manager: EntityManager): Promise<void> {
    await manager.update(EventReaderEntity, { name }, AT_ONCE);
  }

  /** @returns undefined where another node has it, or it is not due */
  async claim(name: string): Promise<Claimed | undefined> {
    const now = epochSeconds();
    const claim = randomId();
    const { affected } = await this.rows
      .createQueryBuilder()
      .update()
      .set({ claim, claimedUntil: now + CLAIM })
      .where('name = :name AND due_at <= :now AND claimed_until <= :now', { name, now })
      .execute();
    if (affected !== 1) return undefined;
    const row = await this.rows.findOneBy({ name, claim });
    if (row === null) return undefined;
    const { seq, attempts, failingSince } = row;
    return { name, seq, attempts, claim, failingSince: failingSince ?? undefined };
  }

  /** It has the events up to there. @returns undefined where the claim is lost */
  async advance({ name, claim }: Claimed, seq: number): Promise<Claimed | undefined> {
    const after = { seq, attempts: 0, failingSince: null, failedReason: null };
    const claimedUntil = epochSeconds() + CLAIM;
    const { affected } = await this.rows.update({ name, claim }, { ...after, claimedUntil });
    return affected === 1 ? { name, claim, seq, attempts: 0, failingSince: undefined } : undefined;
  }

  async hold({ name, claim }: Claimed): Promise<void> {
    await this.rows.update({ name, claim }, { claimedUntil: epochSeconds() + CLAIM });
  }

  async release({ name, claim }: Claimed): Promise<void> {
    await this.rows.update({ name, claim }, { claim: null, claimedUntil: 0 });
  }

  async fail({ name, claim, attempts, failingSince }: Claimed, reason: string, dueAt: number) {
    await this.rows.update(
      { name, claim },
      {
        ...{ claim: null, claimedUntil: 0, attempts: attempts + 1, dueAt },
        failedReason: reason.slice(0, 255),
        failingSince: failingSince ?? epochSeconds(),
      },
    );
  }
}

const AT_ONCE = {
  ...{ attempts: 0, dueAt: 0, claim: null, claimedUntil: 0 },
  ...{ failedReason: null, failingSince: null },
};
