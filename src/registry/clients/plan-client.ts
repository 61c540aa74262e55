import {
  difference,
  type Effect,
  type MemberProblem,
  type Plan,
  type PlannedEvent,
  problem,
} from '#platform/changes';
import { OIDC_SCOPES, parseScope } from '#protocol';
import type { Client } from './client.js';
import { warningsAbout } from './lint/lint.js';
import { metadataProblems } from './metadata/check-metadata.js';
import type { ClientMetadata, ClientMetadataInput } from './metadata/client-metadata.js';
import { completeMetadata } from './metadata/complete-metadata.js';
import type { RegistrableValues } from './metadata/registrable-values.js';
import type { ChangedSecret, SecretTerms } from './secrets/secret-terms.js';
import { tooManySecrets } from './secrets/live-secrets.js';
import { neededSecret } from './secrets/needed-secret.js';

const ONE_DAY = 24 * 3600;

/** What is decided about a client. */
export interface PlannedClient {
  readonly metadata: ClientMetadata;
  readonly disabled: boolean;
  /** Null: none any more. Absent: as it was. */
  readonly externalId?: string | null | undefined;
  /** Of one whose id was chosen: what an earlier client of that id was given has ended by then. */
  readonly endedAt?: number | undefined;
  /** Of one that registers itself. */
  readonly expiresAt?: number | undefined;
  /** Until when its secrets so far stay valid, where it gets a new one. */
  readonly previousSecretsExpireAt?: number | undefined;
  readonly newSecret?: SecretTerms | undefined;
  /** One that is called something else, or ends at another time. */
  readonly changedSecret?: ChangedSecret | undefined;
  /** Id of one that ends. */
  readonly endedSecret?: string | undefined;
}

/** What plans of clients are judged by. */
export interface ClientCircumstances {
  readonly offered: RegistrableValues;
  readonly now: number;
  /** Clients of Gatehouse itself, which nobody can change. */
  readonly builtIn: ReadonlySet<string>;
  /** Scopes of APIs that are open to anybody: asked for without being registered. */
  readonly openScopes?: ReadonlySet<string>;
}

export interface NewClient {
  readonly disabled?: boolean | undefined;
  readonly externalId?: string | null | undefined;
  readonly expiresAt?: number | undefined;
  readonly type: 'client.created' | 'client.registered';
}

export function planNewClient(
  clientId: string,
  input: ClientMetadataInput,
  { disabled = false, externalId, expiresAt, type }: NewClient,
  { offered, now }: ClientCircumstances,
): Plan<PlannedClient> {
  const metadata = completeMetadata(input);
  const members = difference({}, { ...metadata, disabled, ...named(externalId) });
  return {
    value: { metadata, disabled, externalId, expiresAt },
    problems: metadataProblems(metadata, offered),
    warnings: warningsAbout(metadata, now),
    effects: neededSecret(metadata) === 'none' ? [] : ['secret_made'],
    events: [{ type, clientId, facts: { members } }],
  };
}

/** What an admin decides about it besides what is registered. */
export type ClientState = Pick<NewClient, 'disabled' | 'externalId'>;

/** Members given replace what is there, members given as null take away (RFC 7396). */
export function planClientChange(
  before: Client,
  changes: ClientMetadataInput,
  state: ClientState,
  circumstances: ClientCircumstances,
): Plan<PlannedClient> {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  // Who becomes a public client needs PKCE from then on, as one that is made public does.
  const pkce = changes.token_endpoint_auth_method === 'none' ? { require_pkce: true } : {};
  const input = { ...before.metadata, ...pkce, ...Object.fromEntries(given) };
  return planClientReplacement(before, input, state, circumstances);
}

