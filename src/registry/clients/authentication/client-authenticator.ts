import { Injectable } from '@nestjs/common';
import { Events } from '#platform/events';
import { ANONYMOUS, type RequestOrigin } from '#platform/http';
import { OAuthError, type Refusal } from '#protocol';
import { FailureWindow, Limits } from '#platform/throttling';
import type { Client } from '../client.js';
import { Clients } from '../clients.js';
import { ClientDocuments } from '../documents/client-documents.js';
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
    private readonly documents: ClientDocuments,
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
      throw OAuthError.invalidClient('client_id is not whom the credentials speak of').refusedBy({
        ...{ check: 'client-authenticator', spec: 'RFC 6749 §2.3' },
        expected: 'the client_id of the credentials, or none',
        got: { client_id: named, method: method.name },
      });
    }
    const refused = await this.documents.heed(clientId, origin);
    if (refused !== undefined) {
      throw OAuthError.invalidClient(refused).refusedBy({
        ...{ check: 'client-documents', spec: 'draft-ietf-oauth-client-id-metadata-document §4' },
        ...{ expected: 'a document that describes this client', got: { client_id: clientId } },
      });
    }
    const client = await this.clients.find(clientId);
    const wrong = await credentials.verify(client);
    const problem = wrong ?? unusable(client);
    if (client !== undefined && problem === undefined) {
      if (isRegistered(client, method.name)) return client;
      // Only whoever knows the secret is told, and they have guessed at nothing.
      if (method.name !== 'none') throw this.otherMethod(client, method.name, origin);
    }
    const reason = problem ?? (client === undefined ? 'unknown client' : NOT_REGISTERED);
    const found = client === undefined ? 'unknown client' : reason;
    const refusal: Refusal = {
      ...{ check: 'client-authenticator', spec: 'RFC 6749 §2.3', expected: expectedOf(client) },
      got: { found, client_id: clientId, method: method.name, ...credentials.facts?.() },
    };
    // Who only says a name has guessed at nothing.
    if (method.name !== 'none') await this.countFailure(`${clientId.slice(0, 64)}|${origin.ip}`);
    this.note(client, method.name, reason, origin);
    throw OAuthError.invalidClient(reason).refusedBy(refusal);
  }

  private otherMethod(client: Client, method: string, origin: RequestOrigin): OAuthError {
    this.note(client, method, NOT_REGISTERED, origin);
    const registered = client.metadata.token_endpoint_auth_method;
    return new OAuthError(
      'invalid_client',
      `The client authenticated with ${method} and is registered for ${registered}.`,
      { status: 401, reason: NOT_REGISTERED },
    ).refusedBy({
      ...{ check: 'client-authenticator', spec: 'RFC 6749 §2.3', expected: expectedOf(client) },
      got: { client_id: client.id, method },
    });
  }

  private note(client: Client | undefined, method: string, reason: string, origin: RequestOrigin) {
    this.events.note({
      type: 'client.authentication_failed',
      actor: ANONYMOUS,
      clientId: client?.id,
      origin,
      facts: { reason, method },
    });
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
        throw OAuthError.invalidRequest(
          'The client used more than one authentication method.',
        ).refusedBy({
          ...{ check: 'client-authenticator', spec: 'RFC 6749 §2.3', expected: 'one method' },
          got: { method: [found.method.name, method.name], client_id: credentials.clientId },
        });
      }
      found = { method, credentials };
    }
    if (found !== undefined) return found;
    throw OAuthError.invalidClient('no client authentication').refusedBy({
      ...{ check: 'client-authenticator', spec: 'RFC 6749 §2.3' },
      expected: `one of: ${this.methods.all.map(({ name }) => name).join(', ')}`,
      got: { found: 'no credentials', client_id: request.parameters.get('client_id') },
    });
  }
}

const NOT_REGISTERED = 'not the registered method';

function expectedOf(client: Client | undefined): string {
  if (client === undefined) return 'a client that is registered here';
  if (client.disabled) return 'a client that is not disabled';
  const { token_endpoint_auth_method: method, token_endpoint_auth_signing_alg: alg } =
    client.metadata;
  return alg === undefined ? `the registered ${method}` : `the registered ${method} with ${alg}`;
}

function unusable(client: Client | undefined): string | undefined {
  return client?.disabled === true ? 'the client is disabled' : undefined;
}

/** The two places for a secret, of which a client may use either (RFC 6749 §2.3.1). */
const SECRET_IN_REQUEST: ReadonlySet<string> = new Set([
  'client_secret_basic',
  'client_secret_post',
]);

function isRegistered({ metadata }: Client, method: string): boolean {
  const { token_endpoint_auth_method: registered } = metadata;
  if (registered === method) return true;
  const pinned = metadata.token_endpoint_auth_method_strict === true;
  return !pinned && SECRET_IN_REQUEST.has(registered) && SECRET_IN_REQUEST.has(method);
}

function tooManyFailures(): OAuthError {
  const refusal = OAuthError.invalidClient('too many failed authentications');
  return refusal.tooOften(60, 'client_failures_per_minute');
}
