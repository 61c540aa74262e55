import { setTimeout as sleep } from 'node:timers/promises';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { IsNull, type Repository } from 'typeorm';
import { type Seal, SealedColumns } from '#platform/crypto';
import { isUniqueViolation } from '#platform/database';
import { Housekeeper } from '#platform/housekeeping';
import { Problem } from '#platform/http';
import { epochSeconds } from '#protocol';
import { IdempotencyKeyEntity } from './idempotency-key.entity.js';

/** How long the same request is given the same answer, in seconds. */
const LIFETIME = 24 * 3600;

/** How often the answer is looked for that another request with the key is just being given. */
const LOOKS = 60;
const BETWEEN_LOOKS = 50;

/** A text column of MySQL takes 64 kB. */
const MAX_SEALED = 65_000;

/** What was answered, as far as it is kept. */
export interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** A key, by digests: whose it is, and what was asked for with it. */
export interface AskedOnce {
  readonly keyHash: string;
  readonly requestHash: string;
}

/** Which requests were done already (draft-ietf-httpapi-idempotency-key-header-07). */
@Injectable()
export class IdempotencyKeys implements OnModuleInit {
  private readonly answers: Seal;

  constructor(
    @InjectRepository(IdempotencyKeyEntity)
    private readonly rows: Repository<IdempotencyKeyEntity>,
    private readonly housekeeper: Housekeeper,
    sealed: SealedColumns,
  ) {
    const placeOf = (id: string) => `idempotency_keys.sealed_answer ${id}`;
    this.answers = sealed.register(rows, 'keyHash', 'sealedAnswer', placeOf);
  }

  onModuleInit(): void {
    this.housekeeper.registerExpiry(this.rows, 'expires_at');
  }

  /**
   * The unique index decides who does it.
   * @returns undefined for whoever does it; what was answered, for everybody else
   * @throws Problem 409 while there is no answer, 422 for another request with the key
   */
  async begin(asked: AskedOnce): Promise<KeptAnswer | undefined> {
    const now = epochSeconds();
    try {
      await this.rows.insert({
        ...{ ...asked, status: null, sealedAnswer: null },
        expiresAt: now + LIFETIME,
      });
      return undefined;
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
    const { keyHash } = asked;
    const row = await this.rows.findOneBy({ keyHash });
    if (row === null || row.expiresAt <= now) {
      if (row !== null) await this.rows.delete({ keyHash, expiresAt: row.expiresAt });
      return this.begin(asked);
    }
    if (row.requestHash !== asked.requestHash) {
      const detail = 'Another request was sent with this Idempotency-Key. Each takes its own.';
      throw new Problem('idempotency-key-reused', detail);
    }
    return this.answerOf(keyHash);
  }

  /** The answer is kept, unless it is too large for that. */
  async finish({ keyHash }: AskedOnce, { status, ...answer }: KeptAnswer): Promise<void> {
    const packed = deflateRawSync(JSON.stringify(answer)).toString('base64');
    const sealed = this.answers.seal(keyHash, packed);
    const sealedAnswer = sealed.length > MAX_SEALED ? null : sealed;
    await this.rows.update({ keyHash }, { status, sealedAnswer });
  }

  /** Nothing was done: it may be asked for again. */
  async release({ keyHash }: AskedOnce): Promise<void> {
    await this.rows.delete({ keyHash, status: IsNull() });
  }

  private async answerOf(keyHash: string): Promise<KeptAnswer> {
    for (let look = 0; look < LOOKS; look++) {
      const row = await this.rows.findOneBy({ keyHash });
      if (row?.status !== null && row?.status !== undefined) return this.opened(row, row.status);
      if (row === null) break;
      await sleep(BETWEEN_LOOKS);
    }
    throw Problem.conflict(
      'The request that came first with this Idempotency-Key has no answer so far.',
    );
  }

  private opened({ keyHash, sealedAnswer }: IdempotencyKeyEntity, status: number): KeptAnswer {
    if (sealedAnswer === null) {
      throw Problem.conflict('It was done, and its answer was too large to be kept.');
    }
    const packed = Buffer.from(this.answers.open(keyHash, sealedAnswer), 'base64');
    const answer = JSON.parse(inflateRawSync(packed).toString()) as Omit<KeptAnswer, 'status'>;
    return { status, ...answer };
  }
}
