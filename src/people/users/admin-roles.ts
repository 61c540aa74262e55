import type { Reach } from '#platform/http';
import type { ClientPolicy } from '#registry/clients';
import { ADMIN_SCOPES } from '#registry/resources';
import { gatehouseRole } from '#registry/roles';

/** For what one of Gatehouse's own roles was given to somebody. */
export interface AdminRoleTerms {
  /** Ids of the groups for whose people it is good; absent: for everybody. */
  readonly groups?: readonly string[];
  /** What the clients may be that its holder looks after; absent: what a client that registers itself may be. */
  readonly policy?: ClientPolicy;
}

/**
 * Which of Gatehouse's own roles somebody has, by their ids. They stand with the person, so that a token costs
 * nothing more, and what was taken from them is gone with the next request on every node.
 */
export type AdminRoles = ReadonlyMap<string, AdminRoleTerms>;

/** What tells what somebody may do to Gatehouse. */
export interface PowerHolder {
  readonly roles: readonly string[];
  readonly adminRoles: AdminRoles;
}

/** Who has this role gets every scope of the admin API, for everything. */
export const ADMIN_ROLE = 'admin';

const NONE: AdminRoles = new Map();

export function isAdmin(user: Pick<PowerHolder, 'roles'>): boolean {
  return user.roles.includes(ADMIN_ROLE);
}

/** Whether they are an admin, or have a part of what one may do. */
export function hasPower(user: PowerHolder): boolean {
  return isAdmin(user) || user.adminRoles.size > 0;
}

/** The scopes of the admin API that somebody can give to an application. */
export function adminScopesOf(user: PowerHolder): ReadonlySet<string> {
  if (isAdmin(user)) return ADMIN_SCOPES;
  const scopes = [...user.adminRoles.keys()].map((id) => gatehouseRole(id)?.scopes ?? []);
  return new Set(scopes.flatMap((some) => [...some]));
}

/** For what a scope of the admin API is good in the hands of somebody: undefined for everything. */
export function reachOf(
  user: PowerHolder & { readonly sub: string; readonly groups: ReadonlyMap<string, number> },
  scope: string,
): Reach | undefined {
  if (isAdmin(user)) return undefined;
  const groups = new Set<string>();
  let clients: Reach = {};
  for (const [id, terms] of user.adminRoles) {
    const role = gatehouseRole(id);
    if (role?.scopes.has(scope) !== true) continue;
    if (role.reach === 'all') return undefined;
    if (role.reach === 'clients') {
      clients = { owners: [user.sub, ...user.groups.keys()], terms: terms.policy };
    } else if (terms.groups === undefined) return undefined;
    else terms.groups.forEach((group) => groups.add(group));
  }
  return { ...clients, ...(groups.size === 0 ? {} : { groups: [...groups] }) };
}

export function parseAdminRoles(text: string | null): AdminRoles {
  if (text === null) return NONE;
  return new Map(Object.entries(JSON.parse(text) as Record<string, AdminRoleTerms>));
}

export function formatAdminRoles(roles: AdminRoles): string | null {
  return roles.size === 0 ? null : JSON.stringify(Object.fromEntries(roles));
}
