import { type MemberProblem, type Plan, type PlannedEvent, problem } from '#platform/changes';
import type { Role } from '#registry/roles';
import type { PlannedUser } from '../user.aggregate.js';
import { MAX_ROLES_OF_USER, type User } from '../user.js';

/** Who has the role already stays as they are. */
export function planGiving(before: User, role: Role): Plan<PlannedUser> {
  if (before.roleIds.includes(role.id)) return planned(before, []);
  const roleIds = [...before.roleIds, role.id];
  const most = `Nobody has more than ${String(MAX_ROLES_OF_USER)} roles.`;
  const tooMany = roleIds.length > MAX_ROLES_OF_USER ? most : undefined;
  const problems = problem('', tooMany, { kind: 'conflict' });
  return planned({ ...before, roleIds }, [eventOf('role.given', before, role)], problems);
}

export function planTaking(before: User, role: Role): Plan<PlannedUser> {
  if (!before.roleIds.includes(role.id)) return planned(before, []);
  const roleIds = before.roleIds.filter((id) => id !== role.id);
  return planned({ ...before, roleIds }, [eventOf('role.taken', before, role)]);
}

function planned(
  value: PlannedUser,
  events: readonly PlannedEvent[],
  problems: readonly MemberProblem[] = [],
): Plan<PlannedUser> {
  return { value, problems, warnings: [], effects: [], events };
}

function eventOf(
  type: PlannedEvent['type'],
  { sub: userId }: User,
  { id, name, ownerKind, ownerId }: Role,
): PlannedEvent {
  const owner = ownerKind === 'client' ? { clientId: ownerId } : {};
  return { type, ...owner, userId, object: { kind: 'role', id }, facts: { name } };
}
