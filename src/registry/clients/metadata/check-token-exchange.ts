import { MAX_AUDIENCES } from './limits.js';
import { absoluteUriError } from '#protocol';
import type { ClientMetadata } from './client-metadata.js';

/** What is wrong with a client's policy for token exchange, as a sentence. */
export function tokenExchange(metadata: ClientMetadata): string | undefined {
  const { token_exchange: policy, token_endpoint_auth_method: method } = metadata;
  if (policy === undefined) return undefined;
  if (method === 'none') return 'token_exchange needs a client that authenticates.';
  const { audiences } = policy;
  if (audiences.length > MAX_AUDIENCES) return 'token_exchange names too many audiences.';
  if (new Set(audiences).size !== audiences.length) {
    return 'token_exchange names an audience twice.';
  }
  const problem = audiences.map(absoluteUriError).find((error) => error !== undefined);
  return problem === undefined ? undefined : `token_exchange: ${problem}`;
}

/** What is wrong with the party that may act, as a sentence. */
export function mayAct({ may_act: party }: ClientMetadata): string | undefined {
  if (party === undefined || /^[\x21-\x7e]{1,64}$/.test(party.sub)) return undefined;
  return 'may_act must name a client_id or the sub of a user.';
}
