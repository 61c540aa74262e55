/** Client authentication methods of RFC 7591 §2 and OIDC Core §9 that Gatehouse speaks. */
export const TOKEN_ENDPOINT_AUTH_METHODS = [
  'client_secret_basic',
  'client_secret_post',
  'client_secret_jwt',
  'private_key_jwt',
  'none',
] as const;
export type TokenEndpointAuthMethod = (typeof TOKEN_ENDPOINT_AUTH_METHODS)[number];

/** The grant type of RFC 8693 §2.1: what was issued by it also ends with the client it was issued to. */
export const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';

/** How clients are told who somebody is (OIDC Core §8). */
export const SUBJECT_TYPES = ['public', 'pairwise'] as const;
export type SubjectType = (typeof SUBJECT_TYPES)[number];

/** What ID tokens tell of the person: what the scope opens (OIDC Core §5.4), or who it is alone. */
export const ID_TOKEN_CLAIMS = ['scope', 'minimal'] as const;
export type IdTokenClaimsChoice = (typeof ID_TOKEN_CLAIMS)[number];

/** Which of a person's groups a client is told: all, those that it is about, or those named like this. */
export const GROUPS_FILTERS = ['all', 'assigned', 'prefix'] as const;
export type GroupsFilter = (typeof GROUPS_FILTERS)[number];

export const APPLICATION_TYPES = ['web', 'native'] as const;
export type ApplicationType = (typeof APPLICATION_TYPES)[number];

/** The claims each OIDC scope asks for (OIDC Core §5.4). */
export const SCOPE_CLAIMS: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'profile',
    [
      'name',
      'family_name',
      'given_name',
      'middle_name',
      'nickname',
      'preferred_username',
      'profile',
      'picture',
      'website',
      'gender',
      'birthdate',
      'zoneinfo',
      'locale',
      'updated_at',
    ],
  ],
  ['email', ['email', 'email_verified']],
  ['address', ['address']],
  ['phone', ['phone_number', 'phone_number_verified']],
  // RFC 9068 §2.2.3.1 has the claims.
  ['groups', ['groups']],
  ['roles', ['roles']],
]);

/** Every claim about a person that can be asked for, by scope or by name. */
export const CLAIMS_OF_SCOPES: readonly string[] = [...SCOPE_CLAIMS.values()].flat();

/**
 * What requests to the endpoints at which clients authenticate are made of (RFC 6749 §11.2, and the
 * specifications that add to it).
 */
export const REQUEST_PARAMETERS: ReadonlySet<string> = new Set([
  ...['client_id', 'client_secret', 'client_assertion', 'client_assertion_type'],
  ...['grant_type', 'code', 'code_verifier', 'redirect_uri', 'refresh_token', 'device_code'],
  ...['username', 'password', 'assertion', 'scope', 'resource', 'audience'],
  ...['subject_token', 'subject_token_type', 'actor_token', 'actor_token_type'],
  ...['requested_token_type', 'token', 'token_type_hint', 'access_token', 'id_token'],
  ...['response_type', 'response_mode', 'state', 'nonce', 'prompt', 'max_age', 'acr_values'],
  ...['claims', 'id_token_hint', 'login_hint', 'code_challenge', 'code_challenge_method'],
  ...['request', 'request_uri', 'registration', 'ui_locales', 'claims_locales', 'display'],
]);
