import { difference, type Plan, type PlannedEvent, problem } from '#platform/changes';
import type { Client, ClientSecret } from '../client.js';
import { builtInProblems, type ClientCircumstances, type PlannedClient } from '../plan-client.js';
import type { SecretTerms } from './secret-terms.js';
import { liveSecrets, tooManySecrets } from './live-secrets.js';
import { neededSecret } from './needed-secret.js';

/** A new secret; those so far stay valid until `previousSecretsExpireAt`. */
export function planSecretRotation(
  before: Client,
  terms: SecretTerms & { readonly previousSecretsExpireAt: number },
  circumstances: ClientCircumstances,
): Plan<PlannedClient> {
  const { id: clientId, metadata, disabled } = before;
  const { previousSecretsExpireAt, label, expiresAt } = terms;
  const none = neededSecret(metadata) === 'none';
  const detail = 'This client does not authenticate with a secret.';
  const ending = previousSecretsExpireAt <= circumstances.now;
  const facts = {
    ...{ client_secret: 'changed', expires_previous_at: previousSecretsExpireAt },
    ...{ label, expires_at: expiresAt },
  };
  return {
    value: { metadata, disabled, previousSecretsExpireAt, newSecret: { label, expiresAt } },
    problems: [
      ...builtInProblems(before, circumstances),
      ...problem('', none ? detail : undefined, { kind: 'conflict' }),
      ...(ending ? [] : tooManySecrets(before, circumstances.now, { kind: 'conflict' })),
      ...problem('/expires_at', expiryError(expiresAt, circumstances)),
    ],
    warnings: [],
    effects: ['secret_made', 'previous_secrets_expire'],
    events: [{ type: 'client.secret_rotated', clientId, facts }],
  };
}

/** One secret less; the last that is good only with `force`, since the client is shut out then. */
export function planSecretEnd(
  before: Client,
  secret: ClientSecret,
  force: boolean,
  circumstances: ClientCircumstances,
): Plan<PlannedClient> {
  const { id: clientId, metadata, disabled } = before;
  const live = liveSecrets(before, circumstances.now);
  const last = live.length === 1 && live[0]?.id === secret.id && !force;
  const detail = 'The client has no other secret. Make a new one first, or say force=true.';
  const facts = { secret_id: secret.id, label: secret.label, hint: secret.hint };
  return {
    value: { metadata, disabled, endedSecret: secret.id },
    problems: [
      ...builtInProblems(before, circumstances),
      ...problem('', last ? detail : undefined, { kind: 'conflict' }),
    ],
    warnings: [],
    effects: ['secrets_deleted'],
    events: [{ type: 'client.secret_ended', clientId, facts }],
  };
}

/** What may be changed about a secret; undefined stays as it is. */
export interface SecretChanges {
  readonly label?: string | undefined;
  /** Null: never. */
  readonly expiresAt?: number | null | undefined;
}

/** Another label, or another end. What has expired stays so. */
export function planSecretChange(
  before: Client,
  secret: ClientSecret,
  { label = secret.label, expiresAt: given }: SecretChanges,
  circumstances: ClientCircumstances,
): Plan<PlannedClient> {
  const { id: clientId, metadata, disabled } = before;
  const expiresAt = given === undefined ? secret.expiresAt : (given ?? undefined);
  const members = difference(
    { label: secret.label, expires_at: secret.expiresAt },
    { label, expires_at: expiresAt },
  );
  const over = (secret.expiresAt ?? Infinity) <= circumstances.now;
  const moved = expiresAt !== secret.expiresAt;
  const detail = 'It has expired. Make a new one.';
  const event: PlannedEvent = {
    ...{ type: 'client.secret_changed', clientId },
    facts: { secret_id: secret.id, hint: secret.hint, members },
  };
  return {
    value: { metadata, disabled, changedSecret: { id: secret.id, label, expiresAt } },
    problems: [
      ...builtInProblems(before, circumstances),
      ...problem('/expires_at', over && moved ? detail : undefined, { kind: 'conflict' }),
      ...problem('/expires_at', moved ? expiryError(expiresAt, circumstances) : undefined),
    ],
    warnings: [],
    effects: [],
    events: members === undefined ? [] : [event],
  };
}

/** Whoever has it can have used it for whatever the client holds: all of that ends with it. */
export function planSecretLeak(
  before: Client,
  secret: ClientSecret,
  circumstances: ClientCircumstances,
): Plan<PlannedClient> {
  const { id: clientId, metadata, disabled } = before;
  const facts = { secret_id: secret.id, label: secret.label, hint: secret.hint };
  return {
    value: { metadata, disabled, endedSecret: secret.id },
    problems: builtInProblems(before, circumstances),
    warnings: [],
    effects: ['tokens_end', 'secrets_deleted'],
    events: [{ type: 'client.secret_leaked', clientId, facts }],
  };
}

function expiryError(
  expiresAt: number | undefined,
  { now }: ClientCircumstances,
): string | undefined {
  return expiresAt !== undefined && expiresAt <= now ? 'It would have expired already.' : undefined;
}
