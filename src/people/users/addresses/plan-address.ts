import { type Plan, problem } from '#platform/changes';
import { loginKey, loginPairError, tidy } from '../login-identifier.js';
import type { PlannedUser } from '../user.aggregate.js';
import type { User } from '../user.js';
import { consequencesOf } from '../user-consequences.js';

/**
 * What becomes of somebody with an address that they have proven to be theirs.
 * @param former that they had when they asked for it
 */
export function planAddress(
  before: User,
  email: string,
  former: string | undefined,
): Plan<PlannedUser> {
  const value = { ...before, ...withAddress(before, email) };
  const outdated = before.email !== former;
  return {
    value,
    problems: [
      ...problem('', outdated ? 'There is another address by now.' : undefined, {
        kind: 'conflict',
      }),
      ...problem('/email', loginPairError(value.username, value.email)),
    ],
    warnings: [],
    ...consequencesOf(before.sub, before, value),
  };
}

/**
 * What becomes of somebody in whose name somebody else was here: nobody is signed in any more, and there is no
 * password until they choose one.
 * @param email the address of before, where it was changed
 */
export function planRescue(before: User, email: string | undefined): Plan<PlannedUser> {
  const address = email === undefined ? {} : withAddress(before, email);
  const value = { ...before, ...address, password: null };
  const { effects, events } = consequencesOf(before.sub, before, value);
  return {
    ...{ value, problems: [], warnings: [], effects },
    events: [...events, { type: 'user.rescued', userId: before.sub }],
  };
}

/** Where the address is the username, it stays that. */
function withAddress({ username, email: former }: User, email: string) {
  const isName = former !== undefined && loginKey(former) === loginKey(username);
  return { email: tidy(email), emailVerified: true, username: isName ? tidy(email) : username };
}
