import { OAuthError, isOidcScope, parseScope } from '#protocol';
import { type Grant, GrantController, type GrantContext } from '#endpoints/token';
import { type Authorization, Targets } from '#tokens';
import { ClientCredentialsRequest } from './client-credentials.request.js';

/** A client gets a token in its own name, service to service (RFC 6749 §4.4). */
@GrantController({
  grantType: 'client_credentials',
  request: ClientCredentialsRequest,
  publicClients: false,
  specification: 'RFC 6749 §4.4',
  summary: 'A service gets a token in its own name',
})
export class ClientCredentialsController implements Grant<ClientCredentialsRequest> {
  constructor(private readonly targets: Targets) {}

  async authorize(
    request: ClientCredentialsRequest,
    { client, parameters }: GrantContext,
  ): Promise<Authorization> {
    const requested = parameters.getAll('resource');
    // Without a scope: all that the client is registered for, at the resource if one is named.
    if (request.scope === undefined) {
      return { client, ...(await this.targets.resolveAll(client, client.apiScopes, requested)) };
    }
    const scope = parseScope(request.scope);
    // Nobody is signed in, so there is nobody whose identity could be asked for.
    if (scope === undefined || scope.some(isOidcScope)) throw OAuthError.invalidScope();
    const granted = await this.targets.resolve(client, scope, requested);
    return { client, ...(await this.targets.narrow(granted, requested)) };
  }
}
