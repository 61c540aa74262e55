import type { Config } from '#platform/config';
import { formatScope } from '#protocol';
import type { Client } from './client.js';

/** Where clients find us, under the names of RFC 8414 §2 and OIDC Discovery §3. */
export function endpointsOf(config: Config): Record<string, string> {
  return {
    authorization_endpoint: config.url('/authorize'),
    pushed_authorization_request_endpoint: config.url('/par'),
    token_endpoint: config.url('/token'),
    device_authorization_endpoint: config.url('/device_authorization'),
    userinfo_endpoint: config.url('/userinfo'),
    jwks_uri: config.url('/jwks'),
    introspection_endpoint: config.url('/introspect'),
    revocation_endpoint: config.url('/revoke'),
    end_session_endpoint: config.url('/logout'),
    check_session_iframe: config.url('/check-session'),
    ...(config.registration === 'off' ? {} : { registration_endpoint: config.url('/register') }),
  };
}

/** What an application asks of whoever sets it up: most read the rest from `discovery`. */
export function configurationOf(client: Client, config: Config): Record<string, unknown> {
  const code = client.grantTypes.has('authorization_code');
  const {
    authorization_endpoint,
    token_endpoint,
    userinfo_endpoint,
    jwks_uri,
    end_session_endpoint,
  } = endpointsOf(config);
  return {
    issuer: config.issuer,
    discovery: config.url('/.well-known/openid-configuration'),
    client_id: client.id,
    token_endpoint_auth_method: client.metadata.token_endpoint_auth_method,
    scope: formatScope([...client.scopes]),
    ...(code ? { authorization_endpoint, userinfo_endpoint, end_session_endpoint } : {}),
    ...{ token_endpoint, jwks_uri },
  };
}
