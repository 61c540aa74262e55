import type { SelectQueryBuilder } from 'typeorm';
import type { Reach } from '#platform/http';
import type { GroupEntity } from './group.entity.js';

export function isReachedGroup(id: string, reach: Reach | undefined): boolean {
  return reach === undefined || (reach.groups ?? []).includes(id);
}

/** Leaves of the groups `g` those within reach: pages and counts show no other (attack M13). */
export function whereReachedGroup(
  query: SelectQueryBuilder<GroupEntity>,
  reach: Reach | undefined,
): void {
  if (reach === undefined) return;
  const { groups = [] } = reach;
  if (groups.length === 0) query.andWhere('1 = 0');
  else query.andWhere('g.id IN (:...reached)', { reached: groups });
}
