import { Injectable } from '@nestjs/common';
import type { Browser } from '#platform/http';
import { OAuthError } from '#protocol';
import { SessionState } from '#people/sessions';
import type { Interaction } from '#people/sign-in';
import { TokenIssuer } from '#tokens';
import { AuthorizationResponseError } from './authorization-response-error.js';
import { GivenAnswers } from './given-answers.js';
import type { Situation } from './policies/index.js';
import { Refusals } from './refusals.js';
import { ResponseTypeRegistry } from './response-types/response-type-registry.js';

/** The authorization response, with `iss` in each (RFC 6749 §4.1.2, RFC 9207). */
@Injectable()
export class AuthorizationResponses {
  constructor(
    private readonly responseTypes: ResponseTypeRegistry,
    private readonly sessionState: SessionState,
    private readonly issuer: TokenIssuer,
    private readonly answers: GivenAnswers,
    private readonly refusals: Refusals,
  ) {}

  /**
   * That nothing is missing of what the answer will need.
   * @throws AuthorizationResponseError `temporarily_unavailable`, which is for the client to know: a
   *   503 would not reach it through the browser (RFC 6749 §4.1.2.1)
   */
  async prepare({ request, granted }: Situation): Promise<void> {
    if (!this.responseTypes.get(request.responseType).words.has('id_token')) return;
    try {
      await this.issuer.prepare(request.client, granted.scope);
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      throw new AuthorizationResponseError(error, request, request.responseMode);
    }
  }

  /** Issues what was asked for: every policy is met. */
  async grant(
    { request, interaction, session, granted, roleVersion, consent }: Situation,
    browser: Browser,
  ): Promise<void> {
    if (session === undefined) throw new Error('the login policy comes first');
    const issued = await this.responseTypes.get(request.responseType).issue({
      request,
      session,
      granted,
      roleVersion,
      consent,
    });
    const { client, redirectUri } = request;
    const state = granted.scope.includes('openid')
      ? this.sessionState.of(client.id, redirectUri, session.id)
      : undefined;
    // Session Management 1.0 §2: by it the client's script notices when the session is another one.
    const answer = state === undefined ? issued : { ...issued, session_state: state };
    await this.answers.give(
      this.answers.to(request, request.responseMode, answer),
      interaction,
      browser,
    );
  }

  /** Tells the client what is wrong. @throws whatever it cannot be told of */
  async refuse(error: unknown, browser: Browser, interaction?: Interaction): Promise<void> {
    this.refusals.tell(error, browser);
    if (!(error instanceof AuthorizationResponseError)) throw error;
    const { request, responseMode } = error;
    const { code, description } = error.error;
    const parameters = { error: code, error_description: description };
    // In a frame nobody is led anywhere, and a page could not be shown.
    const visible = browser.headers['sec-fetch-dest'] !== 'iframe';
    const answer = {
      ...this.answers.to(request, responseMode, parameters),
      departure: visible && request.client.metadata.unverified === true,
    };
    await this.answers.give(answer, interaction, browser);
  }

  /** The answer to a request that was answered before. */
  repeat(interaction: Interaction, browser: Browser): Promise<void> {
    return this.answers.repeat(interaction, browser);
  }
}
