import type { Factors, Parameters } from '#protocol';
import type { UpstreamSignIn } from '#people/sessions';
import type { User } from '#people/users';
import type { SignInRequirement } from './requirement.js';

/**
 * What can be asked of a person. `login`: whatever the requirement lacks. `recovery`: to keep what helps them
 * when the second factor is lost that they have just set up. `no_access`: nothing, they are told that the client
 * does not let them in; `grace`: to set up a second factor, which they may put off; `resume`: nothing, the request only has to be sent again.
 */
export type Prompt =
  'login' | 'grace' | 'recovery' | 'select_account' | 'no_access' | 'consent' | 'resume';

/** Somebody, as they were at that moment: under the credentials and before the endings that they had. */
export interface Then {
  readonly userId: string;
  readonly credentialVersion: number;
  readonly sessionVersion: number;
}

/** Who proved who they are, and how; a person with a second factor is not signed in by the first alone. */
export interface Proven extends Then {
  readonly factors: Factors;
}

/** What was proven before credentials changed, or all sessions were ended, counts no more. */
export const isSame = (one: Then, other: Then): boolean =>
  one.userId === other.userId &&
  one.credentialVersion === other.credentialVersion &&
  one.sessionVersion === other.sessionVersion;

export const asOf = ({ sub, credentialVersion, sessionVersion }: User): Then => ({
  ...{ userId: sub, credentialVersion, sessionVersion },
});

/** A sign-in elsewhere that this one rests on; or that belongs to nobody yet. */
export interface KeptUpstream extends UpstreamSignIn {
  readonly email?: string | undefined;
  /** What its provider is called. */
  readonly name?: string;
  /** Whose it becomes once they have proven here who they are. */
  readonly linksTo?: string;
}

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
  readonly requirement: SignInRequirement;
  /** What was proven for this request, and by whom. */
  readonly proven: Proven | undefined;
  readonly upstream: KeptUpstream | undefined;
  /** Who they say they are, to be filled in; empty: they are asked again, whatever the application says. */
  readonly identifier: string | undefined;
  /** Whether they asked to stay signed in. */
  readonly keep: boolean;
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
