import { type MemberProblem, problem, problemsOf } from '#platform/changes';
import {
  canonicalResponseType,
  displayTextError,
  keySetError,
  parseScope,
  registrationError,
  resourceIdentifierError,
  webUriError,
} from '#protocol';
import { customClaimProblems } from '#registry/claims';
import { originError } from './browser-origins.js';
import { allowedGroups, groupsClaim } from './check-access.js';
import { algorithms } from './check-algorithms.js';
import { authorizationRequests } from './check-authorization-requests.js';
import type { ClientMetadata } from './client-metadata.js';
import { MAX_URIS, MAX_VALUES } from './limits.js';
import { subjectType } from './check-subject-type.js';
import { logoutUris } from './check-logout.js';
import { mayAct, tokenExchange } from './check-token-exchange.js';
import { defaultAcrValues } from './check-authentication-context.js';
import type { RegistrableValues } from './registrable-values.js';

type Check = (metadata: ClientMetadata, values: RegistrableValues) => readonly MemberProblem[];

/** Limit: bytes of one registration in all; its column takes 64 kB on MySQL. */
const MAX_METADATA = 60_000;
const REDIRECTING_GRANTS = ['authorization_code', 'implicit'];

/**
 * What is wrong with a complete registration as a whole: a change is judged by what it results in
 * (attack H10). Each problem has its code (RFC 7591 §3.2.2).
 */
export function metadataProblems(
  metadata: ClientMetadata,
  values: RegistrableValues,
): MemberProblem[] {
  return CHECKS.flatMap(([error, checks]) =>
    checks.flatMap((check) => check(metadata, values).map((found) => ({ ...found, error }))),
  );
}

const CHECKS: readonly (readonly [string, readonly Check[]])[] = [
  [
    'invalid_redirect_uri',
    [redirectUris, postLogoutRedirectUris, redirectUrisNeeded, implicitRedirectUris],
  ],
  [
    'invalid_client_metadata',
    [
      clientName,
      lists,
      grantTypes,
      responseTypes,
      authentication,
      keys,
      algorithms,
      scope,
      webUris,
      logoutUris,
      resourceServer,
      proofKey,
      corsOrigins,
      allowedGroups,
      groupsClaim,
      ({ claims }) => customClaimProblems(claims),
      authorizationRequests,
      subjectType,
      tokenExchange,
      mayAct,
      defaultAcrValues,
      size,
    ],
  ],
];

function redirectUris({ redirect_uris: uris, application_type: type }: ClientMetadata) {
  if (uris.length > MAX_URIS) return problem('/redirect_uris', 'There are too many redirect_uris.');
  return problemsOf('/redirect_uris', uris, (uri) => registrationError(uri, type));
}

function postLogoutRedirectUris(metadata: ClientMetadata) {
  const { post_logout_redirect_uris: uris, application_type: type } = metadata;
  const pointer = '/post_logout_redirect_uris';
  if (uris.length > MAX_URIS) {
    return problem(pointer, 'There are too many post_logout_redirect_uris.');
  }
  return problemsOf(pointer, uris, (uri) => registrationError(uri, type));
}

function redirectUrisNeeded({ redirect_uris: uris, grant_types: grants }: ClientMetadata) {
  const redirects = grants.some((grant) => REDIRECTING_GRANTS.includes(grant));
  if (!redirects || uris.length > 0) return [];
  return problem('/redirect_uris', 'redirect_uris must name at least one URI.');
}

/**
 * What passes through the browser of a web application is a token here, so that loopback is no
 * exception (OIDC Registration §2, application_type).
 */
function implicitRedirectUris(metadata: ClientMetadata) {
  const { redirect_uris: uris, application_type: type, grant_types: grants } = metadata;
  if (type !== 'web' || !grants.includes('implicit')) return [];
  return problemsOf('/redirect_uris', uris, (uri) => {
    if (registrationError(uri, type) !== undefined) return undefined;
    const { protocol, hostname } = new URL(uri);
    if (protocol === 'https:' && hostname !== 'localhost') return undefined;
    return 'A web client of the implicit grant must use https, and a host other than localhost.';
  });
}

function clientName({ client_name: name }: ClientMetadata) {
  return named('client_name', displayTextError(name, 200));
}

function lists(metadata: ClientMetadata) {
  const names = ['grant_types', 'response_types', 'contacts', 'default_acr_values'] as const;
  return names
    .filter((name) => (metadata[name] ?? []).length > MAX_VALUES)
    .flatMap((name) => problem(`/${name}`, `There are too many ${name}.`));
}

