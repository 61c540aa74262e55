import { epochSeconds } from '#protocol';
import type { Policy, Situation } from './policy.js';

/** Somebody is signed in, the right one, and recently enough for this request. */
export const loginPolicy: Policy = {
  prompt: 'login',
  error: 'login_required',
  isMet({ request, session, subject, interaction }: Situation): boolean {
    if (session === undefined) return false;
    if (subject !== undefined && request.expectedSubjects?.has(subject) === false) return false;
    // Whoever signed in for this very request need not do so again.
    if (interaction?.sessionId === session.id) return true;
    if (request.prompt.has('login')) return false;
    const { maxAge } = request;
    if (maxAge === undefined) return true;
    // 0 is another way to say prompt=login, also within the same second (OIDC Core §3.1.2.1).
    return maxAge > 0 && epochSeconds() - session.authTime <= maxAge;
  },
};
