import type { MemberProblem, Plan } from '#platform/changes';
import { Problem } from '#platform/http';
import { parseScope } from '#protocol';
import { type Powers, type ResourceServer, unknownScopeProblems } from '#registry/resources';
import type { Client } from '../client.js';
import {
  type ClientCircumstances,
  planClientChange,
  planClientEnd,
  planNewClient,
  type PlannedClient,
} from '../plan-client.js';
import { planSecretEnd, planSecretRotation } from '../secrets/plan-secrets.js';
import type { AdminClientMetadataRequest } from './admin-client.request.js';
import { clientPowerProblems, takeoverProblems, vouchingProblems } from './client-power.js';

/** What admins' plans are judged by besides. */
export interface AdminCircumstances extends ClientCircumstances {
  /** Gatehouse's own APIs. */
  readonly own: readonly ResourceServer[];
  /** Every scope that there is. */
  readonly scopes: ReadonlySet<string>;
}

export function planClientByAdmin(
  id: string,
  { disabled, ...metadata }: AdminClientMetadataRequest,
  powers: Powers,
  circumstances: AdminCircumstances,
): Plan<PlannedClient> {
  const plan = planNewClient(id, metadata, { disabled, type: 'client.created' }, circumstances);
  return preceded(
    [
      ...clientPowerProblems(powers, plan.value.metadata, circumstances.own),
      ...vouchingProblems(powers, undefined, plan.value.metadata),
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
  return preceded(
    [
      ...clientPowerProblems(powers, metadata, circumstances.own),
      ...vouchingProblems(powers, before.metadata, metadata),
      ...takeoverProblems(powers, before.metadata, circumstances.own),
      ...unknownScopes(changes.scope, before, circumstances),
    ],
    plan,
  );
}

export function planRotationByAdmin(
  before: Client,
  terms: Parameters<typeof planSecretRotation>[1],
  powers: Powers,
  circumstances: AdminCircumstances,
): Plan<PlannedClient> {
  const plan = planSecretRotation(before, terms, circumstances);
  return preceded(takeoverProblems(powers, before.metadata, circumstances.own), plan);
}

/** @throws Problem 404 */
export function planSecretEndByAdmin(
  before: Client,
  { id, force }: { readonly id: string; readonly force: boolean },
  powers: Powers,
  circumstances: AdminCircumstances,
): Plan<PlannedClient> {
  const secret = before.secrets.find((one) => one.id === id);
  if (secret === undefined) throw Problem.notFound('secret');
  const plan = planSecretEnd(before, secret, force, circumstances);
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
