import { type Plan, type PlannedEvent, problem } from '#platform/changes';
import { readPasswordHash } from '#platform/crypto';
import { groupKey, type NamedGroup } from '#registry/groups';
import type { PlannedUser } from '../user.aggregate.js';
import type { ImportedUserRequest } from './imported-user.request.js';

/** RFC 9700 §4.15; attack E12. */
const IS_CLIENT = 'A client is called this: its tokens could pass for those of the person.';

/** What somebody brings along, added to what is planned for everybody who is created. */
export function planImport(
  sub: string,
  { password, password_hash: text, groups: names = [] }: ImportedUserRequest,
  plan: Plan<PlannedUser>,
  groups: ReadonlyMap<string, NamedGroup>,
  isClient: boolean,
): Plan<PlannedUser> {
  const both = text !== undefined && password !== undefined;
  const read = text === undefined ? undefined : readPasswordHash(text);
  const joined = names.map((name) => groups.get(groupKey(name)));
  const unknown = names.filter((_, at) => joined[at] === undefined);
  const found = joined.filter((group) => group !== undefined);
  return {
    ...plan,
    value: {
      ...plan.value,
      groups: new Map(found.map(({ id }, index) => [id, index + 1])),
      groupVersion: found.length,
      ...(read?.problem === undefined ? { passwordHash: read } : {}),
    },
    problems: [
      ...plan.problems,
      ...problem('/sub', isClient ? IS_CLIENT : undefined, { kind: 'conflict' }),
      ...problem('/password_hash', both ? 'Give a password or its hash, not both.' : read?.problem),
      ...unknown.flatMap((name) => problem('/groups', `There is no group ${name}.`)),
    ],
    events: [...plan.events, ...found.map((group) => joining(sub, group))],
  };
}

function joining(userId: string, { id, name }: NamedGroup): PlannedEvent {
  return {
    ...{ type: 'group.member_added', userId },
    ...{ object: { kind: 'group', id }, facts: { name } },
  };
}
