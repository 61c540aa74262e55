import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, MoreThan, type Repository } from 'typeorm';
import { sha256 } from '#platform/crypto';
import { Housekeeper } from '#platform/housekeeping';
import { type ListOf, type ListRequest, Lists, type Page } from '#platform/lists';
import { epochSeconds } from '#protocol';
import { type ClientPolicy, SAFE_POLICY, scopesOf } from '#registry/clients';
import { type Dependent, Dependents, type DependentSource, type Loss } from '#registry/resources';
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
  /** Counts the changes by admins; that it is used is none. */
  readonly version: number;
  readonly createdAt: number;
  readonly expiresAt: number;
}

const LIST: ListOf<InitialAccessTokenEntity> = {
  name: 'initial-access-tokens',
  id: 'id',
  sorts: { id: 'id', expires_at: 'expiresAt' },
};

@Injectable()
export class InitialAccessTokenRepository implements DependentSource, OnModuleInit {
  constructor(
    @InjectRepository(InitialAccessTokenEntity)
    private readonly rows: Repository<InitialAccessTokenEntity>,
    private readonly housekeeper: Housekeeper,
    private readonly lists: Lists,
    private readonly dependents: Dependents,
  ) {}

  onModuleInit(): void {
    this.housekeeper.registerExpiry(this.rows, 'expires_at');
    this.dependents.add(this);
  }

  /** Those that are good now, whose policy gives a scope. They are few. */
  async dependentsOn(
    { scopes }: Loss,
    limit: number,
    manager: EntityManager,
  ): Promise<Dependent[]> {
    const rows = await manager.find(InitialAccessTokenEntity, {
      where: { expiresAt: MoreThan(epochSeconds()) },
      order: { id: 'ASC' },
    });
    return rows
      .map(toToken)
      .filter(({ policy }) => scopesOf(policy).some((name) => scopes.includes(name)))
      .slice(0, limit)
      .map(({ id, name }) => ({ kind: 'initial_access_token', id, name }));
  }

  async find(id: string, manager = this.rows.manager): Promise<InitialAccessToken | undefined> {
    const row = await manager.findOneBy(InitialAccessTokenEntity, { id });
    return row === null ? undefined : toToken(row);
  }

  /** Those that have expired or are used up are found too. */
  async findByValue(value: string): Promise<InitialAccessToken | undefined> {
    const row = await this.rows.findOneBy({ tokenHash: sha256(value) });
    return row === null ? undefined : toToken(row);
  }

  list(request: ListRequest): Promise<Page<InitialAccessToken>> {
    return this.lists.page(LIST, request, this.rows.createQueryBuilder('t'), toToken);
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
}

function toToken(row: InitialAccessTokenEntity): InitialAccessToken {
  const { id, name, uses, maxUses, version, createdAt, expiresAt } = row;
  const policy = { ...SAFE_POLICY, ...(JSON.parse(row.policy) as ClientPolicy) };
  return { id, name, policy, uses, maxUses, version, createdAt, expiresAt };
}
