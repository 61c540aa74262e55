import type { Client } from '#registry/clients';
import type { GroupsOfUser } from './groups-of-user.js';

/**
 * Whether a client lets somebody in: one that names groups lets in who is in one of them.
 * @param since their count of joins when what is asked about was given: it rests on no membership that
 * began later (attack S01)
 */
export function isAdmitted(
  { metadata }: Pick<Client, 'metadata'>,
  groups: GroupsOfUser,
  since = Infinity,
): boolean {
  const { allowed_groups: allowed } = metadata;
  if (allowed === undefined) return true;
  return allowed.some((id) => {
    const joined = groups.get(id);
    return joined !== undefined && joined <= since;
  });
}
