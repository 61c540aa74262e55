import { accountPolicy } from './account.policy.js';
import { consentPolicy } from './consent.policy.js';
import { loginPolicy } from './login.policy.js';
import type { Policy } from './policy.js';

export { loginPolicy };
export type { Policy, Situation } from './policy.js';

/** In this order; the first that is not met decides what the person is asked. */
export const policies: readonly Policy[] = [loginPolicy, accountPolicy, consentPolicy];
