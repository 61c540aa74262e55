import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { type ListOf, type ListRequest, Lists, type Page, whereBeginning } from '#platform/lists';
import { type Group, groupKey } from './group.js';
import { GroupEntity } from './group.entity.js';

const LIST: ListOf<GroupEntity> = {
  name: 'groups',
  id: 'id',
  sorts: { id: 'id', name: 'nameKey' },
};

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

  list(request: ListRequest): Promise<Page<Group>> {
    const beginning = groupKey(request.q ?? '');
    const query = whereBeginning(this.rows.createQueryBuilder('g'), ['nameKey'], beginning);
    return this.lists.page(LIST, request, query, toGroup);
  }

  /** The name of every group, by its id. */
  async names(): Promise<ReadonlyMap<string, string>> {
    const query = this.rows
      .createQueryBuilder('g')
      .select('g.id', 'id')
      .addSelect('g.name', 'name');
    const all = await query.getRawMany<{ id: string; name: string }>();
    return new Map(all.map(({ id, name }) => [id, name]));
  }

  count(): Promise<number> {
    return this.rows.count();
  }
}

function toGroup({ nameKey: _key, ...group }: GroupEntity): Group {
  return group;
}
