import { OAuthError } from '#protocol';
import type { SafeCheck } from './check.js';

/** Whole seconds; otherwise what the client registered. */
export const checkMaxAge: SafeCheck = (draft) => {
  const value = draft.parameters.get('max_age');
  if (value !== undefined && !/^\d{1,9}$/.test(value)) {
    throw OAuthError.invalidRequest('The max_age is not a number of seconds.');
  }
  draft.maxAge = value === undefined ? draft.client.metadata.default_max_age : Number(value);
};
