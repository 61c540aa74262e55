import {
  fixedProblems,
  type MemberProblem,
  type Plan,
  problem,
  problemsOf,
  replacing,
} from '#platform/changes';
import { type Caller, Problem } from '#platform/http';
import { parseScope } from '#protocol';
import { type ContextNames, floorProblems } from '#registry/authentication';
import { claimSourceProblems, type CustomClaim, type DeclaredAttributes } from '#registry/claims';
import { type ResourceServer, unknownScopeProblems } from '#registry/resources';
import type { Client, ClientSecret } from '../client.js';
import {
  type ClientCircumstances,
  planClientChange,
  planClientEnd,
  planNewClient,
  type PlannedClient,
} from '../plan-client.js';
import { matchingSecret } from '../authentication/shared-secret.js';
import { chosenSecretError } from '../secrets/needed-secret.js';
import { planSecretRotation } from '../secrets/plan-secrets.js';
import { weakSecretError } from '../secrets/weak-secret.js';
import { isAddress } from '../documents/document-id.js';
import type { ClientMetadata } from '../metadata/client-metadata.js';
import type { AdminClientMetadataRequest } from './admin-client.request.js';
import type { CreateClientRequest } from './create-client.request.js';
import { completeMetadata, withoutEmpty } from '../metadata/complete-metadata.js';
import { beginning, checkOwned, ownerProblems } from './client-owner.js';
import { clientPowerProblems, takeoverProblems, vouchingProblems } from './client-power.js';

/** As much of an unknown id as is told. */
const MAX_TOLD = 64;

/** What a caller may do, to which clients, and who they are. */
export type ClientPowers = Pick<Caller, 'userId' | 'scope' | 'reach'>;

/** What admins' plans are judged by besides. */
export interface AdminCircumstances extends ClientCircumstances {
  /** Gatehouse's own APIs. */
  readonly own: readonly ResourceServer[];
  /** Every scope that there is. */
  readonly scopes: ReadonlySet<string>;
  /** By which every API goes. */
  readonly identifiers: ReadonlySet<string>;
  /** The name of every group that there is, by its id. */
  readonly groups: ReadonlyMap<string, string>;
  readonly contexts: ContextNames;
  readonly attributes: DeclaredAttributes;
}

export function planClientByAdmin(
  id: string,
  body: CreateClientRequest,
  powers: ClientPowers,
  circumstances: AdminCircumstances,
): Plan<PlannedClient> {
  const { disabled, client_id: chosen, client_secret: secret, ...more } = body;
  const { external_id: externalId, ...metadata } = more;
  const begun = beginning(powers);
  const input = { ...begun, ...withoutEmpty(metadata) };
  const plan = planNewClient(
    id,
    input,
    { disabled, externalId, type: 'client.created' },
    circumstances,
  );
  const value: PlannedClient = {
    ...plan.value,
    ...(chosen === undefined ? {} : { endedAt: circumstances.now }),
    ...(secret === undefined ? {} : { newSecret: { value: secret } }),
  };
  return preceded(
    [
      ...ownerProblems(completeMetadata(begun), plan.value.metadata, powers.reach, circumstances),
      ...ownIdProblems(chosen, powers, circumstances),
      ...disabledProblems(false, disabled, powers),
      ...nameProblems(undefined, externalId, powers),
      ...secretProblems(secret, plan.value.metadata),
      ...clientPowerProblems(powers, plan.value.metadata, circumstances.own),
      ...vouchingProblems(powers, undefined, plan.value.metadata),
      ...unknownScopes(metadata.scope, undefined, circumstances),
      ...unknownGroups(metadata.allowed_groups, circumstances),
      ...unknownSources(metadata.claims, circumstances),
      ...floorProblems(metadata.require_acr, circumstances.contexts, 'invalid_client_metadata'),
    ],
    { ...plan, value },
  );
}

export function planClientChangeByAdmin(
  before: Client,
  { disabled, external_id: externalId, ...changes }: AdminClientMetadataRequest,
  powers: ClientPowers,
  circumstances: AdminCircumstances,
): Plan<PlannedClient> {
  checkOwned(before, powers);
  const plan = planClientChange(before, changes, { disabled, externalId }, circumstances);
  const { metadata } = plan.value;
  return preceded(
    [
      ...ownerProblems(before.metadata, before.metadata, powers.reach, circumstances),
      ...ownerProblems(before.metadata, metadata, powers.reach, circumstances),
      ...disabledProblems(before.disabled, disabled, powers),
      ...nameProblems(before.externalId, externalId, powers),
      ...clientPowerProblems(powers, metadata, circumstances.own),
      ...vouchingProblems(powers, before.metadata, metadata),
      ...takeoverProblems(powers, before.metadata, circumstances.own),
      ...describedProblems(before, changes),
      ...unknownScopes(changes.scope, before, circumstances),
      ...unknownGroups(changes.allowed_groups, circumstances),
      ...unknownSources(changes.claims, circumstances),
      ...floorProblems(changes.require_acr, circumstances.contexts, 'invalid_client_metadata'),
    ],
    plan,
  );
}

/** What the document does not name is taken away; its id and its secrets stay. */
export function planClientReplacementByAdmin(
  before: Client,
  { client_id: clientId, client_secret: secret, ...body }: CreateClientRequest,
  powers: ClientPowers,
  circumstances: AdminCircumstances,
): Plan<PlannedClient> {
  const nothing = Object.fromEntries(Object.keys(before.metadata).map((name) => [name, null]));
  const changes = replacing({ ...nothing, disabled: false }, body);
  const plan = planClientChangeByAdmin(before, changes, powers, circumstances);
  return preceded(
    [
      ...fixedProblems({ client_id: clientId }, { client_id: before.id }),
      ...keptSecretProblems(before, secret),
    ],
    plan,
  );
}

