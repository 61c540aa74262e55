import { type MemberProblem, type Plan, type PlannedEvent, problem } from '#platform/changes';
import type { Group } from '#registry/groups';
import { MAX_GROUPS_OF_USER } from '../groups-of-user.js';
import type { PlannedUser } from '../user.aggregate.js';
import type { User } from '../user.js';

/** Who is in the group already stays as they are. */
export function planJoining(before: User, group: Group): Plan<PlannedUser> {
  if (before.groups.has(group.id)) return planned(before, []);
  const groupVersion = before.groupVersion + 1;
  const groups = new Map([...before.groups, [group.id, groupVersion]]);
  const most = String(MAX_GROUPS_OF_USER);
  const tooMany = groups.size > MAX_GROUPS_OF_USER ? `Nobody is in more than ${most} groups.` : '';
  const problems = problem('', tooMany || undefined, { kind: 'conflict' });
  const event = eventOf('group.member_added', before, group);
  return planned({ ...before, groups, groupVersion }, [event], problems);
}

export function planLeaving(before: User, group: Group): Plan<PlannedUser> {
  if (!before.groups.has(group.id)) return planned(before, []);
  const groups = new Map([...before.groups].filter(([id]) => id !== group.id));
  return planned({ ...before, groups }, [eventOf('group.member_removed', before, group)]);
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
  { id, name }: Group,
): PlannedEvent {
  return { type, userId, object: { kind: 'group', id }, facts: { name } };
}
