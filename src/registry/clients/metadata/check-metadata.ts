import { MAX_URIS } from './limits.js';
import {
  absoluteUriError,
  canonicalResponseType,
  displayTextError,
  keySetError,
  OAuthError,
  type OAuthErrorCode,
  parseScope,
  registrationError,
  webUriError,
} from '#protocol';
import { algorithms } from './check-algorithms.js';
import { authorizationRequests } from './check-authorization-requests.js';
import type { ClientMetadata } from './client-metadata.js';
import { subjectType } from './check-subject-type.js';
import { logoutUris } from './check-logout.js';
import { mayAct, tokenExchange } from './check-token-exchange.js';
import { defaultAcrValues } from './check-authentication-context.js';
import type { RegistrableValues } from './registrable-values.js';

type Check = (metadata: ClientMetadata, values: RegistrableValues) => string | undefined;

const REDIRECTING_GRANTS = ['authorization_code', 'implicit'];

/**
 * Checks a complete registration as a whole, so that a change is judged by what it results in
 * (attack H10).
 * @throws OAuthError `invalid_redirect_uri` or `invalid_client_metadata` (RFC 7591 §3.2.2)
 */
export function checkMetadata(metadata: ClientMetadata, values: RegistrableValues): void {
  for (const [code, checks] of CHECKS) {
    for (const check of checks) {
      const problem = check(metadata, values);
      if (problem !== undefined) throw new OAuthError(code, problem);
    }
  }
}

const CHECKS: readonly (readonly [OAuthErrorCode, readonly Check[]])[] = [
  [
    'invalid_redirect_uri',
    [redirectUris, postLogoutRedirectUris, redirectUrisNeeded, implicitRedirectUris],
  ],
  [
    'invalid_client_metadata',
    [
      clientName,
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
      authorizationRequests,
      subjectType,
      tokenExchange,
      mayAct,
      defaultAcrValues,
    ],
  ],
];

function redirectUris({ redirect_uris: uris, application_type: type }: ClientMetadata) {
  if (uris.length > MAX_URIS) return 'There are too many redirect_uris.';
  return first(uris, (uri) => registrationError(uri, type));
}

function postLogoutRedirectUris(metadata: ClientMetadata) {
  const { post_logout_redirect_uris: uris, application_type: type } = metadata;
  if (uris.length > MAX_URIS) return 'There are too many post_logout_redirect_uris.';
  return first(uris, (uri) => registrationError(uri, type));
}

function redirectUrisNeeded({ redirect_uris: uris, grant_types: grants }: ClientMetadata) {
  const redirects = grants.some((grant) => REDIRECTING_GRANTS.includes(grant));
  if (redirects && uris.length === 0) return 'redirect_uris must name at least one URI.';
  return undefined;
}

/**
 * What passes through the browser of a web application is a token here, so that loopback is no
 * exception (OIDC Registration §2, application_type).
 */
function implicitRedirectUris(metadata: ClientMetadata) {
  const { redirect_uris: uris, application_type: type, grant_types: grants } = metadata;
  if (type !== 'web' || !grants.includes('implicit')) return undefined;
  return first(uris, (uri) => {
    const { protocol, hostname } = new URL(uri);
    if (protocol === 'https:' && hostname !== 'localhost') return undefined;
    return 'A web client of the implicit grant must use https, and a host other than localhost.';
  });
}

function clientName({ client_name: name }: ClientMetadata) {
  return named('client_name', displayTextError(name, 200));
}

function grantTypes({ grant_types: grants, ...rest }: ClientMetadata, values: RegistrableValues) {
  const unknown = grants.find((grant) => !values.grantTypes.has(grant));
  // None at all is a client that only introspects, in the name of a resource server.
  if (unknown !== undefined) {
    return `grant_types may contain: ${[...values.grantTypes].sort().join(' ')}.`;
  }
  if (grants.includes('client_credentials') && rest.token_endpoint_auth_method === 'none') {
    return 'The client_credentials grant needs a client that authenticates.';
  }
  // RFC 6749 §4.3: only where people trust the application with their password anyway.
  if (grants.includes('password') && !rest.first_party) {
    return 'The password grant is for first_party clients.';
  }
  return undefined;
}

function responseTypes(metadata: ClientMetadata, values: RegistrableValues) {
  const { response_types: types, grant_types: grants } = metadata;
  // OIDC Registration §2: each response type needs its grants, and the other way round.
  for (const type of types.map(canonicalResponseType)) {
    const needed = values.responseTypes.get(type);
    if (needed === undefined) {
      return `response_types may contain: ${[...values.responseTypes.keys()].sort().join(', ')}.`;
    }
    const missing = needed.find((grant) => !grants.includes(grant));
    if (missing !== undefined) return `The response type ${type} needs the grant type ${missing}.`;
  }
  const words = new Set(types.flatMap((type) => type.split(' ')));
  if (grants.includes('authorization_code') && !words.has('code')) {
    return 'The grant type authorization_code needs a response type such as code.';
  }
  if (grants.includes('implicit') && !words.has('id_token') && !words.has('token')) {
    return 'The grant type implicit needs a response type such as id_token.';
  }
  return undefined;
}

function authentication(metadata: ClientMetadata) {
  const { token_endpoint_auth_method: method, jwks, jwks_uri: uri } = metadata;
  if (method === 'private_key_jwt' && jwks === undefined && uri === undefined) {
    return 'private_key_jwt needs the public keys of the client in jwks, or their jwks_uri.';
  }
  return undefined;
}

function keys({ jwks, jwks_uri: uri }: ClientMetadata) {
  // RFC 7591 §2: one would leave open whether the other still counts.
  if (jwks !== undefined && uri !== undefined) return 'jwks and jwks_uri exclude each other.';
  if (uri !== undefined) return named('jwks_uri', webUriError(uri, { allowHttp: true }));
  return jwks === undefined ? undefined : named('jwks', keySetError(jwks));
}

function scope({ scope: value }: ClientMetadata) {
  if (value === undefined || value === '' || parseScope(value) !== undefined) return undefined;
  return 'scope must be a list of scope names separated by single spaces.';
}

function webUris(metadata: ClientMetadata) {
  for (const name of ['client_uri', 'policy_uri', 'tos_uri', 'logo_uri'] as const) {
    const uri = metadata[name];
    const problem =
      uri === undefined ? undefined : webUriError(uri, { allowHttp: true, allowFragment: true });
    if (problem !== undefined) return named(name, problem);
  }
  const { initiate_login_uri: login } = metadata;
  return login === undefined ? undefined : named('initiate_login_uri', webUriError(login));
}

function resourceServer({ resource_server: identifier, ...rest }: ClientMetadata) {
  if (identifier === undefined) return undefined;
  if (rest.token_endpoint_auth_method === 'none') {
    return 'A client that speaks for a resource_server must authenticate.';
  }
  return named('resource_server', absoluteUriError(identifier));
}

function proofKey(metadata: ClientMetadata) {
  if (metadata.token_endpoint_auth_method === 'none' && !metadata.require_pkce) {
    return 'require_pkce can only be false for a client that authenticates.';
  }
  return undefined;
}

function first(items: readonly string[], check: (item: string) => string | undefined) {
  for (const item of items) {
    const problem = check(item);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function named(member: string, problem: string | undefined): string | undefined {
  return problem === undefined ? undefined : `${member}: ${problem}`;
}
