import {
  difference,
  type MemberProblem,
  type Plan,
  type PlannedEvent,
  problem,
} from '#platform/changes';
import { displayTextError, parseScope } from '#protocol';
import { type ClientPolicy, SAFE_POLICY } from '#registry/clients';
import { ADMIN_SCOPES } from '#registry/resources';
import type { InitialAccessTokenValue } from '../initial-access-token.aggregate.js';
import type { InitialAccessToken } from '../initial-access-token.repository.js';
import type { CreateInitialAccessTokenRequest } from './initial-access-token.request.js';

const ONE_DAY = 24 * 3600;

/** What it is judged by. */
export interface Circumstances {
  readonly now: number;
  /** Those that are offered. */
  readonly grantTypes: ReadonlySet<string>;
}

export function planNewInitialAccessToken(
  id: string,
  body: CreateInitialAccessTokenRequest,
  { now, grantTypes }: Circumstances,
): Plan<InitialAccessTokenValue> {
  const value: InitialAccessTokenValue = {
    name: body.name,
    maxUses: body.max_uses ?? 1,
    expiresAt: body.expires_at ?? now + ONE_DAY,
    policy: body.policy ?? SAFE_POLICY,
  };
  const { name, maxUses: max_uses, expiresAt: expires_at, policy } = value;
  const expired = expires_at > now ? undefined : 'It would have expired already.';
  const members = difference({}, { name, max_uses, expires_at, policy });
  return {
    value,
    problems: [
      ...problem('/name', displayTextError(name, 200)),
      ...problem('/expires_at', expired),
      ...grantTypeProblems(policy, grantTypes),
      ...problem('/policy/scope', scopeError(policy)),
    ],
    warnings: [],
    effects: ['secret_made'],
    events: [eventOf('initial_access_token.created', id, value, members)],
  };
}

export function planInitialAccessTokenEnd(before: InitialAccessToken): Plan<InitialAccessToken> {
  const events = [eventOf('initial_access_token.withdrawn', before.id, before)];
  return { value: before, problems: [], warnings: [], effects: [], events };
}

function grantTypeProblems(
  { grant_types: grants }: ClientPolicy,
  offered: ReadonlySet<string>,
): MemberProblem[] {
  if (grants.every((grant) => offered.has(grant))) return [];
  return problem('/policy/grant_types', `It may contain: ${[...offered].sort().join(' ')}.`);
}

/** Power over Gatehouse is given to clients one by one (attack M11). */
function scopeError({ scope }: ClientPolicy): string | undefined {
  const names = scope === '' ? [] : parseScope(scope);
  if (names === undefined) return 'It must be scope names separated by single spaces.';
  const powers = names.filter((name) => ADMIN_SCOPES.has(name));
  if (powers.length === 0) return undefined;
  return `Clients that register themselves cannot have: ${powers.join(' ')}.`;
}

function eventOf(
  type: PlannedEvent['type'],
  id: string,
  { name }: InitialAccessTokenValue,
  members?: ReturnType<typeof difference>,
): PlannedEvent {
  return { type, object: { kind: 'initial_access_token', id }, facts: { name, members } };
}
