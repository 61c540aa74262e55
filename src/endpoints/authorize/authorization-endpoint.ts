import { Injectable } from '@nestjs/common';
import type { Browser } from '#platform/http';
import { ANYBODY, type Interaction } from '#people/sign-in';
import type { Parameters } from '#protocol';
import type { AuthorizationRequest } from './authorization-request.js';
import { AuthorizationResponseError } from './authorization-response-error.js';
import { AuthorizationResponses } from './authorization-responses.js';
import { PendingRequests } from './pending-requests.js';
import { NO_ACCESS, notAsked, refusal, whatIsUnmet } from './unmet.js';
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

  /** One that is wrong already. @throws what its client cannot be told of */
  refuse(error: unknown, browser: Browser): Promise<void> {
    return this.responses.refuse(error, browser);
  }

  private async handle(
    resolved: ResolvedRequest,
    browser: Browser,
    interaction?: Interaction,
  ): Promise<void> {
    try {
      const request = await this.checker.check(resolved.parameters);
      if (interaction?.denied === true) throw denial(request, interaction);
      const situation = await this.situations.assess(request, browser, interaction);
      const unmet = whatIsUnmet(situation);
      if (unmet !== undefined) {
        if (request.prompt.has('none')) throw notAsked(request, unmet);
        await this.pending.ask(unmet.prompt, situation, resolved, browser);
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
          const asked = { request: error.request, interaction, requirement: ANYBODY };
          await this.pending.ask('login', asked, resolved, browser);
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

function denial(
  request: AuthorizationRequest,
  { prompt }: Interaction,
): AuthorizationResponseError {
  if (prompt !== 'no_access')
    return refusal(request, 'access_denied', 'The person did not allow it.');
  const refused = refusal(request, 'access_denied', NO_ACCESS);
  refused.error.refusedBy({
    ...{ check: 'admission', spec: 'RFC 6749 §4.1.2.1' },
    ...{ expected: 'a person in one of its allowed_groups', got: 'a person in none of them' },
  });
  return refused;
}
