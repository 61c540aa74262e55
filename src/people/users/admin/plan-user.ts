import {
  type MemberProblem,
  type Plan,
  type PlannedEvent,
  problem,
  type Remark,
} from '#platform/changes';
import { attributeProblems, type DeclaredAttributes } from '#registry/claims';
import { passwordError, type PasswordTerms } from '../credentials/password-policy.js';
import { loginPairError } from '../login-identifier.js';
import type { PlannedUser } from '../user.aggregate.js';
import type { User, UserValue } from '../user.js';
import { consequencesOf } from '../user-consequences.js';
import { isAdmin } from '../admin-roles.js';
import { type Powers, powerProblems } from './admin-power.js';
import { mergeUser, newUser, replaced } from './user-merge.js';
import type { CreateUserRequest, NewUserRequest, UpdateUserRequest } from './user.request.js';

/** What people are judged by. */
export interface UserTerms {
  readonly password: PasswordTerms;
  readonly attributes: DeclaredAttributes;
}

export function planNewUser(
  sub: string,
  body: CreateUserRequest,
  powers: Powers,
  terms: UserTerms,
): Plan<PlannedUser> {
  const ids = body.groups ?? [];
  const groups = new Map(ids.map((id, index) => [id, index + 1]));
  const value = {
    ...newUser(body, terms.attributes),
    ...{ groups, groupVersion: groups.size, password: body.password },
  };
  const { effects, events } = consequencesOf(sub, undefined, value);
  const joined = ids.map((id): PlannedEvent => {
    return { type: 'group.member_added', userId: sub, object: { kind: 'group', id } };
  });
  return {
    value,
    problems: [
      ...powerProblems(powers, value),
      ...groupProblems(powers, ids),
      ...roleProblems(powers, [], value.roles),
      ...problemsOf(value, body, terms),
    ],
    warnings: emailRemarks(value),
    effects,
    events: [...events, ...joined],
  };
}

export function planUserChange(
  before: User,
  body: UpdateUserRequest,
  powers: Powers,
  terms: UserTerms,
  /** What holds where nothing is said. */
  unsaid: UserValue = before,
): Plan<PlannedUser> {
  const value = { ...mergeUser(unsaid, body, terms.attributes), password: body.password };
  const own = powers.userId === before.sub && body.disabled === true;
  return {
    value,
    problems: [
      ...ownAccount(own, 'Nobody can disable their own account.'),
      ...ownAccount(
        powers.userId === before.sub && isAdmin(before) !== isAdmin(value),
        'Nobody gives or takes away power of their own.',
      ),
      ...powerProblems(powers, before, value),
      ...roleProblems(powers, before.roles, value.roles),
      ...problemsOf(value, body, terms),
    ],
    warnings: emailRemarks(value),
    ...consequencesOf(before.sub, before, value),
  };
}

/** Their password stays, and so do their groups. */
export function planUserReplacement(
  before: User,
  { password: _first, invite: _once, ...body }: NewUserRequest,
  powers: Powers,
  terms: UserTerms,
): Plan<PlannedUser> {
  const { email = null, phone_number = null } = body;
  const document = { ...body, email, phone_number };
  return planUserChange(before, document, powers, terms, replaced(before));
}

export function planUserEnd(before: User, powers: Powers): Plan<User> {
  const own = powers.userId === before.sub;
  return {
    value: before,
    problems: [
      ...ownAccount(own, 'Nobody can delete their own account.'),
      ...powerProblems(powers, before),
    ],
    warnings: [],
    effects: ['sessions_end'],
    events: [{ type: 'user.deleted', userId: before.sub }],
  };
}

/** Programs that let people in by their address have to know that it is theirs (OIDC Core §5.7). */
function emailRemarks({ email, emailVerified }: PlannedUser): Remark[] {
  if (email === undefined || emailVerified) return [];
  const detail =
    'The address is not verified: oauth2-proxy answers such a person with 403, and Kubernetes refuses their tokens where it takes the address for the name. Say email_verified: true if it is known to be theirs; VERIFIED_DOMAINS says so for your own domains.';
  return problem('/email_verified', detail);
}

/** Whoever may write some people only creates them among these, and gives them nothing else. */
function groupProblems({ scope, reach }: Powers, ids: readonly string[]): MemberProblem[] {
  const forbidden = { kind: 'forbidden' } as const;
  if (reach === undefined) {
    const may = ids.length === 0 || scope.has('groups:write');
    return problem('/groups', may ? undefined : 'This needs the scope groups:write.', forbidden);
  }
  const own = new Set(reach.groups);
  const among = ids.length > 0 && ids.every((id) => own.has(id));
  const detail = `Name at least one of the groups that your role is for, and no other: ${[...own].join(' ')}.`;
  return problem('/groups', among ? undefined : detail, forbidden);
}

function roleProblems(
  { reach }: Powers,
  before: readonly string[],
  after: readonly string[],
): MemberProblem[] {
  if (reach === undefined) return [];
  const same = before.length === after.length && after.every((role) => before.includes(role));
  const detail = 'Your role is for some people only, and gives them no roles.';
  return problem('/roles', same ? undefined : detail, { kind: 'forbidden' });
}

function ownAccount(own: boolean, detail: string): MemberProblem[] {
  return problem('', own ? detail : undefined, { kind: 'conflict' });
}

function problemsOf(
  user: PlannedUser,
  body: UpdateUserRequest,
  { attributes: declared, password: terms }: UserTerms,
): MemberProblem[] {
  const { username, email, password, attributes } = user;
  const error = typeof password !== 'string' ? undefined : passwordError(password, user, terms);
  return [
    ...problem('/username', loginPairError(username, email)),
    ...problem('/password', error),
    ...attributeProblems(body.attributes, attributes, declared),
  ];
}
