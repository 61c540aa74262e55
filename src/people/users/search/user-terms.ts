import { isDeepStrictEqual } from 'node:util';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { cutTerm, type TermsOf, whereTerm, whereWords, wordsOf } from '#platform/lists';
import type { UserEntity } from '../user.entity.js';
import type { UserValue } from '../user.js';
import { UserTermEntity, type UserTermKind } from './user-term.entity.js';

/** By what a list of people is filtered. */
export interface UserFilter {
  readonly q?: string | undefined;
  readonly role?: string | undefined;
  /** Id of a group. */
  readonly group?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly second_factor?: boolean | undefined;
  readonly created_from?: number | undefined;
  readonly created_to?: number | undefined;
  readonly last_sign_in_from?: number | undefined;
  readonly last_sign_in_to?: number | undefined;
  readonly external_id?: string | undefined;
  /** Only those whose password another system hashed like this. */
  readonly password_format?: string | undefined;
  /** Only those who wait for an admin, or only the others. */
  readonly awaits_approval?: boolean | undefined;
}

const TERMS: TermsOf = { table: 'user_terms', owner: 'user_id', column: 'u.sub' };

type Searched = Pick<UserValue, 'username' | 'email' | 'claims' | 'roles'>;

/** Written in the transaction of the person. */
export async function insertUserTerms(
  manager: EntityManager,
  userId: string,
  user: Searched,
): Promise<void> {
  const rows = termsOf(user).map(([kind, value]) => ({ kind, value, userId }));
  if (rows.length > 0) await manager.insert(UserTermEntity, rows);
}

/** The same where they have become others. */
export async function replaceUserTerms(
  manager: EntityManager,
  { sub, ...before }: Searched & { readonly sub: string },
  after: Searched,
): Promise<void> {
  if (isDeepStrictEqual(termsOf(before), termsOf(after))) return;
  await manager.delete(UserTermEntity, { userId: sub });
  await insertUserTerms(manager, sub, after);
}

/** Leaves of the people `u` those of whom all of it is true; an index tells each. */
export function whereUser(query: SelectQueryBuilder<UserEntity>, filter: UserFilter): void {
  const { q = '', role, group, disabled, second_factor: secondFactor } = filter;
  const { external_id: externalId, password_format: passwordFormat } = filter;
  whereWords(query, TERMS, q);
  if (role !== undefined && role !== '') whereTerm(query, TERMS, 'role', role);
  if (group !== undefined && group !== '') {
    query.andWhere('u.sub IN (SELECT m.user_id FROM group_members m WHERE m.group_id = :group)', {
      group,
    });
  }
  if (disabled !== undefined) query.andWhere({ disabled: Number(disabled) });
  if (secondFactor !== undefined) query.andWhere({ secondFactor: Number(secondFactor) });
  const { awaits_approval: awaits } = filter;
  if (awaits !== undefined) query.andWhere({ awaitsApproval: Number(awaits) });
  if (externalId !== undefined) query.andWhere({ externalId });
  if (passwordFormat !== undefined) query.andWhere({ passwordFormat });
  const times = [
    ['u.created_at', '>=', 'created_from'],
    ['u.created_at', '<=', 'created_to'],
    ['u.last_sign_in_at', '>=', 'last_sign_in_from'],
    ['u.last_sign_in_at', '<=', 'last_sign_in_to'],
  ] as const;
  for (const [column, sign, name] of times) {
    if (filter[name] === undefined) continue;
    query.andWhere(`${column} ${sign} :${name}`, { [name]: filter[name] });
  }
}

function termsOf({ username, email = '', claims, roles }: Searched): [UserTermKind, string][] {
  const { name, given_name, middle_name, family_name, nickname } = claims;
  const names = [username, email, name, given_name, middle_name, family_name, nickname];
  const words = names.flatMap((one) => wordsOf(one ?? ''));
  return [
    ...[...new Set(words)].sort().map((value): [UserTermKind, string] => ['word', value]),
    ...[...new Set(roles.map(cutTerm))]
      .sort()
      .map((value): [UserTermKind, string] => ['role', value]),
  ];
}
