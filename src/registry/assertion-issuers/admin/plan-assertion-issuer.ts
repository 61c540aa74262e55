import {
  difference,
  fixedProblems,
  type Plan,
  type PlannedEvent,
  problem,
  type Remark,
  replacing,
} from '#platform/changes';
import {
  POWER_OVER_PEOPLE,
  powerProblems,
  type Powers,
  unknownScopeProblems,
} from '#registry/resources';
import type { AssertionIssuer, AssertionIssuerValue } from '../assertion-issuer.js';
import type {
  AssertionIssuerSettings,
  CreateAssertionIssuerRequest,
  UpdateAssertionIssuerRequest,
} from './assertion-issuer.request.js';
import { assertionIssuerProblems } from './check-assertion-issuer.js';

/** What it is judged by. */
export interface Circumstances {
  /** Our own issuer. */
  readonly ours: string;
  /** Every scope that there is. */
  readonly known: ReadonlySet<string>;
}

export function planNewAssertionIssuer(
  id: string,
  body: CreateAssertionIssuerRequest,
  powers: Powers,
  { ours, known }: Circumstances,
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
    externalId: body.external_id ?? null,
  };
  const members = difference({}, membersOf(value));
  return {
    value,
    problems: [
      ...powerProblems('', powers, [POWER_OVER_PEOPLE]),
      ...assertionIssuerProblems(value, ours),
      ...unknownScopeProblems('/scopes', value.scopes, known),
    ],
    warnings: warningsOf(value),
    effects: [],
    events: [eventOf('assertion_issuer.created', { ...value, id }, members)],
  };
}

export function planAssertionIssuerChange(
  before: AssertionIssuer,
  body: UpdateAssertionIssuerRequest,
  powers: Powers,
  { ours, known }: Circumstances,
): Plan<AssertionIssuerValue> {
  const value: AssertionIssuerValue = {
    issuer: before.issuer,
    name: body.name ?? before.name,
    ...keysAfter(before, body),
    subjectMapping: body.subject_mapping ?? before.subjectMapping,
    clientIds: body.client_ids ?? before.clientIds,
    scopes: body.scopes ?? before.scopes,
    enabled: body.enabled ?? before.enabled,
    externalId: body.external_id === undefined ? before.externalId : body.external_id,
  };
  const members = difference(membersOf(before), membersOf(value));
  const added = value.scopes.filter((name) => !before.scopes.includes(name));
  return {
    value,
    problems: [
      ...(isHarmless(value, members) ? [] : powerProblems('', powers, [POWER_OVER_PEOPLE])),
      ...assertionIssuerProblems(value, ours),
      ...unknownScopeProblems('/scopes', added, known),
    ],
    warnings: warningsOf(value),
    effects: before.enabled && !value.enabled ? ['tokens_end'] : [],
    events: members ? [eventOf('assertion_issuer.changed', before, members)] : [],
  };
}

/** Whose word it is never changes. */
export function planAssertionIssuerReplacement(
  before: AssertionIssuer,
  body: CreateAssertionIssuerRequest,
  powers: Powers,
  circumstances: Circumstances,
): Plan<AssertionIssuerValue> {
  const { issuer, ...changes } = replacing(UNSAID, body);
  const plan = planAssertionIssuerChange(before, changes, powers, circumstances);
  const keyless = body.jwks === undefined && body.jwks_uri === undefined;
  return {
    ...plan,
    problems: [
      ...fixedProblems({ issuer }, { issuer: before.issuer }),
      ...problem(
        '/jwks',
        keyless ? 'Exactly one of jwks and jwks_uri has to be there.' : undefined,
      ),
      ...plan.problems,
    ],
  };
}

const UNSAID = {
  ...{ subject_mapping: 'sub', client_ids: [], scopes: [], enabled: true },
} satisfies AssertionIssuerSettings;

export function planAssertionIssuerEnd(before: AssertionIssuer): Plan<AssertionIssuer> {
  const events = [eventOf('assertion_issuer.deleted', before)];
  return { value: before, problems: [], warnings: [], effects: ['tokens_end'], events };
}

const HARMLESS = ['name', 'external_id'];

/**
 * Whoever says whose word is believed speaks for everybody (attack S07). Not so who only takes belief
 * away, or gives it another name.
 */
function isHarmless(
  { enabled }: AssertionIssuerValue,
  members: ReturnType<typeof difference>,
): boolean {
  const changed = Object.keys(members ?? {});
  return changed.every((member) => HARMLESS.includes(member) || (member === 'enabled' && !enabled));
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
    ...(value.externalId === null ? {} : { external_id: value.externalId }),
  };
}

function eventOf(
  type: PlannedEvent['type'],
  { id, issuer }: Pick<AssertionIssuer, 'id' | 'issuer'>,
  members?: ReturnType<typeof difference>,
): PlannedEvent {
  return { type, object: { kind: 'assertion_issuer', id }, facts: { issuer, members } };
}
