import { OAuthError } from '#protocol';
import type { SafeCheck } from './check.js';

/** Limit: characters of `state`. */
const MAX_STATE = 8 * 1024;

/** State comes back as it was or not at all: it is never cut (attack A19). */
export const checkState: SafeCheck = ({ state }) => {
  const length = state?.length ?? 0;
  if (length <= MAX_STATE) return;
  throw OAuthError.invalidRequest('The state is too long.').refusedBy({
    ...{ check: 'state', spec: 'RFC 6749 §4.1.1' },
    ...{ expected: `at most ${String(MAX_STATE)} characters`, got: { length } },
  });
};
