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
    throw OAuthError.invalidRequest('This response_mode is not supported here.');
  }
  draft.responseMode = found;
};
