import { OAuthError, type OAuthErrorCode } from '#protocol';
import type { AuthorizationRequest } from './authorization-request.js';
import { AuthorizationResponseError } from './authorization-response-error.js';
import { policies, type Policy, type Situation } from './policies/index.js';

export const NO_ACCESS = 'The person has no access to this client.';

/** What the person has to be asked first. @throws AuthorizationResponseError when asking leads nowhere */
export function whatIsUnmet(situation: Situation): Pick<Policy, 'prompt' | 'error'> | undefined {
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
export function notAsked(
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

const REFUSALS: Readonly<Record<string, string>> = {
  access_denied: NO_ACCESS,
  login_required: 'The person is not signed in.',
  interaction_required: 'The person has to prove more than they have.',
  unmet_authentication_requirements: 'The person cannot sign in as strongly as is asked.',
  consent_required: 'The person has not allowed this yet.',
  account_selection_required: 'The person has not chosen an account.',
};

export function refusal(
  request: AuthorizationRequest,
  code: OAuthErrorCode,
  description = 'The person has to be asked.',
): AuthorizationResponseError {
  const error = new OAuthError(code, description);
  return new AuthorizationResponseError(error, request, request.responseMode);
}
