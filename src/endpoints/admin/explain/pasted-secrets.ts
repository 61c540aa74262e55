import { type MemberProblem, problem } from '#platform/changes';

/** Parameters that hold what lets somebody in, or a request that we would have to fetch or find. */
const SECRET = new Set([
  ...['client_secret', 'client_assertion', 'assertion', 'password', 'code', 'code_verifier'],
  ...['refresh_token', 'access_token', 'id_token', 'token', 'device_code', 'subject_token'],
  ...['actor_token', 'registration_access_token', 'request', 'request_uri'],
]);

/** A JWT; or what is as long and even as our codes, tokens and secrets are. */
const LIKE_A_TOKEN = /\beyJ[\w-]{10,}|(?<![\w/.~+-])[\w~+-]{40,}(?![\w/.~+-])/;
/** Of as many characters, and no secret: a client makes them for everybody to see. */
const PUBLIC = new Set(['code_challenge', 'state', 'nonce', 'scope', 'client_id', 'redirect_uri']);

/** What nobody should paste into a form: the page where it is asked may be shared. */
export function pastedSecrets(
  pointer: string,
  entries: readonly (readonly [name: string, value: string])[],
): MemberProblem[] {
  return entries
    .filter(([name, value]) => SECRET.has(name) || (!PUBLIC.has(name) && LIKE_A_TOKEN.test(value)))
    .flatMap(([name]) =>
      problem(
        pointer === '/url' ? pointer : `${pointer}/${name}`,
        'Paste no secrets, codes, tokens or request objects: leave this out, as if it were right.',
      ),
    );
}
