import {
  difference,
  fixedProblems,
  type Effect,
  type MemberProblem,
  type Plan,
  type PlannedEvent,
  problem,
  type Remark,
} from '#platform/changes';
import { POWER_OVER_PEOPLE, powerProblems, type Powers } from '#registry/resources';
import type { PlannedProvider } from '../identity-provider.aggregate.js';
import type {
  IdentityProvider,
  IdentityProviderValue,
  ProviderOrigin,
} from '../identity-provider.js';
import { STANDARD_CLAIMS, STANDARD_SCOPES } from '../presets/provider-presets.js';
import { identityProviderProblems, type ProviderCircumstances } from './check-identity-provider.js';
import type {
  CreateIdentityProviderRequest,
  IdentityProviderSettings,
  UpdateIdentityProviderRequest,
} from './identity-provider.request.js';

const SECRET = '(a secret)';
/** Who may put people into groups. */
const POWER_OVER_GROUPS = 'groups:write';

export function planNewProvider(
  body: CreateIdentityProviderRequest,
  powers: Powers,
  circumstances: ProviderCircumstances,
): Plan<PlannedProvider> {
  const origin = originOf(body);
  const value: PlannedProvider = {
    ...settingsAfter(DEFAULTS, body),
    name: body.name ?? body.id,
    clientId: body.client_id,
    subjectClaim: body.subject_claim ?? 'sub',
    ...{ origin, secret: body.client_secret },
  };
  const needed = Object.keys(value.groups).length > 0 ? [POWER_OVER_GROUPS] : [];
  return {
    value,
    problems: [
      ...powerProblems('', powers, [POWER_OVER_PEOPLE, ...needed]),
      ...oneOrigin(body),
      ...subjectProblems(body, origin),
      ...secretProblems(value, value.secret !== undefined),
      ...identityProviderProblems(value, circumstances),
    ],
    warnings: warningsOf(value),
    effects: [],
    events: [eventOf('identity_provider.created', body.id, difference({}, membersOf(value)))],
  };
}

export function planProviderChange(
  before: IdentityProvider,
  body: UpdateIdentityProviderRequest,
  powers: Powers,
  circumstances: ProviderCircumstances,
  /** What holds where nothing is said. */
  unsaid: ProviderSettings & Pick<IdentityProviderValue, 'name'> = before,
): Plan<PlannedProvider> {
  const value: PlannedProvider = {
    ...settingsAfter(unsaid, body),
    name: body.name ?? unsaid.name,
    clientId: body.client_id ?? before.clientId,
    ...{ subjectClaim: before.subjectClaim, origin: before.origin, secret: body.client_secret },
  };
  const members = difference(
    {
      ...membersOf(before),
      ...(before.sealedSecret === undefined ? {} : { client_secret: SECRET }),
    },
    membersOf({ ...value, secret: value.secret ?? before.sealedSecret }),
  );
  const changed = {
    ...members,
    ...(body.client_secret === undefined ? {} : { client_secret: { from: SECRET, to: 'changed' } }),
  };
  const names = Object.keys(changed);
  const ending = before.enabled && !value.enabled;
  return {
    value,
    problems: [
      ...powerProblems('', powers, powerFor(names, value)),
      ...secretProblems(value, (value.secret ?? before.sealedSecret) !== undefined),
      ...identityProviderProblems(value, circumstances),
    ],
    warnings: warningsOf(value),
    effects: ending ? ['sessions_end'] : [],
    events: names.length === 0 ? [] : changeEvents(before.id, changed, ending),
  };
}

/** Who it is never changes; its secret stays where none is given. */
export function planProviderReplacement(
  before: IdentityProvider,
  body: CreateIdentityProviderRequest,
  powers: Powers,
  circumstances: ProviderCircumstances,
): Plan<PlannedProvider> {
  const { id, origin } = before;
  const { issuer, authorization_endpoint, token_endpoint, userinfo_endpoint, ...more } = body;
  const { emails_endpoint, subject_claim, ...changes } = more;
  const fixed = {
    ...{ id: body.id, issuer, authorization_endpoint, token_endpoint, userinfo_endpoint },
    ...{ emails_endpoint, subject_claim },
  };
  const unsaid = { ...DEFAULTS, name: id };
  const plan = planProviderChange(before, changes, powers, circumstances, unsaid);
  const was = {
    ...{ issuer: undefined, authorization_endpoint: undefined, token_endpoint: undefined },
    ...{ userinfo_endpoint: undefined, emails_endpoint: undefined },
    ...(origin.kind === 'oidc' ? { issuer: origin.issuer } : origin.endpoints),
    ...{ id, subject_claim: before.subjectClaim },
  };
  return { ...plan, problems: [...fixedProblems(fixed, was), ...plan.problems] };
}

export function planProviderEnd(before: IdentityProvider): Plan<IdentityProvider> {
  const effects: Effect[] = ['sessions_end'];
  const events = [eventOf('identity_provider.deleted', before.id)];
  return { value: before, problems: [], warnings: [], effects, events };
}

/** What admins decide where they say nothing. */
const DEFAULTS: ProviderSettings = {
  enabled: true,
  authMethod: 'client_secret_basic',
  scopes: STANDARD_SCOPES,
  domains: [],
  ownsDomains: false,
  provisioning: 'invited',
  trustAmr: false,
  claims: STANDARD_CLAIMS,
  sync: 'first',
  groups: {},
  externalId: null,
};

