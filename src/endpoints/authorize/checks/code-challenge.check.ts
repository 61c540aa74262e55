import { OAuthError, readCodeChallenge } from '#protocol';
import type { SafeCheck } from './check.js';

/** PKCE, for every client that has to use it and is to get a code (RFC 7636 §4.3). */
export const checkCodeChallenge: SafeCheck = (draft, { responseTypes, rules }) => {
  const { client, parameters, responseType = '' } = draft;
  // Without a code there is nothing that the verifier could be asked for.
  const required = rules.pkceForAll || client.requiresPkce;
  const needed = required && responseTypes.get(responseType).words.has('code');
  if (needed && !parameters.has('code_challenge')) {
    throw OAuthError.invalidRequest('A code_challenge is required.').refusedBy({
      ...{ check: 'code-challenge', spec: 'RFC 7636 §4.3' },
      expected: 'a code_challenge, with the method S256',
      got: 'no code_challenge',
    });
  }
  const challenge = readCodeChallenge(parameters);
  if (challenge !== undefined) draft.codeChallenge = challenge;
};
