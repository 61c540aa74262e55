import { formatScope, type Parameters } from '#protocol';

/** The parameters of an authorization request, put together from wherever they came. */
export interface ResolvedRequest {
  readonly parameters: Parameters;
  /** Digest of the pushed request that it is, to be used up with the answer (RFC 9126 §4). */
  readonly pushedRequest?: string | undefined;
}

/** What the checks and the pages read; the rest is ignored (RFC 6749 §3.1) and not kept. */
const KNOWN: ReadonlySet<string> = new Set([
  ...['response_type', 'response_mode', 'client_id', 'redirect_uri', 'scope', 'state', 'resource'],
  ...['nonce', 'prompt', 'max_age', 'acr_values', 'claims', 'id_token_hint', 'login_hint'],
  ...['code_challenge', 'code_challenge_method', 'registration', 'ui_locales', 'display'],
]);

/**
 * As much of a request as is kept until a person comes.
 * @param scope what it asks for, once that is known
 */
export function storable(parameters: Parameters, scope?: readonly string[]): Parameters {
  const kept = parameters.only(KNOWN);
  return scope === undefined ? kept : kept.with({ scope: formatScope(scope) });
}
