import type { MemberProblem, Plan } from '#platform/changes';
import { parseScope } from '#protocol';
import {
  POWER_OVER_PEOPLE,
  type Powers,
  type ResourceServer,
  unknownScopeProblems,
} from '#registry/resources';
import type { Client } from '../client.js';
import {
  type ClientCircumstances,
  planClientChange,
  planClientEnd,
  planNewClient,
  type PlannedClient,
  planSecretRotation,
} from '../plan-client.js';
import type { AdminClientMetadataRequest } from './admin-client.request.js';
import { clientPowerProblems, takeoverProblems, vouchingProblems } from './client-power.js';

/** What admins' plans are judged by besides. */
export interface AdminCircumstances extends ClientCircumstances {
  /** Gatehouse's own APIs. */
  readonly own: readonly ResourceServer[];
  /** Every scope that there is. */
  readonly scopes: ReadonlySet<string>;
}

/** Nobody has looked at a client of somebody who cannot vouch for it. */
export function planClientByAdmin(
  id: string,
  { disabled, unverified, ...metadata }: AdminClientMetadataRequest,
  powers: Powers,
  circumstances: AdminCircumstances,
): Plan<PlannedClient> {
  const vouching = powers.scope.has(POWER_OVER_PEOPLE) ? undefined : true;
  const input = { ...metadata, unverified: unverified ?? vouching };
  const plan = planNewClient(id, input, { disabled, type: 'client.created' }, circumstances);
  return preceded(
    [
      ...clientPowerProblems(powers, plan.value.metadata, circumstances.own),
      ...(unverified === false ? vouchingProblems(powers) : []),
      ...unknownScopes(metadata.scope, undefined, circumstances),
    ],
    plan,
  );
}

export function planClientChangeByAdmin(
  before: Client,
  { disabled, ...changes }: AdminClientMetadataRequest,
  powers: Powers,
  circumstances: AdminCircumstances,
): Plan<PlannedClient> {
  const plan = planClientChange(before, changes, disabled, circumstances);
  const { metadata } = plan.value;
  const vouched = before.metadata.unverified === true && metadata.unverified !== true;
  return preceded(
    [
      ...clientPowerProblems(powers, metadata, circumstances.own),
      ...(vouched ? vouchingProblems(powers) : []),
      ...takeoverProblems(powers, before.metadata, circumstances.own),
      ...unknownScopes(changes.scope, before, circumstances),
    ],
    plan,
  );
}

export function planRotationByAdmin(
  before: Client,
  previousSecretsExpireAt: number,
  powers: Powers,
  circumstances: AdminCircumstances,
): Plan<PlannedClient> {
  const plan = planSecretRotation(before, previousSecretsExpireAt, circumstances);
  return preceded(takeoverProblems(powers, before.metadata, circumstances.own), plan);
}

export function planClientEndByAdmin(
  before: Client,
  powers: Powers,
  circumstances: AdminCircumstances,
): Plan<Client> {
  const plan = planClientEnd(before, circumstances);
  return preceded(takeoverProblems(powers, before.metadata, circumstances.own), plan);
}

/** What it has already may stay, whatever has become of the API. */
function unknownScopes(
  scope: string | null | undefined,
  before: Client | undefined,
  { scopes }: AdminCircumstances,
): MemberProblem[] {
  const given = (parseScope(scope ?? '') ?? []).filter((name) => before?.scopes.has(name) !== true);
  return unknownScopeProblems('/scope', given, scopes).map((found) => ({
    ...found,
    error: 'invalid_client_metadata',
  }));
}

function preceded<Value>(problems: readonly MemberProblem[], plan: Plan<Value>): Plan<Value> {
  return { ...plan, problems: [...problems, ...plan.problems] };
}
