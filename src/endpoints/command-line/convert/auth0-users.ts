import { readPasswordHash } from '#platform/crypto';
import { type Conversion, known, Leftovers } from './conversion.js';

/** One of an export of users, as the Management API writes it. */
export interface Auth0User {
  readonly user_id?: string;
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly username?: string;
  readonly name?: string;
  readonly given_name?: string;
  readonly family_name?: string;
  readonly nickname?: string;
  readonly picture?: string;
  readonly blocked?: boolean;
}

/** One of the export of password hashes, which the support hands out. */
export interface Auth0Password {
  readonly _id?: { readonly $oid?: string };
  readonly passwordHash?: string;
}

/** People of a tenant, under the ids that applications know. */
export function convertAuth0(
  users: readonly Auth0User[],
  passwords: readonly Auth0Password[],
): Conversion {
  const left = new Leftovers();
  const hashes = new Map(
    passwords.map(({ _id, passwordHash }) => [`auth0|${_id?.$oid ?? ''}`, passwordHash]),
  );
  const people = users.map((user) => {
    const { user_id: sub = '', email, username = email ?? sub } = user;
    const read = readPasswordHash(hashes.get(sub) ?? '');
    if (!sub.startsWith('auth0|')) left.add('Accounts elsewhere, which are linked anew', username);
    else if (read.problem !== undefined) left.add('Without a password, invite them', username);
    return known({
      ...{ sub, username, email },
      email_verified: email === undefined ? undefined : user.email_verified === true,
      ...{ name: user.name, given_name: user.given_name, family_name: user.family_name },
      ...{ nickname: user.nickname, picture: user.picture },
      disabled: user.blocked === true ? true : undefined,
      password_hash: read.problem === undefined ? read.hash : undefined,
    });
  });
  return { files: { 'users.jsonl': people }, left: left.sentences() };
}
