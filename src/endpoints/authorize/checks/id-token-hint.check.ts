import { OAuthError } from '#protocol';
import type { SafeCheck } from './check.js';

/** The person that has to answer (OIDC Core §3.1.2.1), by an ID token this client once got. */
export const checkIdTokenHint: SafeCheck = async (draft, { idTokens }) => {
  const value = draft.parameters.get('id_token_hint');
  if (value === undefined) return;
  const hint = await idTokens.readHint(value);
  if (hint?.clientId !== draft.client.id) {
    throw OAuthError.invalidRequest(
      'The id_token_hint is not an ID token of this client.',
    ).refusedBy({
      ...{ check: 'id-token-hint', spec: 'OIDC Core §3.1.2.1' },
      expected: 'an ID token that Gatehouse issued to this client',
      got: hint === undefined ? 'no ID token of ours' : 'an ID token of another client',
    });
  }
  draft.expectedSubjects = new Set([hint.subject]);
};
