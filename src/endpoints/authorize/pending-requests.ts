import { Injectable } from '@nestjs/common';
import type { Browser } from '#platform/http';
import { type Interaction, Interactions } from '#people/sign-in';
import type { RedirectableRequest } from './authorization-request.js';
import type { Policy } from './policies/index.js';
import {
  invalidRequestUri,
  PushedAuthorizationRequests,
} from './pushed-authorization/pushed-authorization-requests.js';
import { type ResolvedRequest, storable } from './resolved-request.js';

/** Where a request goes on after a person was asked. */
export const resumePath = (uid: string): string => `/authorize/${uid}`;

/** Who asks, and where they are in it. */
export interface Asked {
  readonly request: RedirectableRequest;
  readonly interaction: Interaction | undefined;
}

/** Requests between their arrival and their answer. */
@Injectable()
export class PendingRequests {
  constructor(
    private readonly interactions: Interactions,
    private readonly pushed: PushedAuthorizationRequests,
  ) {}

  /** Sends the person to the page on which they are asked what the policy wants. */
  async ask(
    { prompt }: Policy,
    { request, interaction }: Asked,
    { parameters, pushedRequest }: ResolvedRequest,
    browser: Browser,
  ): Promise<void> {
    let uid = interaction?.uid;
    if (uid === undefined) {
      const clientId = request.client.id;
      uid = await this.interactions.start(
        {
          ...{ clientId, prompt, pushedRequest, returnTo: resumePath },
          parameters: storable(parameters),
        },
        browser,
      );
    } else {
      await this.interactions.ask(uid, prompt);
    }
    browser.redirect(`/interaction/${uid}`);
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
      throw invalidRequestUri();
    }
    return true;
  }
}