function keptSecretProblems(before: Client, secret: string | undefined): MemberProblem[] {
  const kept = secret === undefined || matchingSecret(before, secret) !== undefined;
  const detail =
    'It is no secret of this client, whose secrets stay: POST /admin/clients/{client_id}/secrets gives it another.';
  return problem('/client_secret', kept ? undefined : detail, { kind: 'conflict' });
}

export function planRotationByAdmin(
  before: Client,
  terms: Parameters<typeof planSecretRotation>[1],
  powers: ClientPowers,
  circumstances: AdminCircumstances,
): Plan<PlannedClient> {
  checkOwned(before, powers);
  const plan = planSecretRotation(before, terms, circumstances);
  return preceded(beyondProblems(before, powers, circumstances), plan);
}

/** Of one secret. @throws Problem 404 */
export function planSecretByAdmin(
  before: Client,
  id: string,
  planOf: (secret: ClientSecret) => Plan<PlannedClient>,
  powers: ClientPowers,
  circumstances: AdminCircumstances,
): Plan<PlannedClient> {
  checkOwned(before, powers);
  const secret = before.secrets.find((one) => one.id === id);
  if (secret === undefined) throw Problem.notFound('secret');
  return preceded(beyondProblems(before, powers, circumstances), planOf(secret));
}

export function planClientEndByAdmin(
  before: Client,
  powers: ClientPowers,
  circumstances: AdminCircumstances,
): Plan<Client> {
  checkOwned(before, powers);
  const plan = planClientEnd(before, circumstances);
  return preceded(beyondProblems(before, powers, circumstances), plan);
}

/** What the client has that the caller may not give. */
function beyondProblems(
  { metadata }: Client,
  powers: ClientPowers,
  circumstances: AdminCircumstances,
): MemberProblem[] {
  return [
    ...ownerProblems(metadata, metadata, powers.reach, circumstances),
    ...takeoverProblems(powers, metadata, circumstances.own),
  ];
}

/** Who let a client go on, or not, was an admin. */
function disabledProblems(
  before: boolean,
  after: boolean | undefined,
  { reach }: ClientPowers,
): MemberProblem[] {
  const same = reach === undefined || after === undefined || after === before;
  return problem('/disabled', same ? undefined : 'Only an admin decides this.', {
    kind: 'forbidden',
  });
}

/** Whether another has the name is not for everybody to find out. */
function nameProblems(
  before: string | undefined,
  after: string | null | undefined,
  { reach }: ClientPowers,
): MemberProblem[] {
  const same = reach === undefined || after === undefined || (after ?? undefined) === before;
  return problem('/external_id', same ? undefined : 'Only an admin decides this.', {
    kind: 'forbidden',
  });
}

/** It would be as it was with the next request. */
function describedProblems({ id }: Client, changes: object): MemberProblem[] {
  const changed = Object.values(changes).some((value) => value !== undefined);
  const detail =
    'This client is as its document describes it. It can be disabled here, and no more.';
  return problem('', isAddress(id) && changed ? detail : undefined, { kind: 'conflict' });
}

function ownIdProblems(
  chosen = '',
  { reach }: ClientPowers,
  { builtIn, identifiers }: AdminCircumstances,
): MemberProblem[] {
  // Whether there is one of this name is not for everybody to find out.
  if (reach !== undefined && chosen !== '') {
    return problem('/client_id', 'Only an admin chooses the client_id.', { kind: 'forbidden' });
  }
  const own = 'This client_id is that of a client of Gatehouse itself.';
  const api = 'An API goes by this name, and ID tokens of the client could pass for access tokens.';
  return [
    ...problem('/client_id', builtIn.has(chosen) ? own : undefined, { kind: 'conflict' }),
    ...problem('/client_id', identifiers.has(chosen) ? api : undefined, { kind: 'conflict' }),
  ];
}

function secretProblems(secret: string | undefined, metadata: ClientMetadata): MemberProblem[] {
  if (secret === undefined) return [];
  const weak = problem('/client_secret', weakSecretError(secret), { error: 'weak_secret' });
  if (weak.length > 0) return weak;
  const error = 'invalid_client_metadata';
  return problem('/client_secret', chosenSecretError(secret, metadata), { error });
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

function unknownSources(
  claims: readonly CustomClaim[] | null | undefined,
  { attributes }: AdminCircumstances,
): MemberProblem[] {
  const error = 'invalid_client_metadata';
  return claimSourceProblems(claims, attributes).map((found) => ({ ...found, error }));
}

/** Whoever gives a name is told the id. */
function unknownGroups(
  given: readonly string[] | null | undefined,
  { groups }: AdminCircumstances,
): MemberProblem[] {
  const found = problemsOf('/allowed_groups', [...(given ?? [])], (id) => {
    if (groups.has(id)) return undefined;
    const [named] = [...groups].find(([, name]) => name === id) ?? [];
    const detail = `There is no group with the id ${id.slice(0, MAX_TOLD)}.`;
    return named === undefined ? detail : `${detail} That of this name has the id ${named}.`;
  });
  return found.map((one) => ({ ...one, error: 'invalid_client_metadata' }));
}

function preceded<Value>(problems: readonly MemberProblem[], plan: Plan<Value>): Plan<Value> {
  return { ...plan, problems: [...problems, ...plan.problems] };
}
