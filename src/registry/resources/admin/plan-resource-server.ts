import {
  difference,
  fixedProblems,
  type MemberProblem,
  type Plan,
  type PlannedEvent,
  problem,
  type Remark,
} from '#platform/changes';
import { isOidcScope, isPlainName } from '#protocol';
import {
  claimSourceProblems,
  customClaimProblems,
  type DeclaredAttributes,
} from '#registry/claims';
import { type ContextNames, floorProblems } from '#registry/authentication';
import {
  DEFAULT_ACCESS_TOKEN_LIFETIME,
  type ResourceServerValue,
  type StoredResourceServer,
} from '../resource-server.js';
import type {
  CreateResourceServerRequest,
  UpdateResourceServerRequest,
} from './resource-server.request.js';
import type { ScopeRequest } from './scope.request.js';

/** What belongs to Gatehouse itself. */
export interface OwnNames {
  readonly issuer: string;
  readonly scopes: ReadonlySet<string>;
}

/** By what plans of APIs are judged. */
export interface ResourceCircumstances extends OwnNames {
  /** Every scope that there is. */
  readonly taken: ReadonlySet<string>;
  readonly contexts: ContextNames;
  readonly attributes: DeclaredAttributes;
  /** Whether a client is called as the API would be. */
  readonly isClient: boolean;
}

export function planNewResourceServer(
  id: string,
  body: CreateResourceServerRequest,
  own: ResourceCircumstances,
): Plan<ResourceServerValue> {
  const value = valueOf(body);
  const problems = [
    ...identifierProblems(value, own),
    ...clientProblems(own),
    ...scopeProblems(body, own),
    ...floorProblems(body.require_acr, own.contexts),
    ...claimProblems(body, own),
  ];
  const members = difference({}, membersOf(value));
  const event = eventOf('resource_server.created', id, value, members);
  const warnings = [...identifierRemarks(value), ...scopeRemarks(body, own)];
  return { value, problems, warnings, effects: [], events: [event] };
}

export function planResourceServerChange(
  before: StoredResourceServer,
  body: UpdateResourceServerRequest,
  own: Omit<ResourceCircumstances, 'isClient'>,
): Plan<ResourceServerValue> {
  const value: ResourceServerValue = {
    identifier: before.identifier,
    name: body.name ?? before.name,
    openTo: body.open_to ?? before.openTo,
    accessTokenFormat: body.access_token_format ?? before.accessTokenFormat,
    accessTokenAlgorithm: body.access_token_signing_alg ?? before.accessTokenAlgorithm,
    accessTokenType: body.access_token_type_header ?? before.accessTokenType,
    accessTokenLifetime: lifetimeAfter(before, body.access_token_lifetime),
    accessTokenClaims: body.access_token_claims ?? before.accessTokenClaims,
    claims: body.claims ?? before.claims,
    requireAcr: body.require_acr === undefined ? before.requireAcr : body.require_acr,
    externalId: body.external_id === undefined ? before.externalId : body.external_id,
    scopes: body.scopes === undefined ? before.scopes : scopesIn(body.scopes),
  };
  return planned(before, value, body, own);
}

/** The identifier never changes. */
export function planResourceServerReplacement(
  before: StoredResourceServer,
  { identifier, ...body }: CreateResourceServerRequest,
  own: Omit<ResourceCircumstances, 'isClient'>,
): Plan<ResourceServerValue> {
  const value = valueOf({ ...body, identifier: before.identifier });
  const plan = planned(before, value, body, own);
  const fixed = fixedProblems({ identifier }, { identifier: before.identifier });
  return { ...plan, problems: [...fixed, ...plan.problems] };
}

function valueOf(body: CreateResourceServerRequest): ResourceServerValue {
  return {
    identifier: body.identifier,
    name: body.name,
    openTo: body.open_to ?? (body.scopes?.length ? 'scope' : 'registered'),
    accessTokenFormat: body.access_token_format ?? 'jwt',
    accessTokenAlgorithm: body.access_token_signing_alg ?? 'ES256',
    accessTokenType: body.access_token_type_header ?? 'at+jwt',
    accessTokenLifetime: body.access_token_lifetime ?? null,
    accessTokenClaims: body.access_token_claims ?? [],
    claims: body.claims ?? [],
    requireAcr: body.require_acr ?? null,
    externalId: body.external_id ?? null,
    scopes: scopesIn(body.scopes ?? []),
  };
}

