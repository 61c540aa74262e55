import { type MemberProblem, problem } from '#platform/changes';
import type { ClientMetadata } from './client-metadata.js';
import { MAX_VALUES } from './limits.js';

/** What is wrong with which groups a client is told. */
export function groupsClaim({ groups_claim: claim }: ClientMetadata): MemberProblem[] {
  if (claim === undefined) return [];
  const needed = claim.filter === 'prefix';
  if (needed === (claim.prefix !== undefined)) return [];
  const detail = 'prefix belongs to the filter prefix, and that needs it.';
  return problem('/groups_claim/prefix', detail);
}

/** What is wrong with whom it lets in. Whether there are such groups, whoever names them is told by the plan. */
export function allowedGroups({ allowed_groups: ids }: ClientMetadata): MemberProblem[] {
  if (ids === undefined) return [];
  const pointer = '/allowed_groups';
  if (ids.length === 0) return problem(pointer, 'It lets nobody in. Say null to let everybody in.');
  if (ids.length > MAX_VALUES) return problem(pointer, 'There are too many allowed_groups.');
  const twice = new Set(ids).size < ids.length ? 'A group is named twice.' : undefined;
  return problem(pointer, twice);
}
