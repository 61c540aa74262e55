import { type Plan, type PlannedEvent, problem } from '#platform/changes';
import { displayTextError } from '#protocol';
import { passwordError, type PasswordTerms } from '../credentials/password-policy.js';
import type { GroupsOfUser } from '../groups-of-user.js';
import { tidy, usernameError } from '../login-identifier.js';
import type { PlannedUser } from '../user.aggregate.js';
import { nobody } from '../user.js';
import { consequencesOf } from '../user-consequences.js';
import type { Terms } from './sign-up-terms.js';

/** What somebody says of themselves; the address is proven. */
export interface Newcomer {
  readonly email: string;
  readonly password: string;
  readonly name?: string | undefined;
  readonly locale: string;
}

/** Limit: characters of a name, as admins write it. */
const MAX_NAME = 200;

export const nameError = (name: string): string | undefined => displayTextError(name, MAX_NAME);

/**
 * What they can be called, in turn: their address, which tells nobody who else is here, and, where it is no username or
 * looks like that of somebody else, a name that says nothing.
 */
export function usernamesOf(sub: string, { email }: Newcomer): string[] {
  const address = tidy(email);
  const plain = `user-${sub.slice(0, 10)}`;
  return usernameError(address) === undefined ? [address, plain] : [plain];
}

export const groupsIn = ({ groups }: Terms): GroupsOfUser =>
  new Map(groups.map((id, index) => [id, index + 1]));

/** What becomes of somebody who makes an account by themselves. */
export function planSignUp(
  sub: string,
  username: string,
  newcomer: Newcomer,
  terms: Terms,
  passwords: PasswordTerms,
): Plan<PlannedUser> {
  const { email, password, name, locale } = newcomer;
  const { approval } = terms;
  const groups = groupsIn(terms);
  const value: PlannedUser = {
    ...nobody(username),
    ...{ email: tidy(email), emailVerified: true, password },
    claims: { ...(name === undefined ? {} : { name }), locale },
    ...{ groups, groupVersion: groups.size },
    ...{ disabled: approval, awaitsApproval: approval },
  };
  const { effects, events } = consequencesOf(sub, undefined, value);
  const facts = { awaits_approval: approval };
  return {
    value,
    problems: [
      ...problem('/name', name === undefined ? undefined : nameError(name)),
      ...problem('/password', passwordError(password, { username: email, email }, passwords)),
    ],
    warnings: [],
    effects,
    events: [
      ...events,
      { type: 'user.signed_up', userId: sub, facts },
      ...terms.groups.map((id): PlannedEvent => {
        return { type: 'group.member_added', userId: sub, object: { kind: 'group', id } };
      }),
    ],
  };
}
