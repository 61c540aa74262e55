import { type MemberProblem, type Plan, problem } from '#platform/changes';
import {
  type Client,
  type ClientCircumstances,
  type ClientMetadataInput,
  type ClientPolicy,
  matchingSecret,
  planClientReplacement,
  planNewClient,
  type PlannedClient,
  underPolicy,
} from '#registry/clients';

/** What a client says that its id and secret are. */
export interface Stated {
  readonly clientId: string;
  readonly secret: string | null | undefined;
}

/** A client that registers itself, on the terms of a policy (RFC 7591 §3.1). */
export function planRegistration(
  id: string,
  metadata: ClientMetadataInput,
  { policy, expiresAt }: { policy: ClientPolicy; expiresAt: number },
  circumstances: ClientCircumstances,
): Plan<PlannedClient> {
  const { input, problems } = underPolicy(metadata, policy, circumstances);
  const plan = planNewClient(id, input, { expiresAt, type: 'client.registered' }, circumstances);
  return { ...plan, problems: [...problems, ...plan.problems] };
}

/** All that is registered instead (RFC 7592 §2.2), on the terms on which the client registered. */
export function planRegistrationReplacement(
  before: Client,
  { metadata, stated }: { metadata: ClientMetadataInput; stated: Stated },
  policy: ClientPolicy,
  circumstances: ClientCircumstances,
): Plan<PlannedClient> {
  const { input, problems } = underPolicy(metadata, policy, circumstances);
  // Whom it may let in, and how, is not for the client to say; as little as whether it is disabled.
  const { allowed_groups, owners, require_acr, accept_trusted_browsers } = before.metadata;
  const kept = {
    ...input,
    ...(allowed_groups === undefined ? {} : { allowed_groups }),
    ...(owners === undefined ? {} : { owners }),
    ...(require_acr === undefined ? {} : { require_acr }),
    ...(accept_trusted_browsers === undefined ? {} : { accept_trusted_browsers }),
  };
  const plan = planClientReplacement(before, kept, {}, circumstances);
  return { ...plan, problems: [...statedProblems(before, stated), ...problems, ...plan.problems] };
}

function statedProblems(client: Client, { clientId, secret }: Stated): MemberProblem[] {
  const error = 'invalid_client_metadata';
  const otherId = clientId === client.id ? undefined : 'client_id is not that of this client.';
  // As everywhere, null says nothing (RFC 7591 §2).
  const known = typeof secret !== 'string' || matchingSecret(client, secret) !== undefined;
  const otherSecret = known ? undefined : 'A client cannot choose its client_secret.';
  return [
    ...problem('/client_id', otherId, { error }),
    ...problem('/client_secret', otherSecret, { error }),
  ];
}
