import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, In, type Repository } from 'typeorm';
import { type ListOf, type ListRequest, Lists, type Page, whereBeginning } from '#platform/lists';
import { RoleAssignmentEntity } from './role-assignment.entity.js';
import { RoleEntity } from './role.entity.js';
import type { Role, RoleOwner, RoleOwnerKind } from './role.js';

const LIST: ListOf<RoleEntity> = { name: 'roles', id: 'id', sorts: { id: 'id', name: 'name' } };

export interface RoleListRequest extends ListRequest {
  readonly external_id?: string | undefined;
}

@Injectable()
export class RoleRepository {
  constructor(
    @InjectRepository(RoleEntity) private readonly rows: Repository<RoleEntity>,
    private readonly lists: Lists,
  ) {}

  async find(id: string, manager = this.rows.manager): Promise<Role | undefined> {
    const row = await manager.findOneBy(RoleEntity, { id });
    return row === null ? undefined : (await withHolders([row], manager))[0];
  }

  async idOf(externalId: string): Promise<string | undefined> {
    return (await this.rows.findOneBy({ externalId }))?.id;
  }

  /** All of them, in two statements. */
  async all(): Promise<readonly Role[]> {
    return withHolders(await this.rows.find(), this.rows.manager);
  }

  async list(request: RoleListRequest, owner: RoleOwner | undefined): Promise<Page<Role>> {
    const query = whereBeginning(this.rows.createQueryBuilder('r'), ['name'], request.q ?? '');
    if (owner !== undefined) {
      query.andWhere('r.owner_kind = :ownerKind AND r.owner_id = :ownerId', owner);
    }
    const { external_id: externalId } = request;
    if (externalId !== undefined) query.andWhere({ externalId });
    const { items, ...page } = await this.lists.page(LIST, request, query, (row) => row);
    return { ...page, items: await withHolders(items, this.rows.manager) };
  }

  count(): Promise<number> {
    return this.rows.count();
  }
}

async function withHolders(rows: readonly RoleEntity[], manager: EntityManager): Promise<Role[]> {
  if (rows.length === 0) return [];
  const own = { subjectKind: In(['group', 'client']) };
  // Whoever reads all of them need not say which.
  const few = rows.length > 200 ? {} : { roleId: In(rows.map(({ id }) => id)) };
  const assignments = await manager.findBy(RoleAssignmentEntity, { ...own, ...few });
  const holders = Map.groupBy(assignments, ({ roleId }) => roleId);
  const idsOf = (roleId: string, kind: string) =>
    (holders.get(roleId) ?? [])
      .filter(({ subjectKind }) => subjectKind === kind)
      .map(({ subjectId }) => subjectId)
      .sort();
  return rows.map(({ scopes: _ofGatehouse, ownerKind, ...role }) => ({
    ...role,
    ownerKind: ownerKind as RoleOwnerKind,
    groups: idsOf(role.id, 'group'),
    clients: idsOf(role.id, 'client'),
  }));
}
