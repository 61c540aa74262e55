import type { User } from './user.js';

type Endings = Pick<User, 'credentialVersion' | 'roleVersion'>;

/**
 * What ends with a change of a user: by these counters, which sessions and authorizations keep, it
 * stays ended when the change is undone. A role that is taken away ends what rests on it only, and
 * signs nobody out.
 */
export function endingsOf(
  before: User,
  after: Pick<User, 'disabled' | 'roles'>,
  newPassword: boolean,
): Endings {
  const disabled = after.disabled && !before.disabled;
  const roleTaken = before.roles.some((role) => !after.roles.includes(role));
  return {
    credentialVersion: before.credentialVersion + Number(disabled || newPassword),
    roleVersion: before.roleVersion + Number(roleTaken),
  };
}
