import { difference, type Plan, type PlannedEvent } from '#platform/changes';
import type { Facts } from '#platform/events';
import { withoutGenerations } from '#registry/claims';
import type { PlannedUser } from './user.aggregate.js';
import type { UserValue } from './user.js';

/** What comes of a user becoming another, or becoming one: whoever asks for it, whatever they ask. */
export function consequencesOf(
  sub: string,
  before: UserValue | undefined,
  after: PlannedUser,
): Pick<Plan<PlannedUser>, 'effects' | 'events'> {
  const password = after.password === undefined ? {} : { password: 'changed' };
  const told = (members: Facts) => ({ facts: { members: { ...members, ...password } } });
  if (before === undefined) {
    const members = difference({}, membersOf(after)) ?? {};
    return { effects: [], events: [{ type: 'user.created', userId: sub, ...told(members) }] };
  }
  const members = difference(membersOf(before), membersOf(after));
  const types: PlannedEvent['type'][] = [];
  if (after.disabled && !before.disabled) types.push('user.disabled');
  if (before.disabled && !after.disabled) {
    types.push(before.awaitsApproval ? 'user.approved' : 'user.enabled');
  }
  if (after.password !== undefined) types.push('password.changed');
  const changed: PlannedEvent[] = members
    ? [{ type: 'user.changed', userId: sub, ...told(members) }]
    : [];
  const roleTaken =
    before.roles.some((role) => !after.roles.includes(role)) ||
    [...before.adminRoles.keys()].some((id) => !after.adminRoles.has(id));
  return {
    effects: [
      // What rests on an earlier password, or on an account that was disabled since, has ended.
      ...(after.password !== undefined || types.includes('user.disabled')
        ? (['sessions_end'] as const)
        : []),
      ...(roleTaken ? (['power_ends'] as const) : []),
    ],
    events: [
      ...changed,
      ...types.map((type) => ({
        ...{ type, userId: sub },
        ...(type === 'password.changed' && after.password === null
          ? { facts: { to: 'none' } }
          : {}),
      })),
    ],
  };
}

/** Under the names that admins know. */
function membersOf({ username, email, emailVerified, claims, roles, ...user }: UserValue) {
  const email_verified = email === undefined ? undefined : emailVerified;
  const { disabled, awaitsApproval, externalId: external_id, requireNewPassword } = user;
  const attributes = withoutGenerations(user.attributes);
  const awaits_approval = awaitsApproval ? true : undefined;
  const require_new_password = requireNewPassword ? true : undefined;
  return {
    ...{ username, email, email_verified, external_id, ...claims, attributes },
    ...{ roles, disabled, awaits_approval, require_new_password },
  };
}
