import {
  difference,
  type MemberProblem,
  type Plan,
  type PlannedEvent,
  problem,
} from '#platform/changes';
import {
  type Group,
  groupKey,
  type GroupValue,
  MAX_GROUP_KEY,
  MAX_GROUP_NAME,
  tidyName,
} from '../group.js';
import type { CreateGroupRequest, UpdateGroupRequest } from './group.request.js';

export function planNewGroup(id: string, body: CreateGroupRequest): Plan<GroupValue> {
  const value = { name: tidyName(body.name), description: body.description ?? '' };
  const members = difference({}, { ...value });
  return planned(value, [eventOf('group.created', { ...value, id }, members)]);
}

export function planGroupChange(before: Group, body: UpdateGroupRequest): Plan<GroupValue> {
  const value = {
    name: body.name === undefined ? before.name : tidyName(body.name),
    description: body.description ?? before.description,
  };
  const { name, description } = before;
  const members = difference({ name, description }, { ...value });
  return planned(value, members ? [eventOf('group.changed', before, members)] : []);
}

export function planGroupEnd(before: Group): Plan<Group> {
  const events = [eventOf('group.deleted', before)];
  return { value: before, problems: [], warnings: [], effects: [], events };
}

function planned(value: GroupValue, events: readonly PlannedEvent[]): Plan<GroupValue> {
  return { value, problems: problemsOf(value), warnings: [], effects: [], events };
}

function problemsOf({ name }: GroupValue): MemberProblem[] {
  // Normalised, a text can be longer than it was sent.
  const tooLong = name.length > MAX_GROUP_NAME || groupKey(name).length > MAX_GROUP_KEY;
  return problem('/name', tooLong ? 'The name is too long.' : undefined);
}

function eventOf(
  type: PlannedEvent['type'],
  { id, name }: Pick<Group, 'id' | 'name'>,
  members?: ReturnType<typeof difference>,
): PlannedEvent {
  return { type, object: { kind: 'group', id }, facts: { name, members } };
}
