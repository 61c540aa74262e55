import { difference, type Plan, type PlannedEvent, problem } from '#platform/changes';
import { displayTextError } from '#protocol';
import { policyProblems, SAFE_POLICY, scopesOf } from '#registry/clients';
import {
  POWER_OVER_PEOPLE,
  powerProblems,
  type Powers,
  unknownScopeProblems,
} from '#registry/resources';
import type { InitialAccessTokenValue } from '../initial-access-token.aggregate.js';
import type { InitialAccessToken } from '../initial-access-token.repository.js';
import type { CreateInitialAccessTokenRequest } from './initial-access-token.request.js';

const ONE_DAY = 24 * 3600;

/** What it is judged by. */
export interface Circumstances {
  readonly now: number;
  /** Those that are offered. */
  readonly grantTypes: ReadonlySet<string>;
  /** Every scope that there is. */
  readonly scopes: ReadonlySet<string>;
}

export function planNewInitialAccessToken(
  id: string,
  body: CreateInitialAccessTokenRequest,
  powers: Powers,
  { now, grantTypes, scopes }: Circumstances,
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
  const vouched = !policy.unverified;
  return {
    value,
    problems: [
      ...(vouched ? powerProblems('/policy/unverified', powers, [POWER_OVER_PEOPLE]) : []),
      ...problem('/name', displayTextError(name, 200)),
      ...problem('/expires_at', expired),
      ...policyProblems('/policy', policy, grantTypes),
      ...unknownScopeProblems('/policy/scope', scopesOf(policy), scopes),
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

function eventOf(
  type: PlannedEvent['type'],
  id: string,
  { name }: InitialAccessTokenValue,
  members?: ReturnType<typeof difference>,
): PlannedEvent {
  return { type, object: { kind: 'initial_access_token', id }, facts: { name, members } };
}
