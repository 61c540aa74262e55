import { type MemberProblem, type Plan, problem } from '#platform/changes';
import type { Client } from '../client.js';
import type { ClientMetadataInput } from '../metadata/client-metadata.js';
import {
  type ClientCircumstances,
  planClientReplacement,
  planNewClient,
  type PlannedClient,
} from '../plan-client.js';
import { SAFE_POLICY, underPolicy } from '../policy/client-policy.js';

/** Nobody has given anybody a secret. */
const WITHOUT_SECRET = ['none', 'private_key_jwt'];

/** What a document says besides the metadata. */
export interface DocumentClaims {
  readonly client_id?: unknown;
  readonly client_secret?: unknown;
  readonly client_secret_expires_at?: unknown;
}

/** A client as its document describes it: on the terms of strangers, and unverified for good. */
export function planDocumentClient(
  id: string,
  { metadata, claims }: { metadata: ClientMetadataInput; claims: DocumentClaims },
  { before, expiresAt }: { before: Client | undefined; expiresAt: number },
  circumstances: ClientCircumstances,
): Plan<PlannedClient> {
  const method = metadata.token_endpoint_auth_method ?? 'none';
  const wanted = { ...metadata, token_endpoint_auth_method: method };
  const { input, problems } = underPolicy(wanted, SAFE_POLICY, circumstances);
  const found = [...documentProblems(id, claims, method), ...problems];
  if (before !== undefined) {
    const plan = planClientReplacement(before, input, {}, circumstances);
    return { ...plan, problems: [...found, ...plan.problems] };
  }
  const plan = planNewClient(id, input, { expiresAt, type: 'client.registered' }, circumstances);
  const value = { ...plan.value, endedAt: circumstances.now };
  return { ...plan, value, problems: [...found, ...plan.problems] };
}

function documentProblems(id: string, claims: DocumentClaims, method: string): MemberProblem[] {
  const secret = claims.client_secret ?? claims.client_secret_expires_at;
  return [
    ...problem('/client_id', claims.client_id === id ? undefined : 'It names another client_id.'),
    ...problem('/client_secret', secret === undefined ? undefined : 'It has a secret in it.'),
    ...problem(
      '/token_endpoint_auth_method',
      WITHOUT_SECRET.includes(method) ? undefined : 'It asks for a method with a secret.',
    ),
  ];
}
