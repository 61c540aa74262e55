import { type Plan, problem } from '#platform/changes';
import type { Client, ClientSecret } from '../client.js';
import { builtInProblems, type ClientCircumstances, type PlannedClient } from '../plan-client.js';
import type { SecretTerms } from './client-secrets.js';
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

function expiryError(
  expiresAt: number | undefined,
  { now }: ClientCircumstances,
): string | undefined {
  return expiresAt !== undefined && expiresAt <= now ? 'It would have expired already.' : undefined;
}
