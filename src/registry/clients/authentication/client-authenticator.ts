import { Injectable } from '@nestjs/common';
import { Events } from '#platform/events';
import { ANONYMOUS, type RequestOrigin } from '#platform/http';
import { OAuthError } from '#protocol';
import { FailureWindow, Limits } from '#platform/throttling';
import type { Client } from '../client.js';
import { Clients } from '../clients.js';
import type {
  AuthenticatingRequest,
  ClientAuthenticationMethod,
  PresentedCredentials,
} from './client-authentication-method.js';
import { ClientAuthenticationMethods } from './client-authentication-methods.js';

/** Finds out which client a request comes from, by exactly one method (RFC 6749 §2.3). */
@Injectable()
export class ClientAuthenticator {
  private readonly failures = new FailureWindow(60);

  constructor(
    private readonly clients: Clients,
    private readonly methods: ClientAuthenticationMethods,
    private readonly limits: Limits,
    private readonly events: Events,
  ) {}

  /**
   * @throws OAuthError `invalid_request` when several methods are used at once, `invalid_client` when
   *   authentication fails; with a Basic challenge when that is what the client tried (§5.2)
   */
  async authenticate(request: AuthenticatingRequest, origin: RequestOrigin): Promise<Client> {
    try {
      return await this.identify(request, origin);
    } catch (error) {
      const triedHeader = request.authorization !== undefined;
      if (error instanceof OAuthError && error.code === 'invalid_client' && triedHeader) {
        throw error.withHeaders({ 'www-authenticate': 'Basic realm="gatehouse", charset="UTF-8"' });
      }
      throw error;
    }
  }

  private async identify(request: AuthenticatingRequest, origin: RequestOrigin): Promise<Client> {
    const { method, credentials } = this.presented(request);
    const { clientId } = credentials;
    const named = request.parameters.get('client_id');
    if (named !== undefined && named !== clientId) {
      throw OAuthError.invalidClient('client_id is not whom the credentials speak of');
    }
    const client = await this.clients.find(clientId);
    const problem = (await credentials.verify(client)) ?? unusable(client, method.name);
    if (client !== undefined && problem === undefined) return client;
    const reason = problem ?? 'unknown client';
    // Who only says a name has guessed at nothing.
    if (method.name !== 'none') await this.countFailure(`${clientId.slice(0, 64)}|${origin.ip}`);
    this.events.note({
      type: 'client.authentication_failed',
      actor: ANONYMOUS,
      clientId: client?.id,
      origin,
      facts: { reason, method: method.name },
    });
    throw OAuthError.invalidClient(reason);
  }

  /**
   * Only failures are counted, and only they are refused for it: whoever shares an address with the
   * client, or speaks in its name, cannot keep it out (attack S04).
   */
  private async countFailure(key: string): Promise<void> {
    const failures = this.failures.failures(key);
    if (await this.limits.reached('client_failures_per_minute', failures)) throw tooManyFailures();
    this.failures.record(key);
  }

  private presented(request: AuthenticatingRequest) {
    let found:
      { method: ClientAuthenticationMethod; credentials: PresentedCredentials } | undefined;
    for (const method of this.methods.all) {
      const credentials = method.present(request);
      if (credentials === undefined) continue;
      if (found !== undefined) {
        throw OAuthError.invalidRequest('The client used more than one authentication method.');
      }
      found = { method, credentials };
    }
    if (found === undefined) throw OAuthError.invalidClient('no client authentication');
    return found;
  }
}

function unusable(client: Client | undefined, method: string): string | undefined {
  if (client === undefined) return undefined;
  if (client.disabled) return 'the client is disabled';
  if (client.metadata.token_endpoint_auth_method !== method) return 'not the registered method';
  return undefined;
}

function tooManyFailures(): OAuthError {
  return new OAuthError('invalid_client', 'Client authentication failed.', {
    status: 429,
    reason: 'too many failed authentications',
    headers: { 'retry-after': '60' },
  });
}
