import {
  difference,
  type MemberProblem,
  type Plan,
  type PlannedEvent,
  problem,
} from '#platform/changes';
import { isOidcScope } from '#protocol';
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

export function planNewResourceServer(
  id: string,
  body: CreateResourceServerRequest,
  own: OwnNames,
): Plan<ResourceServerValue> {
  const value: ResourceServerValue = {
    identifier: body.identifier,
    name: body.name,
    accessTokenFormat: body.access_token_format ?? 'jwt',
    accessTokenLifetime: body.access_token_lifetime ?? DEFAULT_ACCESS_TOKEN_LIFETIME,
    scopes: scopesIn(body.scopes ?? []),
  };
  const problems = [...identifierProblems(value, own), ...scopeProblems(body, own)];
  const members = difference({}, membersOf(value));
  const event = eventOf('resource_server.created', id, value, members);
  return { value, problems, warnings: [], effects: [], events: [event] };
}

export function planResourceServerChange(
  before: StoredResourceServer,
  body: UpdateResourceServerRequest,
  own: OwnNames,
): Plan<ResourceServerValue> {
  const value: ResourceServerValue = {
    identifier: before.identifier,
    name: body.name ?? before.name,
    accessTokenFormat: body.access_token_format ?? before.accessTokenFormat,
    accessTokenLifetime: body.access_token_lifetime ?? before.accessTokenLifetime,
    scopes: body.scopes === undefined ? before.scopes : scopesIn(body.scopes),
  };
  const members = difference(membersOf(before), membersOf(value));
  return {
    value,
    problems: scopeProblems(body, own),
    warnings: [],
    effects: [],
    events: members ? [eventOf('resource_server.changed', before.id, value, members)] : [],
  };
}

export function planResourceServerEnd(before: StoredResourceServer): Plan<StoredResourceServer> {
  const events = [eventOf('resource_server.deleted', before.id, before)];
  return { value: before, problems: [], warnings: [], effects: ['tokens_end'], events };
}

/** Whoever could name an address of ours would have tokens made that our own APIs accept. */
function identifierProblems({ identifier }: ResourceServerValue, { issuer }: OwnNames) {
  const isOurs = URL.parse(identifier)?.origin === issuer;
  const detail = 'The addresses of Gatehouse itself cannot be registered.';
  return problem('/identifier', isOurs ? detail : undefined, { kind: 'conflict' });
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
    access_token_format: value.accessTokenFormat,
    access_token_lifetime: value.accessTokenLifetime,
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
