import type { Granted } from '#protocol';
import { ADMIN_API_ID } from '#registry/resources';
import { isAdmin, type User } from './user.js';

/**
 * The part of a grant that a person can give: power over Gatehouse only if they have it. Everybody can
 * sign in to a client that admins use too; they get less from it.
 */
export function permitted(granted: Granted, user: Pick<User, 'roles'>): Granted {
  return isAdmin(user) && asksForPower(granted) ? granted : granted.without(ADMIN_API_ID);
}

/** Whether it matters for {@link permitted} who the person is. */
export function asksForPower(granted: Granted): boolean {
  return granted.at(ADMIN_API_ID).length > 0;
}
