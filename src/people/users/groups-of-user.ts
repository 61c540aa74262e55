/**
 * The groups that a person is in, by their ids: each with the number of this membership among all that they
 * ever began. Whoever leaves and joins again has another, so that what rests on the earlier one has ended
 * (attack S01). It stands with the person, so that no token costs a look at the members of groups.
 */
export type GroupsOfUser = ReadonlyMap<string, number>;

/** Limit: groups of one person. All in all they take 50 kB with them. */
export const MAX_GROUPS_OF_USER = 1000;

const NONE: GroupsOfUser = new Map();

export function parseGroups(text: string | null): GroupsOfUser {
  if (text === null) return NONE;
  return new Map(Object.entries(JSON.parse(text) as Record<string, number>));
}

export function formatGroups(groups: GroupsOfUser): string | null {
  return groups.size === 0 ? null : JSON.stringify(Object.fromEntries(groups));
}