/** The same with all members at once: those that are not given go (RFC 7592 §2.2). */
export function planClientReplacement(
  before: Client,
  input: ClientMetadataInput,
  { disabled = before.disabled, externalId }: ClientState,
  circumstances: ClientCircumstances,
): Plan<PlannedClient> {
  const metadata = completeMetadata(input);
  // A change that only disables the client must work, whatever the operator has switched off since.
  const same = difference({ ...before.metadata }, { ...metadata }) === undefined;
  const value = {
    ...{ metadata, disabled, externalId },
    // Those of which only digests are known stay good while a new one is put in place.
    previousSecretsExpireAt: circumstances.now + ONE_DAY,
  };
  const effects = effectsOf(before, value);
  return {
    value,
    problems: [
      ...builtInProblems(before, circumstances),
      ...(same ? [] : metadataProblems(metadata, circumstances.offered)),
      ...(effects.includes('secret_made')
        ? tooManySecrets(before, circumstances.now, { error: 'invalid_client_metadata' })
        : []),
    ],
    warnings: warningsAbout(metadata, circumstances.now),
    effects,
    events: eventsOf(before, value, effects),
  };
}

export function planClientEnd(before: Client, circumstances: ClientCircumstances): Plan<Client> {
  return {
    value: before,
    problems: builtInProblems(before, circumstances),
    warnings: [],
    effects: ['tokens_end', 'secrets_deleted'],
    events: [{ type: 'client.deleted', clientId: before.id }],
  };
}

export function builtInProblems({ id }: Client, { builtIn }: ClientCircumstances): MemberProblem[] {
  const detail = 'This client belongs to Gatehouse itself and cannot be changed.';
  return problem('', builtIn.has(id) ? detail : undefined, { kind: 'conflict' });
}

function effectsOf(before: Client, { metadata, disabled }: PlannedClient): Effect[] {
  const needed = neededSecret(metadata);
  const { secrets } = before;
  const lacking =
    needed === 'recoverable'
      ? !secrets.some(({ sealed }) => sealed !== undefined)
      : needed === 'digest' && secrets.length === 0;
  return [
    ...((disabled && !before.disabled) || losesPower(before.metadata, metadata)
      ? (['tokens_end'] as const)
      : []),
    ...(lacking ? (['secret_made'] as const) : []),
    ...(lacking && secrets.length > 0 ? (['previous_secrets_expire'] as const) : []),
    ...(needed === 'none' && secrets.length > 0 ? (['secrets_deleted'] as const) : []),
  ];
}

/** Whether a grant type, a scope or a group of people is taken away. */
function losesPower(before: ClientMetadata, after: ClientMetadata): boolean {
  const scopesOf = ({ scope }: ClientMetadata) => (scope ? (parseScope(scope) ?? []) : OIDC_SCOPES);
  const kept = new Set([...after.grant_types, ...scopesOf(after)]);
  const taken = [...before.grant_types, ...scopesOf(before)].some((power) => !kept.has(power));
  return taken || shutsOut(before, after);
}

/** Whether there may be people whom it let in, and does not any more. */
function shutsOut(
  { allowed_groups: before }: ClientMetadata,
  { allowed_groups: after }: ClientMetadata,
): boolean {
  if (after === undefined) return false;
  return before === undefined || before.some((group) => !after.includes(group));
}

function named(externalId: string | null | undefined) {
  return typeof externalId === 'string' ? { external_id: externalId } : {};
}

function eventsOf(
  before: Client,
  after: PlannedClient,
  effects: readonly Effect[],
): PlannedEvent[] {
  const clientId = before.id;
  const members = difference(
    { ...before.metadata, disabled: before.disabled, ...named(before.externalId) },
    {
      ...{ ...after.metadata, disabled: after.disabled },
      ...named(after.externalId === undefined ? before.externalId : after.externalId),
    },
  );
  if (members === undefined) return [];
  const secret = effects.some((effect) => effect.startsWith('secret'));
  const told = secret ? { ...members, client_secret: 'changed' } : members;
  return [
    { type: 'client.changed', clientId, facts: { members: told } },
    ...(after.disabled && !before.disabled ? [{ type: 'client.disabled' as const, clientId }] : []),
    ...(before.disabled && !after.disabled ? [{ type: 'client.enabled' as const, clientId }] : []),
  ];
}
