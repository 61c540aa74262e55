import type { Clients } from '#registry/clients';
import type { Config } from '#platform/config';
import { OIDC_SCOPES } from '#protocol';
import { ACCOUNT_SCOPES, ADMIN_SCOPES } from '#registry/resources';

export const SWAGGER_UI_CLIENT_ID = 'swagger-ui';

/** Registers Swagger UI as a client of ours, or brings it up to date with the issuer. */
export async function swaggerUiClient(clients: Clients, config: Config): Promise<void> {
  const metadata = {
    client_name: 'Gatehouse Swagger UI',
    redirect_uris: [config.url('/docs/oauth2-redirect.html')],
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'refresh_token'],
    scope: [...OIDC_SCOPES, ...ADMIN_SCOPES, ...ACCOUNT_SCOPES].join(' '),
    first_party: true,
  } as const;
  const existing = await clients.find(SWAGGER_UI_CLIENT_ID);
  if (existing === undefined) {
    await clients.registerBuiltIn(SWAGGER_UI_CLIENT_ID, metadata);
  } else if (
    existing.metadata.scope !== metadata.scope ||
    existing.metadata.redirect_uris[0] !== metadata.redirect_uris[0]
  ) {
    await clients.change(existing, metadata);
  }
}
