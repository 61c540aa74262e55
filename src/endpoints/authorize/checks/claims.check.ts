import { ACR_VALUES, type ClaimsRequest, OAuthError, readClaimsRequest } from '#protocol';
import type { SafeCheck } from './check.js';

/** What the parameter `claims` asks for, and what that asks of the person who answers. */
export const checkClaims: SafeCheck = (draft) => {
  const claims = readClaimsRequest(draft.parameters, draft.client.scopes);
  draft.claims = claims;
  if (claims === undefined) return;
  draft.expectedSubjects = expectedUsers(claims, draft.expectedSubjects);
  checkContext(claims);
};

/** A `sub` with a value is another way to say `id_token_hint` (OIDC Core §5.5.1). */
function expectedUsers(
  { userinfo, idToken }: ClaimsRequest,
  hinted: ReadonlySet<string> | undefined,
): ReadonlySet<string> | undefined {
  let expected = hinted;
  for (const { values } of [userinfo.get('sub') ?? {}, idToken.get('sub') ?? {}]) {
    if (values === undefined) continue;
    const named = new Set(values as string[]);
    expected = expected === undefined ? named : named.intersection(expected);
  }
  return expected;
}

/**
 * An essential authentication context is reached or the request fails (OIDC Core §5.5.1.1, attack
 * A33). Whoever signs in here reaches every one there is, so that nobody has to be asked first.
 */
function checkContext({ idToken }: ClaimsRequest): void {
  const { essential = false, values } = idToken.get('acr') ?? {};
  if (!essential || values === undefined) return;
  if (values.some((acr) => ACR_VALUES.includes(acr as string))) return;
  throw new OAuthError(
    'unmet_authentication_requirements',
    'None of the essential authentication contexts can be reached here.',
  );
}
