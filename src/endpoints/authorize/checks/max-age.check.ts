import { OAuthError } from '#protocol';
import type { SafeCheck } from './check.js';

/** Seconds; more is as good as no limit. */
const LONGEST = 999_999_999;

/** Whole seconds; otherwise what the client registered. */
export const checkMaxAge: SafeCheck = (draft) => {
  const value = draft.parameters.get('max_age');
  if (value !== undefined && !/^\d{1,10}$/.test(value)) {
    throw OAuthError.invalidRequest('The max_age is not a number of seconds.').refusedBy({
      ...{ check: 'max-age', spec: 'OIDC Core §3.1.2.1' },
      ...{ expected: 'a whole number of seconds', got: { max_age: value } },
    });
  }
  draft.maxAge =
    value === undefined ? draft.client.metadata.default_max_age : Math.min(Number(value), LONGEST);
};
