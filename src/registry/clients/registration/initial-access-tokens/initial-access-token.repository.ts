import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { MoreThan, type Repository } from 'typeorm';
import { randomId, randomToken, sha256 } from '#platform/crypto';
import { Housekeeper } from '#platform/housekeeping';
import { epochSeconds } from '#protocol';
import { type ClientPolicy, SAFE_POLICY } from '#registry/clients';
import { InitialAccessTokenEntity } from './initial-access-token.entity.js';

/** Permission to register clients, given by an admin (RFC 7591 §1.2). */
export interface InitialAccessToken {
  readonly id: string;
  /** What the admin calls it. */
  readonly name: string;
  /** The terms of every client that is registered with it. */
  readonly policy: ClientPolicy;
  readonly uses: number;
  readonly maxUses: number;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** The prefix lets secret scanners recognise a leaked token. */
const TOKEN_PREFIX = 'gh_iat_';

@Injectable()
export class InitialAccessTokenRepository implements OnModuleInit {
  constructor(
    @InjectRepository(InitialAccessTokenEntity)
    private readonly rows: Repository<InitialAccessTokenEntity>,
    private readonly housekeeper: Housekeeper,
  ) {}

  onModuleInit(): void {
    this.housekeeper.registerExpiry(this.rows, 'expires_at');
  }

  /** @returns the token with its value, which is not stored and cannot be shown again */
  async create(
    wanted: Pick<InitialAccessToken, 'name' | 'policy' | 'maxUses' | 'expiresAt'>,
  ): Promise<{ token: InitialAccessToken; value: string }> {
    const value = TOKEN_PREFIX + randomToken();
    const token = { ...wanted, id: randomId(), uses: 0, createdAt: epochSeconds() };
    const policy = JSON.stringify(token.policy);
    await this.rows.insert({ ...token, policy, tokenHash: sha256(value) });
    return { token, value };
  }

  /** Those that have expired or are used up are found too. */
  async findByValue(value: string): Promise<InitialAccessToken | undefined> {
    const row = await this.rows.findOneBy({ tokenHash: sha256(value) });
    return row === null ? undefined : toToken(row);
  }

  /** A page in the order of ids. */
  async list(after: string, limit: number): Promise<InitialAccessToken[]> {
    const where = { id: MoreThan(after) };
    const rows = await this.rows.find({ where, order: { id: 'ASC' }, take: limit });
    return rows.map(toToken);
  }

  /** Uses the token once. False when it has expired or has no use left: this write decides (attack P01). */
  async take(id: string): Promise<boolean> {
    const { affected } = await this.rows
      .createQueryBuilder()
      .update()
      .set({ uses: () => 'uses + 1' })
      .where('id = :id AND uses < max_uses AND expires_at > :now', { id, now: epochSeconds() })
      .execute();
    return affected === 1;
  }

  async giveBack(id: string): Promise<void> {
    await this.rows
      .createQueryBuilder()
      .update()
      .set({ uses: () => 'uses - 1' })
      .where('id = :id AND uses > 0', { id })
      .execute();
  }

  /** @returns false when there is no such token */
  async withdraw(id: string): Promise<boolean> {
    return (await this.rows.delete({ id })).affected === 1;
  }
}

function toToken(row: InitialAccessTokenEntity): InitialAccessToken {
  const { id, name, uses, maxUses, createdAt, expiresAt } = row;
  const policy = { ...SAFE_POLICY, ...(JSON.parse(row.policy) as ClientPolicy) };
  return { id, name, policy, uses, maxUses, createdAt, expiresAt };
}
