import type { Parameters } from '#protocol';

/** What can be asked of a person. `resume`: nothing, the request only has to be sent again. */
export type Prompt = 'login' | 'select_account' | 'consent' | 'resume';

/** A request that waits for a person, with the facts established so far. */
export interface Interaction {
  readonly uid: string;
  /** Absent when the person came to us by themselves, to their account. */
  readonly clientId: string | undefined;
  readonly prompt: Prompt;
  readonly returnTo: string;
  readonly parameters: Parameters;
  /** Digest of the pushed request that it is; to be used up with the answer (RFC 9126). */
  readonly pushedRequest: string | undefined;
  /** In which the person signed in for this request. */
  readonly sessionId: string | undefined;
  /** With which the person chose to go on. */
  readonly chosenSessionId: string | undefined;
  readonly approvedScope: ReadonlySet<string> | undefined;
  readonly denied: boolean;
  /** Nothing that is done from now on changes the answer. */
  readonly answered: boolean;
}

/** How long a person may take, in seconds. Then the request begins anew, and what they did counts no more. */
export const INTERACTION_LIFETIME = 30 * 60;

/** How long the request is kept for that. */
export const REQUEST_LIFETIME = 2 * 3600;

/** How long an answer can be had again, in seconds. */
export const ANSWER_LIFETIME = 60;
