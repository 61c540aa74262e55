import { Injectable } from '@nestjs/common';
import type { Browser } from '#platform/http';
import { ANYBODY, type Interaction } from '#people/sign-in';
import { OAuthError, type OAuthErrorCode, type Parameters } from '#protocol';
import type { AuthorizationRequest } from './authorization-request.js';
import { AuthorizationResponseError } from './authorization-response-error.js';
import { AuthorizationResponses } from './authorization-responses.js';
import { PendingRequests } from './pending-requests.js';
import { policies, type Policy, type Situation } from './policies/index.js';
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

/** What the person has to be asked first. @throws AuthorizationResponseError when asking leads nowhere */
function whatIsUnmet(situation: Situation): Pick<Policy, 'prompt' | 'error'> | undefined {
  const { assessment, request } = situation;
  if (assessment.kind === 'unmeetable') {
    const refused = refusal(request, assessment.error, REFUSALS[assessment.error]);
    const named = assessment.error === 'login_required';
    refused.error.refusedBy({
      ...{ check: 'assessment', spec: named ? 'OIDC Core §3.1.2.6' : 'OIDC Core §5.5.1.1' },
      expected: named ? 'the person whom the client named' : 'an essential authentication context',
      got: named ? 'another person' : 'a person who cannot sign in so strongly',
    });
    throw refused;
  }
  if (assessment.kind === 'ask') return { prompt: 'login', error: assessment.error };
  return policies.find((policy) => !policy.isMet(situation));
}

/** That nobody may be asked (`prompt=none`), where somebody has to be. */
function notAsked(
  request: AuthorizationRequest,
  { prompt, error }: Pick<Policy, 'prompt' | 'error'>,
): AuthorizationResponseError {
  const refused = refusal(request, error, REFUSALS[error]);
  // Whether somebody is signed in is what a silent request asks: no is an answer that nobody looks up.
  if (error === 'login_required') return refused;
  refused.error.refusedBy({
    ...{ check: CHECK_OF[prompt], spec: 'OIDC Core §3.1.2.6' },
    expected: 'nobody who has to be asked',
    got: { prompt: [...request.prompt], scope: request.scope },
  });
  return refused;
}

const CHECK_OF = {
  login: 'assessment',
  grace: 'assessment',
  recovery: 'assessment',
  select_account: 'account',
  no_access: 'admission',
  consent: 'consent',
} as const;

const NO_ACCESS = 'The person has no access to this client.';

const REFUSALS: Readonly<Record<string, string>> = {
  access_denied: NO_ACCESS,
  login_required: 'The person is not signed in.',
  interaction_required: 'The person has to prove more than they have.',
  unmet_authentication_requirements: 'The person cannot sign in as strongly as is asked.',
  consent_required: 'The person has not allowed this yet.',
  account_selection_required: 'The person has not chosen an account.',
};

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

function refusal(
  request: AuthorizationRequest,
  code: OAuthErrorCode,
  description = 'The person has to be asked.',
): AuthorizationResponseError {
  const error = new OAuthError(code, description);
  return new AuthorizationResponseError(error, request, request.responseMode);
}
