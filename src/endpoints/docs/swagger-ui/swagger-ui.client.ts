import type { ClientChanges } from '#registry/clients';
import type { Config } from '#platform/config';
import { OIDC_SCOPES } from '#protocol';
import { ACCOUNT_SCOPES, ADMIN_SCOPES } from '#registry/resources';

export const SWAGGER_UI_CLIENT_ID = 'swagger-ui';
export const HOME_PATH = '/docs';

/** Registers Swagger UI as a client of ours, or brings it back to what it has to be. */
export async function swaggerUiClient(clients: ClientChanges, config: Config): Promise<void> {
  await clients.ensureBuiltIn(SWAGGER_UI_CLIENT_ID, {
    client_name: 'Gatehouse Swagger UI',
    redirect_uris: [config.url('/docs/oauth2-redirect.html')],
    post_logout_redirect_uris: [config.url(HOME_PATH)],
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'refresh_token'],
    scope: [...OIDC_SCOPES, ...ADMIN_SCOPES, ...ACCOUNT_SCOPES].join(' '),
    first_party: true,
  });
}
