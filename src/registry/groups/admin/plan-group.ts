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
import { type ContextNames, floorProblems } from '#registry/authentication';
import type { CreateGroupRequest, UpdateGroupRequest } from './group.request.js';

export function planNewGroup(
  id: string,
  body: CreateGroupRequest,
  contexts: ContextNames,
): Plan<GroupValue> {
  const value = {
    name: tidyName(body.name),
    description: body.description ?? '',
    requireAcr: body.require_acr ?? null,
    externalId: body.external_id ?? null,
  };
  const members = difference({}, membersOf(value));
  const events = [eventOf('group.created', { ...value, id }, members)];
  return planned(value, events, floorProblems(body.require_acr, contexts));
}

export function planGroupChange(
  before: Group,
  body: UpdateGroupRequest,
  contexts: ContextNames,
): Plan<GroupValue> {
  const value = {
    name: body.name === undefined ? before.name : tidyName(body.name),
    description: body.description ?? before.description,
    requireAcr: body.require_acr === undefined ? before.requireAcr : body.require_acr,
    externalId: body.external_id === undefined ? before.externalId : body.external_id,
  };
  const members = difference(membersOf(before), membersOf(value));
  const events = members ? [eventOf('group.changed', before, members)] : [];
  return planned(value, events, floorProblems(body.require_acr, contexts));
}

export function planGroupEnd(before: Group): Plan<Group> {
  const events = [eventOf('group.deleted', before)];
  return { value: before, problems: [], warnings: [], effects: [], events };
}

function planned(
  value: GroupValue,
  events: readonly PlannedEvent[],
  problems: readonly MemberProblem[],
): Plan<GroupValue> {
  return {
    ...{ value, problems: [...problemsOf(value), ...problems] },
    ...{ warnings: [], effects: [], events },
  };
}

/** Under the names that admins know. */
function membersOf({ name, description, ...more }: GroupValue): Record<string, unknown> {
  const { requireAcr, externalId } = more;
  return {
    ...{ name, description },
    ...(requireAcr === null ? {} : { require_acr: requireAcr }),
    ...(externalId === null ? {} : { external_id: externalId }),
  };
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