function planned(
  before: StoredResourceServer,
  value: ResourceServerValue,
  body: UpdateResourceServerRequest,
  own: Omit<ResourceCircumstances, 'isClient'>,
): Plan<ResourceServerValue> {
  const members = difference(membersOf(before), membersOf(value));
  return {
    value,
    problems: [
      ...scopeProblems(body, own),
      ...floorProblems(body.require_acr, own.contexts),
      ...claimProblems(body, own),
    ],
    warnings: scopeRemarks(body, own, before),
    effects: [],
    events: members ? [eventOf('resource_server.changed', before.id, value, members)] : [],
  };
}

export function planResourceServerEnd(before: StoredResourceServer): Plan<StoredResourceServer> {
  const events = [eventOf('resource_server.deleted', before.id, before)];
  return { value: before, problems: [], warnings: [], effects: ['tokens_end'], events };
}

/** Who sends back what they have read decides nothing. */
function lifetimeAfter(
  { accessTokenLifetime: before }: StoredResourceServer,
  wanted: number | undefined,
): number | null {
  const shown = before ?? DEFAULT_ACCESS_TOKEN_LIFETIME;
  return wanted === undefined || wanted === shown ? before : wanted;
}

/** Whoever could name an address of ours would have tokens made that our own APIs accept. */
function identifierProblems({ identifier }: ResourceServerValue, { issuer }: OwnNames) {
  const isOurs = URL.parse(identifier)?.origin === issuer;
  const detail = 'The addresses of Gatehouse itself cannot be registered.';
  return problem('/identifier', isOurs ? detail : undefined, { kind: 'conflict' });
}

/** An ID token for the client would be one for the API (RFC 8725 §2.7). */
function clientProblems({ isClient }: ResourceCircumstances) {
  const detail = 'A client is called so, and its ID tokens could pass for access tokens.';
  return problem('/identifier', isClient ? detail : undefined, { kind: 'conflict' });
}

function identifierRemarks({ identifier }: ResourceServerValue): Remark[] {
  const detail =
    'This is no URI (RFC 8707 §2): a client that checks its resource cannot ask for it.';
  return problem('/identifier', isPlainName(identifier) ? detail : undefined);
}

/** Whoever is registered for a name may ask for it wherever it is. */
function scopeRemarks(
  { scopes = [] }: { scopes?: readonly ScopeRequest[] },
  { taken }: Pick<ResourceCircumstances, 'taken'>,
  before?: StoredResourceServer,
): Remark[] {
  return scopes.flatMap(({ name }, index) => {
    if (!taken.has(name) || before?.scopes.has(name) === true) return [];
    const detail = `Another API has a scope ${name} too. Clients that are registered for it may ask for it at both, by resource.`;
    return problem(`/scopes/${String(index)}/name`, detail);
  });
}

function claimProblems(
  { claims }: UpdateResourceServerRequest,
  { attributes }: Pick<ResourceCircumstances, 'attributes'>,
): MemberProblem[] {
  return [...customClaimProblems(claims), ...claimSourceProblems(claims, attributes)];
}

function scopeProblems(
  { scopes = [] }: { scopes?: readonly ScopeRequest[] },
  own: OwnNames,
): MemberProblem[] {
  return scopes.flatMap(({ name }, index) => {
    if (!isOidcScope(name) && !own.scopes.has(name)) return [];
    const pointer = `/scopes/${String(index)}/name`;
    return problem(pointer, `The scope ${name} belongs to Gatehouse itself.`, { kind: 'conflict' });
  });
}

function scopesIn(scopes: readonly ScopeRequest[]): ReadonlyMap<string, string> {
  return new Map(scopes.map(({ name, description }) => [name, description]));
}

/** Under the names that admins know; the order of scopes says nothing. */
function membersOf(value: ResourceServerValue): Record<string, unknown> {
  return {
    identifier: value.identifier,
    name: value.name,
    open_to: value.openTo,
    access_token_format: value.accessTokenFormat,
    access_token_signing_alg: value.accessTokenAlgorithm,
    access_token_type_header: value.accessTokenType,
    access_token_lifetime: value.accessTokenLifetime ?? DEFAULT_ACCESS_TOKEN_LIFETIME,
    access_token_claims: value.accessTokenClaims,
    ...(value.claims.length === 0 ? {} : { claims: value.claims }),
    ...(value.requireAcr === null ? {} : { require_acr: value.requireAcr }),
    ...(value.externalId === null ? {} : { external_id: value.externalId }),
    scopes: Object.fromEntries(value.scopes),
  };
}

function eventOf(
  type: PlannedEvent['type'],
  id: string,
  { identifier }: Pick<ResourceServerValue, 'identifier'>,
  members?: ReturnType<typeof difference>,
): PlannedEvent {
  return { type, object: { kind: 'resource_server', id }, facts: { identifier, members } };
}
