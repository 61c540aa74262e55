import type { Variant } from './suite/variant.js';

/** Modules that are run with one variant. */
export interface Part {
  readonly variant: Variant;
  /** As the suite names them, without the `oidcc-` that all of them have. */
  readonly modules: readonly string[];
}

export type Plan = readonly Part[];

type ResponseMode = Variant['response_mode'];

const of = (
  response_type: string,
  modules: readonly string[],
  response_mode: ResponseMode = 'default',
  client_auth_type: Variant['client_auth_type'] = 'client_secret_basic',
): Part => ({ variant: { response_type, response_mode, client_auth_type }, modules });

const SCOPES = ['profile', 'email', 'address', 'phone', 'all'].map((name) => `scope-${name}`);
const USERINFO = ['userinfo-get', 'userinfo-post-header', 'userinfo-post-body'];
const REQUESTS = [
  ...['display-page', 'display-popup', 'prompt-login', 'prompt-none-not-logged-in'],
  ...['prompt-none-logged-in', 'max-age-1', 'max-age-10000'],
  ...['ensure-request-with-unknown-parameter-succeeds', 'id-token-hint', 'login-hint'],
  ...['ui-locales', 'claims-locales', 'ensure-request-with-acr-values-succeeds'],
];
const CODES = ['codereuse', 'codereuse-30seconds'];
const OBJECTS = [
  'request-uri-unsigned-supported-correctly-or-rejected-as-unsupported',
  'unsigned-request-object-supported-correctly-or-rejected-as-unsupported',
  'claims-essential',
  'ensure-request-object-with-redirect-uri',
];
const WITHOUT_NONCE = 'ensure-request-without-nonce-succeeds-for-code-flow';
const NONCE_NEEDED = 'ensure-request-without-nonce-fails';

const basic = (mode: ResponseMode): Plan => [
  of(
    'code',
    [
      ...['server', 'response-type-missing', 'idtoken-signature', 'idtoken-unsigned', ...USERINFO],
      ...[WITHOUT_NONCE, ...SCOPES, 'alternate-happy-flow', ...REQUESTS, ...CODES],
      ...['ensure-registered-redirect-uri', 'ensure-post-request-succeeds'],
      ...['server-client-secret-post', ...OBJECTS, 'refresh-token'],
      'ensure-request-with-valid-pkce-succeeds',
    ],
    mode,
  ),
];

const IMPLICIT = [
  ...['server', 'idtoken-signature', NONCE_NEEDED, ...SCOPES, 'alternate-happy-flow'],
  ...[...REQUESTS, 'ensure-registered-redirect-uri', ...OBJECTS],
];

const implicit = (mode: ResponseMode): Plan => [
  of('id_token', IMPLICIT, mode),
  of('id_token token', ['response-type-missing', ...IMPLICIT, ...USERINFO], mode),
];

const HYBRID = [
  ...['server', 'idtoken-signature', ...USERINFO, ...SCOPES, ...REQUESTS, ...CODES],
  ...['ensure-registered-redirect-uri', 'server-client-secret-post', ...OBJECTS, 'refresh-token'],
];
const ONCE = [
  ...['response-type-missing', 'alternate-happy-flow'],
  'ensure-request-with-valid-pkce-succeeds',
];

const hybrid = (mode: ResponseMode): Plan => [
  of('code id_token', [...HYBRID, NONCE_NEEDED, ...ONCE], mode),
  of('code token', [...HYBRID, WITHOUT_NONCE], mode),
  of('code id_token token', [...HYBRID, NONCE_NEEDED], mode),
];

const DYNAMIC = [
  ...['idtoken-rs256', 'idtoken-unsigned', 'userinfo-rs256'],
  ...['ensure-redirect-uri-in-authorization-request', 'redirect-uri-query-OK'],
  ...['redirect-uri-query-mismatch', 'redirect-uri-query-added', 'redirect-uri-regfrag'],
  ...['discovery-endpoint-verification', 'server', 'registration-logo-uri'],
  ...['registration-policy-uri', 'registration-tos-uri', 'registration-jwks-uri'],
  ...['registration-sector-uri', 'registration-sector-bad', 'server-rotate-keys'],
  ...['refresh-token-rp-key-rotation', 'request-uri-unsigned', 'request-uri-signed-rs256'],
  ...['ensure-request-object-with-redirect-uri', 'refresh-token'],
  'ensure-client-assertion-with-iss-aud-succeeds',
];
const RESPONSE_TYPES = [
  ...['code', 'id_token', 'id_token token', 'code id_token', 'code token'],
  'code id_token token',
];

const dynamic: Plan = RESPONSE_TYPES.map((type) => of(type, DYNAMIC, 'default', 'private_key_jwt'));

const LOGOUT = 'rp-initiated-logout';
const DISCOVERY = 'discovery-endpoint-verification';

/** Every plan, and what it consists of. */
export const plans = {
  'oidcc-basic-certification-test-plan': basic('default'),
  'oidcc-implicit-certification-test-plan': implicit('default'),
  'oidcc-hybrid-certification-test-plan': hybrid('default'),
  'oidcc-config-certification-test-plan': [of('code', [DISCOVERY])],
  'oidcc-dynamic-certification-test-plan': dynamic,
  'oidcc-formpost-basic-certification-test-plan': basic('form_post'),
  'oidcc-formpost-implicit-certification-test-plan': implicit('form_post'),
  'oidcc-formpost-hybrid-certification-test-plan': hybrid('form_post'),
  'oidcc-3rdparty-init-login-certification-test-plan': [
    of('code', ['3rd_party-init-login', '3rd_party-init-login-nohttps']),
  ],
  'oidcc-rp-initiated-logout-certification-test-plan': [
    of('code', [
      `${LOGOUT}-${DISCOVERY}`,
      ...[LOGOUT, `${LOGOUT}-bad-post-logout-redirect-uri`, `${LOGOUT}-modified-id-token-hint`],
      ...[`${LOGOUT}-no-id-token-hint`, `${LOGOUT}-no-params`, `${LOGOUT}-no-state`],
      ...[`${LOGOUT}-no-post-logout-redirect-uri`, `${LOGOUT}-only-state`],
      ...[`${LOGOUT}-query-added-to-post-logout-redirect-uri`, `${LOGOUT}-bad-id-token-hint`],
    ]),
  ],
  'oidcc-frontchannel-rp-initiated-logout-certification-test-plan': [
    of('code', [`frontchannel-logout-${DISCOVERY}`, `frontchannel-${LOGOUT}`]),
  ],
  'oidcc-backchannel-rp-initiated-logout-certification-test-plan': [
    of('code', [`backchannel-logout-${DISCOVERY}`, `backchannel-${LOGOUT}`]),
  ],
  'oidcc-session-management-certification-test-plan': [
    of('code', [`session-management-${DISCOVERY}`, `session-management-${LOGOUT}`]),
  ],
} satisfies Readonly<Record<string, Plan>>;

export type PlanName = keyof typeof plans;
