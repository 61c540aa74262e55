import { Injectable } from '@nestjs/common';
import type { Browser } from '#platform/http';
import {
  type Interaction,
  Interactions,
  type Prompt,
  type SignInRequirement,
} from '#people/sign-in';
import type { AuthorizationRequest, RedirectableRequest } from './authorization-request.js';
import {
  invalidRequestUri,
  PushedAuthorizationRequests,
} from './pushed-authorization/pushed-authorization-requests.js';
import { type ResolvedRequest, storable } from './resolved-request.js';

/** Where a request goes on after a person was asked. */
export const resumePath = (uid: string): string => `/authorize/${uid}`;

/** Who asks, and where they are in it. */
export interface Asked {
  readonly request: RedirectableRequest & Partial<Pick<AuthorizationRequest, 'scope' | 'prompt'>>;
  readonly interaction: Interaction | undefined;
  readonly requirement: SignInRequirement;
}

/** Requests between their arrival and their answer. */
@Injectable()
export class PendingRequests {
  constructor(
    private readonly interactions: Interactions,
    private readonly pushed: PushedAuthorizationRequests,
  ) {}

  /** Sends the person to the page on which they are asked it. */
  async ask(
    prompt: Prompt,
    { request, interaction, requirement }: Asked,
    { parameters, pushedRequest }: ResolvedRequest,
    browser: Browser,
  ): Promise<void> {
    let uid = interaction?.uid;
    if (uid === undefined) {
      const clientId = request.client.id;
      uid = await this.interactions.start(
        {
          ...{ clientId, prompt, requirement, pushedRequest, returnTo: resumePath },
          parameters: storable(parameters, request.scope),
        },
        browser,
      );
    } else {
      await this.interactions.ask(uid, prompt);
    }
    const nobodyYet = prompt === 'login' && interaction?.proven === undefined;
    const create = nobodyYet && request.prompt?.has('create') === true;
    const { expectedSubjects } = requirement;
    const signUp = create && expectedSubjects === undefined;
    browser.redirect(signUp ? `/sign-up?from=${uid}` : `/interaction/${uid}`);
  }

  /**
   * Uses a request up, in each of the places where it could be answered a second time.
   * @returns false when this interaction was answered already
   * @throws OAuthError when the pushed request was
   */
  async complete(
    { pushedRequest }: ResolvedRequest,
    interaction: Interaction | undefined,
  ): Promise<boolean> {
    if (interaction !== undefined && !(await this.interactions.complete(interaction.uid))) {
      return false;
    }
    if (pushedRequest !== undefined && !(await this.pushed.consume(pushedRequest))) {
      throw invalidRequestUri().refusedBy({
        ...{ check: 'pushed-authorization-requests', spec: 'RFC 9126 §4' },
        ...{ expected: 'a request_uri that was not answered yet', got: 'one that was' },
      });
    }
    return true;
  }
}