function grantTypes(metadata: ClientMetadata, values: RegistrableValues) {
  // None at all is a client that only introspects, in the name of a resource server.
  return problemsOf('/grant_types', metadata.grant_types, (grant) => {
    const offered = values.grantTypes.get(grant);
    if (offered !== undefined) return offered.problemWith?.(metadata);
    return `grant_types may contain: ${[...values.grantTypes.keys()].sort().join(' ')}.`;
  });
}

/** OIDC Registration §2: each response type needs its grants, and the other way round. */
function responseTypes(metadata: ClientMetadata, values: RegistrableValues) {
  const { response_types: types, grant_types: grants } = metadata;
  const words = new Set(types.flatMap((type) => canonicalResponseType(type).split(' ')));
  const codeless = grants.includes('authorization_code') && !words.has('code');
  const tokenless = grants.includes('implicit') && !words.has('id_token') && !words.has('token');
  return [
    ...problemsOf('/response_types', types, (type) =>
      responseTypeError(canonicalResponseType(type), grants, values),
    ),
    ...problem(
      '/response_types',
      codeless
        ? 'The grant type authorization_code needs a response type such as code.'
        : undefined,
    ),
    ...problem(
      '/response_types',
      tokenless ? 'The grant type implicit needs a response type such as id_token.' : undefined,
    ),
  ];
}

function responseTypeError(
  type: string,
  grants: readonly string[],
  { responseTypes: offered }: RegistrableValues,
): string | undefined {
  const needed = offered.get(type);
  if (needed === undefined) {
    return `response_types may contain: ${[...offered.keys()].sort().join(', ')}.`;
  }
  const missing = needed.find((grant) => !grants.includes(grant));
  if (missing === undefined) return undefined;
  return `The response type ${type} needs the grant type ${missing}.`;
}

function authentication(metadata: ClientMetadata) {
  const { token_endpoint_auth_method: method, jwks, jwks_uri: uri } = metadata;
  if (method !== 'private_key_jwt' || jwks !== undefined || uri !== undefined) return [];
  const detail = 'private_key_jwt needs the public keys of the client in jwks, or their jwks_uri.';
  return problem('/token_endpoint_auth_method', detail);
}

function keys({ jwks, jwks_uri: uri }: ClientMetadata) {
  // RFC 7591 §2: one would leave open whether the other still counts.
  if (jwks !== undefined && uri !== undefined) {
    return problem('/jwks_uri', 'jwks and jwks_uri exclude each other.');
  }
  if (uri !== undefined) return named('jwks_uri', webUriError(uri, { allowHttp: true }));
  return jwks === undefined ? [] : named('jwks', keySetError(jwks));
}

function scope({ scope: value }: ClientMetadata) {
  if (value === undefined || value === '' || parseScope(value) !== undefined) return [];
  return problem('/scope', 'scope must be a list of scope names separated by single spaces.');
}

function webUris(metadata: ClientMetadata) {
  const names = ['client_uri', 'policy_uri', 'tos_uri', 'logo_uri'] as const;
  const { initiate_login_uri: login } = metadata;
  return [
    ...names.flatMap((name) => {
      const uri = metadata[name];
      if (uri === undefined) return [];
      return named(name, webUriError(uri, { allowHttp: true, allowFragment: true }));
    }),
    ...named('initiate_login_uri', login === undefined ? undefined : webUriError(login)),
  ];
}

function resourceServer({ resource_server: identifier, ...rest }: ClientMetadata) {
  if (identifier === undefined) return [];
  if (rest.token_endpoint_auth_method === 'none') {
    const detail = 'A client that speaks for a resource_server must authenticate.';
    return problem('/resource_server', detail);
  }
  return named('resource_server', resourceIdentifierError(identifier));
}

function corsOrigins({ allowed_cors_origins: origins = [] }: ClientMetadata) {
  if (origins.length > MAX_VALUES) {
    return problem('/allowed_cors_origins', 'There are too many allowed_cors_origins.');
  }
  return problemsOf('/allowed_cors_origins', origins, originError);
}

function proofKey(metadata: ClientMetadata) {
  if (metadata.token_endpoint_auth_method !== 'none' || metadata.require_pkce) return [];
  return problem(
    '/require_pkce',
    'require_pkce can only be false for a client that authenticates.',
  );
}

function size(metadata: ClientMetadata) {
  if (Buffer.byteLength(JSON.stringify(metadata)) <= MAX_METADATA) return [];
  return problem('', 'The metadata are too long, all in all.');
}

function named(member: string, error: string | undefined): MemberProblem[] {
  return problem(`/${member}`, error === undefined ? undefined : `${member}: ${error}`);
}
