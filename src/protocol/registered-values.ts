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

/**
 * Grant types that speak for somebody: a client that has none but these has no tokens of its own. A
 * grant type that an installation adds may give it some, as client_credentials does.
 */
export const GRANT_TYPES_FOR_OTHERS: ReadonlySet<string> = new Set([
  ...['authorization_code', 'refresh_token', 'implicit', 'password', TOKEN_EXCHANGE],
  'urn:ietf:params:oauth:grant-type:device_code',
  'urn:ietf:params:oauth:grant-type:jwt-bearer',
]);

/** How clients are told who somebody is (OIDC Core §8). */
export const SUBJECT_TYPES = ['public', 'pairwise'] as const;
export type SubjectType = (typeof SUBJECT_TYPES)[number];

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
]);

/** Every claim about a person that can be asked for, by scope or by name. */
export const CLAIMS_OF_SCOPES: readonly string[] = [...SCOPE_CLAIMS.values()].flat();
