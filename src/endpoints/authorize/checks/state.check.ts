import { OAuthError } from '#protocol';
import type { SafeCheck } from './check.js';

/** Limit: characters of `state`. */
const MAX_STATE = 2048;

/** State comes back as it was or not at all: it is never cut (attack A19). */
export const checkState: SafeCheck = ({ state }) => {
  if ((state?.length ?? 0) > MAX_STATE) throw OAuthError.invalidRequest('The state is too long.');
};
