import { isAdmitted } from '#people/users';
import type { Policy, Situation } from './policy.js';

/** The client lets the person in. */
export const admissionPolicy: Policy = {
  prompt: 'no_access',
  error: 'access_denied',
  isMet({ request, session }: Situation): boolean {
    return session !== undefined && isAdmitted(request.client, session.groups);
  },
};
