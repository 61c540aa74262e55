import { OAuthError } from '#protocol';
import type { SafeCheck, UnsafeCheck } from './check.js';

/** Nobody knows whom to answer when client_id or redirect_uri came twice: RFC 6749 §3.1 allows neither. */
export const checkUnsafeDuplicates: UnsafeCheck = ({ parameters: { duplicated } }) => {
  if (duplicated.has('client_id') || duplicated.has('redirect_uri')) {
    throw OAuthError.invalidRequest('A parameter was sent more than once.').refusedBy({
      ...{ check: 'duplicates', spec: 'RFC 6749 §3.1', expected: 'each parameter once' },
      got: { parameter: [...duplicated] },
    });
  }
};

/** Parameters must not be included more than once (RFC 6749 §3.1). */
export const checkDuplicates: SafeCheck = ({ parameters }) => {
  parameters.rejectDuplicates();
};
