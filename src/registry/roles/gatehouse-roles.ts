import { ADMIN_SCOPES } from '#registry/resources';

/** Of what a role is good for a part: people by their groups, or clients by their owners. */
export type ReachKind = 'all' | 'people' | 'clients';

/** A role of Gatehouse itself: a part of what an admin may do. */
export interface GatehouseRole {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** Scopes of the admin API: what its holders may do. On which things, the assignment says. */
  readonly scopes: ReadonlySet<string>;
  readonly reach: ReachKind;
}

const reading = [...ADMIN_SCOPES].filter((scope) => scope.endsWith(':read'));

const helping = ['users:read', 'users:help', 'sessions:end'];

/** They stand in the table of roles as well, so that they are listed and given as all others are. */
export const GATEHOUSE_ROLES: readonly GatehouseRole[] = [
  role('auditor', 'Sees everything and changes nothing', reading, 'all'),
  role('help-desk', 'Helps people to sign in, and ends their sessions', helping, 'people'),
  role(
    'user-admin',
    'Creates, changes and deletes people of some groups',
    [...helping, 'users:write', 'groups:read'],
    'people',
  ),
  role(
    'client-owner',
    'Registers applications and looks after their own',
    ['clients:read', 'clients:write'],
    'clients',
  ),
];

const byId: ReadonlyMap<string, GatehouseRole> = new Map(
  GATEHOUSE_ROLES.map((one) => [one.id, one]),
);

export function gatehouseRole(id: string): GatehouseRole | undefined {
  return byId.get(id);
}

function role(
  name: string,
  description: string,
  scopes: readonly string[],
  reach: ReachKind,
): GatehouseRole {
  return { id: `gatehouse-${name}`, name, description, scopes: new Set(scopes), reach };
}
