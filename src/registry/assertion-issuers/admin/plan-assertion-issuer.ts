import { difference, type Plan, type PlannedEvent, type Remark } from '#platform/changes';
import type { AssertionIssuer, AssertionIssuerValue } from '../assertion-issuer.js';
import type {
  AssertionIssuerSettings,
  CreateAssertionIssuerRequest,
  UpdateAssertionIssuerRequest,
} from './assertion-issuer.request.js';
import { assertionIssuerProblems } from './check-assertion-issuer.js';

/** @param ours our own issuer */
export function planNewAssertionIssuer(
  id: string,
  body: CreateAssertionIssuerRequest,
  ours: string,
): Plan<AssertionIssuerValue> {
  const value: AssertionIssuerValue = {
    issuer: body.issuer,
    name: body.name,
    jwks: body.jwks,
    jwks_uri: body.jwks_uri,
    subjectMapping: body.subject_mapping ?? 'sub',
    clientIds: body.client_ids ?? [],
    scopes: body.scopes ?? [],
    enabled: body.enabled ?? true,
  };
  const members = difference({}, membersOf(value));
  return {
    value,
    problems: assertionIssuerProblems(value, ours),
    warnings: warningsOf(value),
    effects: [],
    events: [eventOf('assertion_issuer.created', { ...value, id }, members)],
  };
}

export function planAssertionIssuerChange(
  before: AssertionIssuer,
  body: UpdateAssertionIssuerRequest,
  ours: string,
): Plan<AssertionIssuerValue> {
  const value: AssertionIssuerValue = {
    issuer: before.issuer,
    name: body.name ?? before.name,
    ...keysAfter(before, body),
    subjectMapping: body.subject_mapping ?? before.subjectMapping,
    clientIds: body.client_ids ?? before.clientIds,
    scopes: body.scopes ?? before.scopes,
    enabled: body.enabled ?? before.enabled,
  };
  const members = difference(membersOf(before), membersOf(value));
  return {
    value,
    problems: assertionIssuerProblems(value, ours),
    warnings: warningsOf(value),
    effects: before.enabled && !value.enabled ? ['tokens_end'] : [],
    events: members ? [eventOf('assertion_issuer.changed', before, members)] : [],
  };
}

export function planAssertionIssuerEnd(before: AssertionIssuer): Plan<AssertionIssuer> {
  const events = [eventOf('assertion_issuer.deleted', before)];
  return { value: before, problems: [], warnings: [], effects: ['tokens_end'], events };
}

/** New keys replace the old ones, wherever those were. */
function keysAfter(
  { jwks, jwks_uri }: AssertionIssuer,
  given: AssertionIssuerSettings,
): Pick<AssertionIssuer, 'jwks' | 'jwks_uri'> {
  if (given.jwks === undefined && given.jwks_uri === undefined) return { jwks, jwks_uri };
  return { jwks: given.jwks, jwks_uri: given.jwks_uri };
}

function warningsOf({ enabled, clientIds }: AssertionIssuerValue): Remark[] {
  if (!enabled || clientIds.length > 0) return [];
  return [{ pointer: '/client_ids', detail: 'No client may present its assertions.' }];
}

/** Under the names that admins know. */
function membersOf(value: AssertionIssuerValue): Record<string, unknown> {
  return {
    issuer: value.issuer,
    name: value.name,
    jwks: value.jwks,
    jwks_uri: value.jwks_uri,
    subject_mapping: value.subjectMapping,
    client_ids: value.clientIds,
    scopes: value.scopes,
    enabled: value.enabled,
  };
}

function eventOf(
  type: PlannedEvent['type'],
  { id, issuer }: Pick<AssertionIssuer, 'id' | 'issuer'>,
  members?: ReturnType<typeof difference>,
): PlannedEvent {
  return { type, object: { kind: 'assertion_issuer', id }, facts: { issuer, members } };
}
