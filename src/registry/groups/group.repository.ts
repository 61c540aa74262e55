import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import type { Reach } from '#platform/http';
import { type ListOf, type ListRequest, Lists, type Page, whereBeginning } from '#platform/lists';
import { type Group, groupKey, type GroupPolicy, type KnownGroup } from './group.js';
import { whereReachedGroup } from './reached-groups.js';
import { GroupEntity } from './group.entity.js';

const LIST: ListOf<GroupEntity> = {
  name: 'groups',
  id: 'id',
  sorts: { id: 'id', name: 'nameKey' },
};

export interface GroupListRequest extends ListRequest {
  readonly external_id?: string | undefined;
  /** The sub of a person who is in it. */
  readonly member?: string | undefined;
  /** The id of a role that its people have. */
  readonly role?: string | undefined;
}

const MEMBER = 'g.id IN (SELECT m.group_id FROM group_members m WHERE m.user_id = :member)';
const ROLE =
  "g.id IN (SELECT a.subject_id FROM role_assignments a WHERE a.role_id = :role AND a.subject_kind = 'group')";

@Injectable()
export class GroupRepository {
  constructor(
    @InjectRepository(GroupEntity) private readonly rows: Repository<GroupEntity>,
    private readonly lists: Lists,
  ) {}

  async find(id: string, manager = this.rows.manager): Promise<Group | undefined> {
    const row = await manager.findOneBy(GroupEntity, { id });
    return row === null ? undefined : toGroup(row);
  }

  async idOf(externalId: string): Promise<string | undefined> {
    return (await this.rows.findOneBy({ externalId }))?.id;
  }

  list(request: GroupListRequest, reach: Reach | undefined): Promise<Page<Group>> {
    const beginning = groupKey(request.q ?? '');
    const query = whereBeginning(this.rows.createQueryBuilder('g'), ['nameKey'], beginning);
    whereReachedGroup(query, reach);
    const { external_id: externalId, member, role } = request;
    if (member !== undefined && member !== '') {
      query.andWhere(MEMBER, { member });
    }
    if (role !== undefined && role !== '') query.andWhere(ROLE, { role });
    if (externalId !== undefined) query.andWhere({ externalId });
    return this.lists.page(LIST, request, query, toGroup);
  }

  /** What is asked of every group all the time, by its id. */
  async all(): Promise<ReadonlyMap<string, KnownGroup>> {
    const query = this.rows
      .createQueryBuilder('g')
      .select('g.id', 'id')
      .addSelect('g.name', 'name')
      .addSelect('g.policy', 'policy');
    const all = await query.getRawMany<Pick<GroupEntity, 'id' | 'name' | 'policy'>>();
    return new Map(all.map(({ id, name, policy }) => [id, { name, requireAcr: floorIn(policy) }]));
  }

  count(): Promise<number> {
    return this.rows.count();
  }
}

function toGroup({ nameKey: _key, policy, ...group }: GroupEntity): Group {
  return { ...group, requireAcr: floorIn(policy) };
}

function floorIn(policy: string | null): string | null {
  if (policy === null) return null;
  return (JSON.parse(policy) as GroupPolicy).require_acr ?? null;
}
