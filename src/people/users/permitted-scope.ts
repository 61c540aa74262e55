import type { Granted } from '#protocol';
import { ADMIN_API_ID } from '#registry/resources';
import { adminScopesOf, type PowerHolder } from './admin-roles.js';

/**
 * The part of a grant that a person can give: power over Gatehouse only as far as they have it. Everybody can
 * sign in to a client that admins use too; they get less from it.
 */
export function permitted(granted: Granted, user: PowerHolder | undefined): Granted {
  if (user === undefined) return granted.without(ADMIN_API_ID);
  return granted.limitedAt(ADMIN_API_ID, adminScopesOf(user));
}

/** Whether it matters for {@link permitted} who the person is. */
export function asksForPower(granted: Granted): boolean {
  return granted.at(ADMIN_API_ID).length > 0;
}
