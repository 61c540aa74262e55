import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { Reach } from '#platform/http';
import type { User } from './user.js';

/** Leaves of what a query finds what is of people within reach: pages and counts show nobody else. */
export function whereReached<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  column: string,
  reach: Reach | undefined,
): void {
  if (reach === undefined) return;
  const { groups = [] } = reach;
  if (groups.length === 0) query.andWhere('1 = 0');
  else {
    query.andWhere(
      `EXISTS (SELECT 1 FROM group_members r WHERE r.user_id = ${column} AND r.group_id IN (:...reached))`,
      { reached: groups },
    );
  }
}

export function isReached({ groups }: Pick<User, 'groups'>, reach: Reach | undefined): boolean {
  return reach === undefined || (reach.groups ?? []).some((id) => groups.has(id));
}
