import type { EntityManager } from 'typeorm';
import { RefusedChange } from '#platform/changes';
import { randomId } from '#platform/crypto';
import { isForeignKeyViolation } from '#platform/database';
import { epochSeconds } from '#protocol';
import type { GroupsOfUser } from '../groups-of-user.js';
import { BY_ADMINS, MembershipEntity } from './membership.entity.js';

/** Puts somebody who is just created into groups. @throws RefusedChange */
export async function insertMemberships(
  manager: EntityManager,
  userId: string,
  groups: GroupsOfUser,
): Promise<void> {
  if (groups.size === 0) return;
  const createdAt = epochSeconds();
  const rows = [...groups].map(([groupId, groupVersion]) => ({
    ...{ id: randomId(), groupId, userId, source: BY_ADMINS, groupVersion, createdAt },
  }));
  await manager.insert(MembershipEntity, rows).catch((error: unknown) => {
    if (!isForeignKeyViolation(error)) throw error;
    throw new RefusedChange({ pointer: '/groups', detail: 'There is no group with this id.' });
  });
}
