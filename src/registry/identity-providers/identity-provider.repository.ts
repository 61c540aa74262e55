import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, In, type Repository } from 'typeorm';
import { type ListOf, type ListRequest, Lists, type Page, whereBeginning } from '#platform/lists';
import { IdentityProviderEntity } from './identity-provider.entity.js';
import type { IdentityProvider, IdentityProviderValue } from './identity-provider.js';

const LIST: ListOf<IdentityProviderEntity> = {
  name: 'identity-providers',
  id: 'id',
  sorts: { id: 'id' },
};

/** What stands in the column `config`. */
export type StoredConfig = Omit<IdentityProviderValue, 'name' | 'enabled' | 'externalId'>;

export interface ProviderListRequest extends ListRequest {
  readonly external_id?: string | undefined;
}

@Injectable()
export class IdentityProviderRepository {
  constructor(
    @InjectRepository(IdentityProviderEntity)
    private readonly rows: Repository<IdentityProviderEntity>,
    private readonly lists: Lists,
  ) {}

  async find(
    id: string,
    manager: EntityManager = this.rows.manager,
  ): Promise<IdentityProvider | undefined> {
    const row = await manager.findOneBy(IdentityProviderEntity, { id });
    return row === null ? undefined : toProvider(row);
  }

  async idOf(externalId: string): Promise<string | undefined> {
    return (await this.rows.findOneBy({ externalId }))?.id;
  }

  list(request: ProviderListRequest): Promise<Page<IdentityProvider>> {
    const query = whereBeginning(this.rows.createQueryBuilder('p'), ['id'], request.q ?? '');
    const { external_id: externalId } = request;
    if (externalId !== undefined) query.andWhere({ externalId });
    return this.lists.page(LIST, request, query, toProvider);
  }

  /** They are few. */
  async all(): Promise<readonly IdentityProvider[]> {
    return (await this.rows.find({ order: { name: 'ASC', id: 'ASC' } })).map(toProvider);
  }

  /** Whether one of these is enabled, as it is in this transaction. */
  async anyEnabled(manager: EntityManager, ids: readonly string[]): Promise<boolean> {
    if (ids.length === 0) return false;
    return manager.existsBy(IdentityProviderEntity, { id: In([...ids]), enabled: 1 });
  }

  /**
   * Holds a provider until the transaction ends.
   * @returns false when it was disabled, deleted or made again meanwhile
   */
  async hold(
    manager: EntityManager,
    { id, epoch }: Pick<IdentityProvider, 'id' | 'epoch'>,
  ): Promise<boolean> {
    // An UPDATE that changes nothing locks the row on MySQL; on SQLite the transaction is alone anyway.
    const same = { id, epoch, enabled: 1 };
    return (await manager.update(IdentityProviderEntity, same, { enabled: 1 })).affected === 1;
  }
}

function toProvider(row: IdentityProviderEntity): IdentityProvider {
  return {
    ...(JSON.parse(row.config) as StoredConfig),
    id: row.id,
    epoch: row.epoch,
    name: row.name,
    enabled: row.enabled !== 0,
    sealedSecret: row.secret ?? undefined,
    externalId: row.externalId,
    version: row.version,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}
