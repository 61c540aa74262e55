import type { EntityManager } from 'typeorm';
import { Problem } from '#platform/http';
import { UserEntity } from '../user.entity.js';
import { ADMIN_ROLE, isAdmin, toUser, type User } from '../user.js';

export function isEnabledAdmin(user: Pick<User, 'roles' | 'disabled'>): boolean {
  return isAdmin(user) && !user.disabled;
}

/**
 * The user as they are now, held until the transaction ends: changes at the same time queue up, and
 * of two admins who remove each other the second one is refused.
 *
 * @param removesAdmin whether the change leaves one enabled admin less
 * @throws Problem 404; 409 for the last enabled admin
 */
export async function holdUser(
  manager: EntityManager,
  before: User,
  removesAdmin: (user: User) => boolean,
): Promise<User> {
  // The admins first: whoever holds them all waits for no single one afterwards.
  const admins = removesAdmin(before) ? await holdAdmins(manager) : undefined;
  const user = await holdRow(manager, before.sub);
  if (user === undefined) throw Problem.notFound('user');
  if (removesAdmin(user)) {
    if (admins === undefined) throw Problem.conflict('The user was changed meanwhile. Try again.');
    if (admins <= 1) throw Problem.conflict('This is the last admin who can still sign in.');
  }
  return user;
}

// An UPDATE that changes nothing locks rows on MySQL and means the same on SQLite, where the
// transaction is alone anyway; SELECT ... FOR UPDATE exists on MySQL only.

/** @returns how many enabled admins there are */
async function holdAdmins(manager: EntityManager): Promise<number> {
  const { affected } = await manager
    .createQueryBuilder()
    .update(UserEntity)
    .set({ disabled: 0 })
    .where('disabled = 0 AND roles LIKE :role', { role: `%"${ADMIN_ROLE}"%` })
    .execute();
  return affected ?? 0;
}

async function holdRow(manager: EntityManager, sub: string): Promise<User | undefined> {
  await manager
    .createQueryBuilder()
    .update(UserEntity)
    .set({ disabled: () => 'disabled' })
    .where('sub = :sub', { sub })
    .execute();
  const row = await manager.findOneBy(UserEntity, { sub });
  return row === null ? undefined : toUser(row);
}
