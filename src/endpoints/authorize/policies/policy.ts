import type { Consent } from '#people/consent';
import type { Assessment, Interaction, Prompt, SignInRequirement } from '#people/sign-in';
import type { Granted, OAuthErrorCode } from '#protocol';
import type { LiveSession } from '#people/sessions';
import type { AuthorizationRequest } from '../authorization-request.js';

/** Everything that is known when it is decided whether a person has to be asked. */
export interface Situation {
  readonly request: AuthorizationRequest;
  /** The interaction that the request has been through so far. */
  readonly interaction: Interaction | undefined;
  /** What the request asks of whoever signs in. */
  readonly requirement: SignInRequirement;
  /** Whether somebody is signed in as the request asks. */
  readonly assessment: Assessment;
  readonly session: LiveSession | undefined;
  /** What would be granted. */
  readonly granted: Granted;
  /** The person's, where power over Gatehouse is asked for. */
  readonly roleVersion?: number | undefined;
  readonly consent: Consent | undefined;
  /** Whether the client was looked at, and its redirect URI can be received by nobody else. */
  readonly clientAssured: boolean;
}

/** Something that must be so before a request is granted. */
export interface Policy {
  /** What the person is asked when it is not so. */
  readonly prompt: Exclude<Prompt, 'resume'>;
  /** What the client is told when the person must not be asked (OIDC Core §3.1.2.6). */
  readonly error: OAuthErrorCode;
  isMet(situation: Situation): boolean;
}
