import { Injectable } from '@nestjs/common';
import type { Browser } from '#platform/http';
import type { Interaction } from '#people/sign-in';
import { OAuthError, type Parameters } from '#protocol';
import type { AuthorizationRequest } from './authorization-request.js';
import { AuthorizationResponseError } from './authorization-response-error.js';
import { AuthorizationResponses } from './authorization-responses.js';
import { PendingRequests } from './pending-requests.js';
import { loginPolicy, policies, type Policy, type Situation } from './policies/index.js';
import { RequestChecker } from './request-checker.js';
import { RequestResolver } from './request-resolver.js';
import type { ResolvedRequest } from './resolved-request.js';
import { Situations } from './situations.js';

/**
 * The pipeline of the authorization endpoint (RFC 6749 §3.1): resolve, check, ask whoever has to be
 * asked, answer. It starts anew each time the person comes back, from what is stored by then.
 */
@Injectable()
export class AuthorizationEndpoint {
  constructor(
    private readonly resolver: RequestResolver,
    private readonly checker: RequestChecker,
    private readonly situations: Situations,
    private readonly pending: PendingRequests,
    private readonly responses: AuthorizationResponses,
  ) {}

  /** A request as it arrives. */
  async begin(sent: Parameters, browser: Browser): Promise<void> {
    let resolved: ResolvedRequest;
    try {
      resolved = await this.resolver.resolve(sent, browser.origin);
    } catch (error) {
      await this.responses.refuse(error, browser);
      return;
    }
    await this.handle(resolved, browser);
  }

  /** A request that waited for a person, from what was stored of it. */
  async resume(interaction: Interaction, browser: Browser): Promise<void> {
    if (interaction.answered) await this.responses.repeat(interaction, browser);
    else await this.handle(interaction, browser, interaction);
  }

  private async handle(
    resolved: ResolvedRequest,
    browser: Browser,
    interaction?: Interaction,
  ): Promise<void> {
    try {
      const request = await this.checker.check(resolved.parameters);
      if (interaction?.denied === true) throw refusal(request, 'access_denied');
      const situation = await this.situations.assess(request, browser, interaction);
      const unmet = policies.find((policy) => !policy.isMet(situation));
      if (unmet !== undefined) {
        rejectIfNobodyCanBeAsked(unmet, situation);
        await this.pending.ask(unmet, situation, resolved, browser);
        return;
      }
      await this.responses.prepare(situation);
      // The request is used up before the answer is made: a second submit gets no second code.
      if (await this.pending.complete(resolved, interaction)) {
        await this.responses.grant(situation, browser);
      } else if (interaction !== undefined) {
        await this.responses.repeat(interaction, browser);
      }
    } catch (error) {
      if (error instanceof AuthorizationResponseError) {
        if (needsPerson(error, interaction) && !(await this.situations.isSignedIn(browser))) {
          const asked = { request: error.request, interaction };
          await this.pending.ask(loginPolicy, asked, resolved, browser);
          return;
        }
        if (!(await this.pending.complete(resolved, interaction)) && interaction !== undefined) {
          await this.responses.repeat(interaction, browser);
          return;
        }
      }
      await this.responses.refuse(error, browser, interaction);
    }
  }
}

/**
 * Whoever registers a client and sends people to us with a bad request would have them sent on to
 * wherever they like: nobody is, who has not signed in (RFC 9700 §4.11.2; attack A14).
 */
function needsPerson(
  { request: { client, parameters } }: AuthorizationResponseError,
  interaction: Interaction | undefined,
): boolean {
  const silent = parameters.get('prompt')?.split(' ').includes('none') ?? false;
  return client.metadata.unverified === true && !silent && interaction?.denied !== true;
}

function rejectIfNobodyCanBeAsked(policy: Policy, situation: Situation): void {
  const { request, interaction, session } = situation;
  // Whoever has just signed in for this request, and is the wrong one, is not asked for ever.
  const askedInVain =
    policy.prompt === 'login' && session !== undefined && session.id === interaction?.sessionId;
  if (request.prompt.has('none') || askedInVain) throw refusal(request, policy.error);
}

const REFUSALS: Readonly<Record<string, string>> = {
  access_denied: 'The person did not allow it.',
  login_required: 'The person is not signed in.',
  consent_required: 'The person has not allowed this yet.',
  account_selection_required: 'The person has not chosen an account.',
};

function refusal(
  request: AuthorizationRequest,
  code: 'access_denied' | Policy['error'],
): AuthorizationResponseError {
  const error = new OAuthError(code, REFUSALS[code] ?? 'The person has to be asked.');
  return new AuthorizationResponseError(error, request, request.responseMode);
}
