import { type MemberProblem, type Plan, type PlannedEvent, problem } from '#platform/changes';
import { policyProblems } from '#registry/clients';
import { type Powers as Held, powerProblems } from '#registry/resources';
import type { GatehouseRole } from '#registry/roles';
import type { Powers } from '../admin/admin-power.js';
import type { AdminRoleTerms } from '../admin-roles.js';
import type { PlannedUser } from '../user.aggregate.js';
import type { User } from '../user.js';

/** What it is judged by. */
export interface GivingCircumstances {
  readonly powers: Powers;
  /** Ids of every group that there is. */
  readonly groups: { has(id: string): boolean };
  /** Grant types that there are. */
  readonly grantTypes: ReadonlySet<string>;
}

/** One of Gatehouse's own roles; again for other terms, in place of those before. */
export function planGivingPower(
  before: User,
  role: GatehouseRole,
  terms: AdminRoleTerms,
  circumstances: GivingCircumstances,
): Plan<PlannedUser> {
  const had = before.adminRoles.get(role.id);
  const same = had !== undefined && JSON.stringify(had) === JSON.stringify(terms);
  const adminRoles = new Map([...before.adminRoles, [role.id, terms]]);
  return {
    value: { ...before, adminRoles },
    problems: [
      ...powerOverProblems(before, role, circumstances.powers),
      ...termsProblems(role, terms, circumstances),
    ],
    warnings: [],
    effects: [],
    events: same ? [] : [eventOf('role.given', before, role, terms)],
  };
}

export function planTakingPower(
  before: User,
  role: GatehouseRole,
  powers: Powers,
): Plan<PlannedUser> {
  const has = before.adminRoles.has(role.id);
  const adminRoles = new Map([...before.adminRoles].filter(([id]) => id !== role.id));
  return {
    value: { ...before, adminRoles },
    problems: powerOverProblems(before, role, powers),
    warnings: [],
    effects: has ? ['power_ends'] : [],
    events: has ? [eventOf('role.taken', before, role)] : [],
  };
}

/** Nobody hands on what they do not hold, and nobody changes what they may do themselves (attack M11). */
function powerOverProblems({ sub }: User, role: GatehouseRole, powers: Powers): MemberProblem[] {
  const own = 'Nobody gives or takes away power of their own.';
  const held: Held = powers;
  return [
    ...problem('', sub === powers.userId ? own : undefined, { kind: 'conflict' }),
    ...powerProblems('', held, role.scopes),
  ];
}

function termsProblems(
  { reach }: GatehouseRole,
  { groups = [], policy }: AdminRoleTerms,
  known: GivingCircumstances,
): MemberProblem[] {
  const forPeople = groups.length > 0 && reach !== 'people';
  const forClients = policy !== undefined && reach !== 'clients';
  return [
    ...problem('/groups', forPeople ? 'This role is not for the people of groups.' : undefined),
    ...groups
      .filter((id) => !known.groups.has(id))
      .flatMap(() => problem('/groups', 'There is no group with this id.')),
    ...problem('/policy', forClients ? 'This role is not about clients of its holder.' : undefined),
    ...(policy === undefined ? [] : policyProblems('/policy', policy, known.grantTypes)),
  ];
}

function eventOf(
  type: PlannedEvent['type'],
  { sub: userId }: User,
  { id, name }: GatehouseRole,
  terms?: AdminRoleTerms,
): PlannedEvent {
  return {
    type,
    userId,
    object: { kind: 'role', id },
    facts: { name, terms: terms && JSON.stringify(terms) },
  };
}
