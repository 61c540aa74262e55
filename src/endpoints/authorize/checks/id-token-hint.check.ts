import { OAuthError } from '#protocol';
import type { SafeCheck } from './check.js';

/** The person that has to answer (OIDC Core §3.1.2.1), by an ID token this client once got. */
export const checkIdTokenHint: SafeCheck = async (draft, { idTokens }) => {
  const value = draft.parameters.get('id_token_hint');
  if (value === undefined) return;
  const hint = await idTokens.readHint(value);
  if (hint?.clientId !== draft.client.id) {
    throw OAuthError.invalidRequest('The id_token_hint is not an ID token of this client.');
  }
  draft.expectedSubjects = new Set([hint.subject]);
};
