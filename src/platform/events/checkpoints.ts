import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { JSONWebKeySet, JWK } from 'jose';
import { IsNull, LessThan, MoreThan, type Repository } from 'typeorm';
import { Config } from '#platform/config';
import { sha256, SigningKeys } from '#platform/crypto';
import { isUniqueViolation } from '#platform/database';
import { type ListOf, type ListRequest, Lists, type Page } from '#platform/lists';
import { Logger } from '#platform/logging';
import { epochSeconds } from '#protocol';
import type { Link } from './chain.js';
import {
  CHECKPOINT_TYPE,
  CUT_TYPE,
  type CutClaims,
  EVERY_EVENTS,
} from './checkpoint-statements.js';
import { EventCheckpointEntity } from './event-checkpoint.entity.js';

export type ListOfCheckpoints = Page<EventCheckpointEntity>;

/** Seconds after which what was sealed meanwhile is signed, however little it is. */
const EVERY_SECONDS = 3600;

const LIST: ListOf<EventCheckpointEntity> = {
  name: 'checkpoints',
  id: 'seq',
  sorts: { seq: 'seq' },
  usual: '-seq',
};

/**
 * Signed links of the chain, each with the one before. Whoever keeps them elsewhere can tell when somebody with
 * the database rewrites what came before.
 */
@Injectable()
export class Checkpoints {
  constructor(
    @InjectRepository(EventCheckpointEntity)
    private readonly rows: Repository<EventCheckpointEntity>,
    private readonly keys: SigningKeys,
    private readonly config: Config,
    private readonly logger: Logger,
    private readonly lists: Lists,
  ) {}

  /** How many events there may be until the next one is due. */
  async untilNext({ seq }: Link): Promise<number> {
    const last = await this.last();
    return last === undefined ? EVERY_EVENTS : Math.max(last.seq + EVERY_EVENTS - seq, 1);
  }

  /** Signs the last link where one of the two is due; the first at once. */
  async makeIfDue({ seq, hash }: Link): Promise<void> {
    if (seq === 0) return;
    const last = await this.last();
    const at = epochSeconds();
    if (last !== undefined) {
      const due = seq - last.seq >= EVERY_EVENTS || at - last.at >= EVERY_SECONDS;
      if (seq <= last.seq || !due) return;
    }
    const previous = last === undefined ? '' : sha256(last.statement);
    const claims = { seq, hash, at, previous };
    const { kid, publicJwk, statement } = await this.sign(CHECKPOINT_TYPE, claims);
    try {
      await this.rows.insert({
        ...{ ...claims, kid, statement, cut: null },
        publicJwk: JSON.stringify(publicJwk),
      });
    } catch (error) {
      // Another node was first.
      if (isUniqueViolation(error)) return;
      throw error;
    }
    this.logger.tell('journal.checkpoint', { details: { seq, hash, statement } });
  }

  /** The newest whose events are all older than a moment. */
  async lastBefore(at: number): Promise<EventCheckpointEntity | undefined> {
    const [found] = await this.rows.find({
      where: { at: LessThan(at) },
      order: { seq: 'DESC' },
      take: 1,
    });
    return found;
  }

  /** Signs that the events up to one were deleted because of their age. */
  async cut({ seq, hash }: EventCheckpointEntity): Promise<void> {
    const { statement } = await this.sign(CUT_TYPE, { seq, hash, at: epochSeconds() });
    const { affected } = await this.rows.update({ seq, cut: IsNull() }, { cut: statement });
    if (affected !== 1) return;
    this.logger.tell('journal.cut', { details: { seq, hash, statement } });
  }

  async deleteBefore(seq: number): Promise<void> {
    await this.rows.delete({ seq: LessThan(seq) });
  }

  page(request: ListRequest): Promise<ListOfCheckpoints> {
    return this.lists.page(LIST, request, this.rows.createQueryBuilder('c'), (row) => row);
  }

  /** The next ones behind an event. */
  after(seq: number, limit: number): Promise<EventCheckpointEntity[]> {
    return this.rows.find({ where: { seq: MoreThan(seq) }, order: { seq: 'ASC' }, take: limit });
  }

  /** Where the kept events begin: the last one that was cut at. */
  async lastCut(): Promise<EventCheckpointEntity | undefined> {
    const found = await this.rows
      .createQueryBuilder('c')
      .where('c.cut IS NOT NULL')
      .orderBy('c.seq', 'DESC')
      .limit(1)
      .getOne();
    return found ?? undefined;
  }

  /** The keys that the kept checkpoints were signed with. */
  async jwks(): Promise<JSONWebKeySet> {
    const rows = await this.rows
      .createQueryBuilder('c')
      .select('DISTINCT c.public_jwk', 'jwk')
      .getRawMany<{ jwk: string }>();
    return { keys: rows.map(({ jwk }) => JSON.parse(jwk) as JWK) };
  }

  private async last(): Promise<EventCheckpointEntity | undefined> {
    const [row] = await this.rows.find({ order: { seq: 'DESC' }, take: 1 });
    return row;
  }

  private async sign(type: string, claims: Omit<CutClaims, 'iss'>) {
    const key = await this.keys.active('ES256');
    const { kid, publicJwk } = key;
    const statement = await key.sign(type, { iss: this.config.issuer, ...claims });
    return { kid, publicJwk, statement };
  }
}
