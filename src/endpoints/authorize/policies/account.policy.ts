import type { Policy, Situation } from './policy.js';

/** The person said as whom they go on, where the client wants them asked (`prompt=select_account`). */
export const accountPolicy: Policy = {
  prompt: 'select_account',
  error: 'account_selection_required',
  isMet({ request, session, interaction }: Situation): boolean {
    if (!request.prompt.has('select_account')) return true;
    // Whoever has signed in for this very request has chosen by that.
    const chosen = [interaction?.sessionId, interaction?.chosenSessionId];
    return session !== undefined && chosen.includes(session.id);
  },
};
