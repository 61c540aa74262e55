import type { MemberProblem, Plan } from '#platform/changes';
import type { Caller } from '#platform/http';
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
import { grantedScopeProblems } from './granted-scope.js';

/** What a caller may do. */
type Powers = Pick<Caller, 'scope'>;

export function planClientByAdmin(
  id: string,
  { disabled, ...metadata }: AdminClientMetadataRequest,
  powers: Powers,
  circumstances: ClientCircumstances,
): Plan<PlannedClient> {
  const plan = planNewClient(id, metadata, { disabled, type: 'client.created' }, circumstances);
  return preceded(grantedScopeProblems('/scope', powers, metadata.scope), plan);
}

export function planClientChangeByAdmin(
  before: Client,
  { disabled, ...changes }: AdminClientMetadataRequest,
  powers: Powers,
  circumstances: ClientCircumstances,
): Plan<PlannedClient> {
  const plan = planClientChange(before, changes, disabled, circumstances);
  const granted = grantedScopeProblems('/scope', powers, changes.scope);
  return preceded([...granted, ...powerProblems(before, powers)], plan);
}

export function planRotationByAdmin(
  before: Client,
  previousSecretsExpireAt: number,
  powers: Powers,
  circumstances: ClientCircumstances,
): Plan<PlannedClient> {
  const plan = planSecretRotation(before, previousSecretsExpireAt, circumstances);
  return preceded(powerProblems(before, powers), plan);
}

export function planClientEndByAdmin(
  before: Client,
  powers: Powers,
  circumstances: ClientCircumstances,
): Plan<Client> {
  return preceded(powerProblems(before, powers), planClientEnd(before, circumstances));
}

/** Who may not grant these scopes may not take over a client that has them either (attack M11). */
function powerProblems({ metadata }: Client, powers: Powers): MemberProblem[] {
  return grantedScopeProblems('', powers, metadata.scope);
}

function preceded<Value>(problems: readonly MemberProblem[], plan: Plan<Value>): Plan<Value> {
  return { ...plan, problems: [...problems, ...plan.problems] };
}
