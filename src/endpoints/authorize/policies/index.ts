import { accountPolicy } from './account.policy.js';
import { admissionPolicy } from './admission.policy.js';
import { consentPolicy } from './consent.policy.js';
import type { Policy } from './policy.js';

export type { Policy, Situation } from './policy.js';

/** For whoever is signed in, in this order; the first that is not met decides what they are asked. */
export const policies: readonly Policy[] = [accountPolicy, admissionPolicy, consentPolicy];
