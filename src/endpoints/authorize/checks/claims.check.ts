import { type ClaimsRequest, OAuthError, readClaimsRequest } from '#protocol';
import type { RequestRules } from '../request-rules.js';
import type { SafeCheck } from './check.js';

/** What the parameter `claims` asks for, and what that asks of the person who answers. */
export const checkClaims: SafeCheck = async (draft, { rules }) => {
  const claims = readClaimsRequest(draft.parameters, draft.client.scopes);
  draft.claims = claims;
  if (claims === undefined) return;
  draft.expectedSubjects = expectedUsers(claims, draft.expectedSubjects);
  await checkContext(claims, rules);
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
 * A33). What nobody can reach here, nobody is asked for.
 */
async function checkContext({ idToken }: ClaimsRequest, rules: RequestRules): Promise<void> {
  const { essential = false, values } = idToken.get('acr') ?? {};
  if (!essential || values === undefined) return;
  if (await rules.isReachable(values as string[])) return;
  throw new OAuthError(
    'unmet_authentication_requirements',
    'None of the essential authentication contexts can be reached here.',
  ).refusedBy({
    ...{ check: 'claims', spec: 'OIDC Core §5.5.1.1' },
    expected: `an essential acr among: ${[...rules.acrValues].join(', ')}`,
    got: 'none of these in the claims parameter',
  });
}
