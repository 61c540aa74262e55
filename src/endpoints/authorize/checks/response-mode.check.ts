import { OAuthError } from '#protocol';
import { responseModes } from '../response-modes/index.js';
import type { SafeCheck } from './check.js';

/** A mode that exists and that keeps tokens out of the query (Multiple Response Types §3, §5). */
export const checkResponseMode: SafeCheck = (draft, { responseTypes }) => {
  const defaultMode = responseTypes.find(draft.responseType ?? '')?.defaultMode;
  if (defaultMode === undefined) throw new Error('the response type comes first');
  const requested = draft.parameters.get('response_mode');
  draft.responseMode = responseModes.get(defaultMode);
  if (requested === undefined) return;
  const found = responseModes.get(requested);
  const leaks = requested === 'query' && defaultMode !== 'query';
  const unusable = requested === 'form_post' && !/^https?:/.test(draft.redirectUri);
  if (found === undefined || leaks || unusable) {
    const names = [...responseModes.keys()].join(', ');
    throw OAuthError.invalidRequest('This response_mode is not supported here.').refusedBy({
      ...{ check: 'response-mode', spec: 'OAuth Multiple Response Types §2.1' },
      expected: leaks
        ? 'a mode that keeps tokens out of the query'
        : unusable
          ? 'a mode other than form_post, since the redirect_uri is no web address'
          : `one of: ${names}`,
      got: { response_mode: requested, response_type: draft.responseType },
    });
  }
  draft.responseMode = found;
};
