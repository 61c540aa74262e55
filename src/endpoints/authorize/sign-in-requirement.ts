import { requirementOf, type SignInRequirement } from '#people/sign-in';
import type { AuthorizationRequest } from './authorization-request.js';

/** What an authorization request asks of whoever signs in. */
export function signInRequirementOf(request: AuthorizationRequest): SignInRequirement {
  const { client, prompt, maxAge, expectedSubjects } = request;
  const { freshness, acr, ...asClient } = requirementOf(client, request.asked);
  const every = maxAge ?? freshness?.every;
  // Whoever is to make an account is not whoever is signed in.
  const anew = prompt.has('login') || prompt.has('create');
  const context = contextOf(request) ?? acr;
  return {
    ...asClient,
    ...(expectedSubjects === undefined ? {} : { expectedSubjects: [...expectedSubjects] }),
    ...(every === undefined && !anew
      ? {}
      : { freshness: { ...(every === undefined ? {} : { every }), ...(anew ? { anew } : {}) } }),
    ...(context === undefined ? {} : { acr: context }),
  };
}

/** By the claim where it says how; by `acr_values`, which is a wish, otherwise. */
function contextOf({ claims, parameters }: AuthorizationRequest): SignInRequirement['acr'] {
  const { essential = false, values } = claims?.idToken.get('acr') ?? {};
  if (values !== undefined) return { values: values as string[], essential };
  const wished = parameters.get('acr_values')?.split(' ').filter(Boolean) ?? [];
  return wished.length === 0 ? undefined : { values: wished, essential: false };
}
