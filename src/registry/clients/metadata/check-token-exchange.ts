import { type MemberProblem, problem, problemsOf } from '#platform/changes';
import { resourceIdentifierError } from '#protocol';
import type { ClientMetadata } from './client-metadata.js';
import { MAX_AUDIENCES } from './limits.js';

/** What is wrong with a client's policy for token exchange. */
export function tokenExchange(metadata: ClientMetadata): MemberProblem[] {
  const { token_exchange: policy, token_endpoint_auth_method: method } = metadata;
  if (policy === undefined) return [];
  const { audiences } = policy;
  const pointer = '/token_exchange/audiences';
  const isPublic =
    method === 'none' ? 'token_exchange needs a client that authenticates.' : undefined;
  const tooMany =
    audiences.length > MAX_AUDIENCES ? 'token_exchange names too many audiences.' : undefined;
  return [
    ...problem('/token_exchange', isPublic),
    ...problem(pointer, tooMany),
    ...problemsOf(pointer, tooMany === undefined ? [...audiences] : [], (audience) => {
      const error = resourceIdentifierError(audience);
      return error === undefined ? undefined : `token_exchange: ${error}`;
    }),
    ...problem(
      pointer,
      new Set(audiences).size === audiences.length
        ? undefined
        : 'token_exchange names an audience twice.',
    ),
  ];
}

/** What is wrong with the party that may act. */
export function mayAct({ may_act: party }: ClientMetadata): MemberProblem[] {
  if (party === undefined || /^[\x21-\x7e]{1,128}$/.test(party.sub)) return [];
  return problem('/may_act/sub', 'may_act must name a client_id or the sub of a user.');
}
