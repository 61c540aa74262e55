import { type MemberProblem, type Plan, problem } from '#platform/changes';
import { canonicalResponseType } from '#protocol';
import {
  type Client,
  type ClientCircumstances,
  type ClientMetadataInput,
  type ClientPolicy,
  matchingSecret,
  planClientReplacement,
  planNewClient,
  type PlannedClient,
  type RegistrableValues,
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
  const { input, problems } = underPolicy(
    narrowed(metadata, policy, circumstances.offered),
    policy,
  );
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
  const { input, problems } = underPolicy(
    narrowed(metadata, policy, circumstances.offered),
    policy,
  );
  const plan = planClientReplacement(before, input, before.disabled, circumstances);
  return { ...plan, problems: [...statedProblems(before, stated), ...problems, ...plan.problems] };
}

/**
 * OIDC Registration §2 has `implicit` among the grant types of `code id_token`, which does without it here:
 * who registers for both, where `implicit` cannot be had, is registered without (RFC 7591 §2).
 */
function narrowed(
  metadata: ClientMetadataInput,
  policy: ClientPolicy,
  { grantTypes, responseTypes }: RegistrableValues,
): ClientMetadataInput {
  const { grant_types: grants, response_types: types } = metadata;
  const toBeHad = grantTypes.has('implicit') && policy.grant_types.includes('implicit');
  const names = (types ?? []).map(canonicalResponseType);
  const needless = names.every((name) => responseTypes.get(name)?.includes('implicit') === false);
  if (toBeHad || !needless || !names.includes('code id_token')) return metadata;
  return { ...metadata, grant_types: grants?.filter((grant) => grant !== 'implicit') };
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