type ProviderSettings = Omit<
  IdentityProviderValue,
  'name' | 'origin' | 'clientId' | 'subjectClaim'
>;

function settingsAfter(before: ProviderSettings, body: IdentityProviderSettings) {
  const groupsClaim =
    body.groups_claim === undefined ? before.groupsClaim : (body.groups_claim ?? undefined);
  return {
    enabled: body.enabled ?? before.enabled,
    authMethod: body.token_endpoint_auth_method ?? before.authMethod,
    scopes: body.scopes ?? before.scopes,
    domains: body.domains ?? before.domains,
    ownsDomains: body.owns_domains ?? before.ownsDomains,
    provisioning: body.provisioning ?? before.provisioning,
    trustAmr: body.trust_amr ?? before.trustAmr,
    claims: body.claims === undefined ? before.claims : given(body.claims),
    sync: body.sync ?? before.sync,
    groups: body.groups ?? before.groups,
    externalId: body.external_id === undefined ? before.externalId : body.external_id,
    ...(groupsClaim === undefined ? {} : { groupsClaim }),
  };
}

/** What a request brings is an instance of a class, with a member for whatever was left out. */
function given(claims: NonNullable<IdentityProviderSettings['claims']>) {
  const entries = Object.entries(claims).filter(([, claim]) => claim !== undefined);
  return Object.fromEntries(entries) as IdentityProviderValue['claims'];
}

function originOf(body: CreateIdentityProviderRequest): ProviderOrigin {
  if (body.issuer !== undefined) return { kind: 'oidc', issuer: body.issuer };
  const { authorization_endpoint = '', token_endpoint = '', userinfo_endpoint = '' } = body;
  const endpoints = { authorization_endpoint, token_endpoint, userinfo_endpoint };
  const emails = body.emails_endpoint;
  return {
    kind: 'oauth2',
    endpoints: { ...endpoints, ...(emails === undefined ? {} : { emails_endpoint: emails }) },
  };
}

function oneOrigin(body: CreateIdentityProviderRequest): MemberProblem[] {
  const endpoints = [
    body.authorization_endpoint,
    body.token_endpoint,
    body.userinfo_endpoint,
    body.emails_endpoint,
  ].some((one) => one !== undefined);
  const both = body.issuer !== undefined && endpoints;
  const detail = 'It has an issuer, which names its endpoints, or endpoints alone.';
  return problem('/issuer', both || (body.issuer === undefined && !endpoints) ? detail : undefined);
}

function subjectProblems(
  { subject_claim: claim }: CreateIdentityProviderRequest,
  { kind }: ProviderOrigin,
): MemberProblem[] {
  const other = kind === 'oidc' && claim !== undefined && claim !== 'sub';
  return problem('/subject_claim', other ? 'In OpenID Connect it is sub.' : undefined);
}

function secretProblems({ authMethod }: IdentityProviderValue, there: boolean): MemberProblem[] {
  const missing = authMethod !== 'none' && !there;
  return problem('/client_secret', missing ? 'This method needs a secret.' : undefined);
}

const HARMLESS = ['name', 'external_id'];

/** Whoever decides whose word is believed speaks for everybody (attack S07); names and endings are harmless. */
function powerFor(changed: readonly string[], { enabled }: IdentityProviderValue): string[] {
  const harmless = changed.every(
    (member) => HARMLESS.includes(member) || (member === 'enabled' && !enabled),
  );
  const overGroups = changed.includes('groups') || changed.includes('groups_claim');
  return [...(harmless ? [] : [POWER_OVER_PEOPLE]), ...(overGroups ? [POWER_OVER_GROUPS] : [])];
}

function warningsOf({ provisioning, enabled, claims }: IdentityProviderValue): Remark[] {
  if (!enabled || provisioning !== 'invited' || claims.email_verified !== undefined) return [];
  const detail = 'Nobody who was invited is found: no claim says that an address is verified.';
  return problem('/claims', claims.email === undefined ? detail : undefined);
}

/** Under the names that admins know. */
function membersOf(value: PlannedProvider): Record<string, unknown> {
  const { origin } = value;
  return {
    name: value.name,
    ...(origin.kind === 'oidc' ? { issuer: origin.issuer } : origin.endpoints),
    client_id: value.clientId,
    ...(value.secret === undefined ? {} : { client_secret: SECRET }),
    token_endpoint_auth_method: value.authMethod,
    scopes: value.scopes,
    subject_claim: value.subjectClaim,
    domains: value.domains,
    owns_domains: value.ownsDomains,
    provisioning: value.provisioning,
    trust_amr: value.trustAmr,
    claims: value.claims,
    sync: value.sync,
    groups_claim: value.groupsClaim,
    groups: value.groups,
    enabled: value.enabled,
    ...(value.externalId === null ? {} : { external_id: value.externalId }),
  };
}

/** That it was disabled is an event of its own: sessions end by it. */
function changeEvents(
  id: string,
  changed: NonNullable<ReturnType<typeof difference>>,
  ending: boolean,
): PlannedEvent[] {
  return [
    eventOf('identity_provider.changed', id, changed),
    ...(ending ? [eventOf('identity_provider.disabled', id)] : []),
  ];
}

function eventOf(
  type: PlannedEvent['type'],
  id: string,
  members?: ReturnType<typeof difference>,
): PlannedEvent {
  return {
    type,
    object: { kind: 'identity_provider', id },
    ...(members ? { facts: { members } } : {}),
  };
}
