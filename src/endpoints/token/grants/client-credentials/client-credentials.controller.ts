import { OAuthError, isOidcScope } from '#protocol';
import { type ClientPlan, type Grant, GrantController, type GrantContext } from '#endpoints/token';
import { Targets } from '#tokens';
import { ClientCredentialsRequest } from './client-credentials.request.js';

/** A client gets a token in its own name, service to service (RFC 6749 §4.4). */
@GrantController({
  grantType: 'client_credentials',
  request: ClientCredentialsRequest,
  speaksFor: 'client',
  refreshToken: false,
  publicClients: false,
  problemWith: ({ token_endpoint_auth_method: method }) =>
    method === 'none'
      ? 'The client_credentials grant needs a client that authenticates.'
      : undefined,
  specification: 'RFC 6749 §4.4',
  summary: 'A service gets a token in its own name',
})
export class ClientCredentialsController implements Grant<ClientCredentialsRequest, 'client'> {
  constructor(private readonly targets: Targets) {}

  async authorize(
    request: ClientCredentialsRequest,
    { client, parameters }: GrantContext,
  ): Promise<ClientPlan> {
    const requested = parameters.getAll('resource');
    // Without a scope: all that the client is registered for, at the resource if one is named.
    if (request.scope === undefined) {
      const granted = await this.targets.resolveAll(client, client.apiScopes, requested);
      return { granted, voucher: 'reusable' };
    }
    const scope = await this.targets.asked(client, request.scope, requested);
    const identity = scope.find(isOidcScope);
    if (identity !== undefined) {
      throw OAuthError.invalidScope(
        `Nobody is signed in whom ${identity} could be about.`,
      ).refusedBy({
        ...{ check: 'client-credentials', spec: 'RFC 6749 §4.4.2' },
        ...{ expected: 'scopes of APIs alone', got: { scope } },
      });
    }
    const granted = await this.targets.resolve(client, scope, requested);
    return { granted, voucher: 'reusable' };
  }
}
