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

/** The same claims in words, for when a client asks for one of them by name. */
export const CLAIM_DESCRIPTIONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    name: 'See your name',
    family_name: 'See your family name',
    given_name: 'See your first name',
    middle_name: 'See your middle name',
    nickname: 'See your nickname',
    preferred_username: 'See your username',
    profile: 'See the address of your profile page',
    picture: 'See your picture',
    website: 'See the address of your website',
    gender: 'See your gender',
    birthdate: 'See your birth date',
    zoneinfo: 'See your time zone',
    locale: 'See your language',
    updated_at: 'See when your profile was last changed',
    email: 'See your e-mail address',
    email_verified: 'See whether your e-mail address was verified',
    address: 'See your postal address',
    phone_number: 'See your phone number',
    phone_number_verified: 'See whether your phone number was verified',
  }),
);

/** The OIDC scopes in words, for the consent page and the documentation. */
export const OIDC_SCOPE_DESCRIPTIONS: Readonly<Record<string, string>> = {
  openid: 'Know who you are, by an identifier that never changes',
  profile: 'See your profile: name, picture, birth date, language',
  email: 'See your e-mail address',
  address: 'See your postal address',
  phone: 'See your phone number',
  offline_access: 'Keep this access while you are away, until you withdraw it',
};
