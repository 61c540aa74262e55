import { type Client, ClientDocuments } from '#registry/clients';
import { Injectable } from '@nestjs/common';
import type { RequestOrigin } from '#platform/http';
import { OAuthError, type Parameters } from '#protocol';
import { standingOfClient } from '#tokens';
import { addressKey, FailureWindow, Limits } from '#platform/throttling';
import {
  invalidRequestUri,
  PUSHED_REQUEST_LIFETIME,
  PushedAuthorizationRequests,
  REQUEST_URN,
} from './pushed-authorization/pushed-authorization-requests.js';
import { RequestObjects } from './request-object/request-objects.js';
import { RequestChecker } from './request-checker.js';
import type { ResolvedRequest } from './resolved-request.js';

/**
 * Finds out what a request asks for. It may have its parameters in a request object, or refer to a pushed
 * request, and then nothing beside that is read (RFC 9126 §4; attack G06).
 */
@Injectable()
export class RequestResolver {
  private readonly guesses = new FailureWindow(60);

  constructor(
    private readonly pushed: PushedAuthorizationRequests,
    private readonly objects: RequestObjects,
    private readonly checker: RequestChecker,
    private readonly documents: ClientDocuments,
    private readonly limits: Limits,
  ) {}

  /**
   * @throws OAuthError when nobody can be redirected to
   * @throws AuthorizationResponseError when the client has to be told
   */
  async resolve(sent: Parameters, origin: RequestOrigin): Promise<ResolvedRequest> {
    const refused = await this.documents.heed(sent.get('client_id') ?? '', origin);
    if (refused !== undefined) throw unusableDocument(refused, sent.get('client_id'));
    const client = await this.checker.client(sent);
    const requestUri = sent.get('request_uri');
    if (requestUri?.startsWith(REQUEST_URN) === true) {
      return this.findPushed(requestUri, client, sent, origin);
    }
    return { parameters: await this.open(sent, client, origin) };
  }

  /**
   * A request that says itself what it asks for, or in a request object.
   * @throws OAuthError, AuthorizationResponseError as {@link resolve}
   */
  async open(sent: Parameters, client: Client, origin: RequestOrigin): Promise<Parameters> {
    try {
      if (client.metadata.require_pushed_authorization_requests) {
        throw OAuthError.invalidRequest('This client has to push its requests to /par.').refusedBy({
          ...{ check: 'request-resolver', spec: 'RFC 9126 §6' },
          expected: 'a request_uri of /par: require_pushed_authorization_requests is registered',
          got: 'a request that was not pushed',
        });
      }
      return await this.objects.open(sent, client, origin);
    } catch (error) {
      throw await this.checker.addressed(error, sent);
    }
  }

  /** Every error of these is shown on our own page: nobody has said yet whom to redirect to. */
  private async findPushed(
    requestUri: string,
    client: Client,
    sent: Parameters,
    { ip }: RequestOrigin,
  ): Promise<ResolvedRequest> {
    sent.rejectDuplicates();
    if (sent.has('request')) {
      throw OAuthError.invalidRequest('A request and a request_uri exclude each other.').refusedBy({
        check: 'request-resolver',
        spec: 'RFC 9101 §5',
        expected: 'one of the two',
        got: 'both',
      });
    }
    const found = await this.pushed.find(requestUri);
    if (found === undefined) throw await this.missed(addressKey(ip), client);
    // The same words for all: who asks for another client's request learns nothing (attack G03).
    if (found.clientId !== client.id) throw over('a request of another client', client);
    if (!found.isOpen) throw over('one that is too old, or was answered', client);
    const ended = standingOfClient(client, found);
    if (ended !== undefined) throw over(ended, client);
    return { parameters: found.parameters, pushedRequest: found.digest };
  }

  /** One that exists is always found: somebody who makes some up keeps no neighbour out (attack S04). */
  private async missed(key: string, client: Client): Promise<OAuthError> {
    const misses = this.guesses.failures(key);
    if (await this.limits.reached('request_uri_misses_per_minute', misses)) {
      return invalidRequestUri(client).tooOften(60, 'request_uri_misses_per_minute');
    }
    this.guesses.record(key);
    return over('an unknown one, or one that is long over', client);
  }
}

function over(found: string, client: Client): OAuthError {
  return invalidRequestUri(client).refusedBy({
    ...{ check: 'pushed-authorization-requests', spec: 'RFC 9126 §4' },
    expected: `a request_uri that /par gave this client in the last ${String(PUSHED_REQUEST_LIFETIME)} seconds`,
    got: { found, client_id: client.id },
  });
}

/** The same words whatever is there: we would tell what we can reach (attack H04). */
function unusableDocument(reason: string, clientId: string | undefined): OAuthError {
  const description =
    'At the address that is the client_id there is no description of a client that can be used here.';
  return new OAuthError('invalid_request', description, { reason }).refusedBy({
    ...{ check: 'client-documents', spec: 'draft-ietf-oauth-client-id-metadata-document §4' },
    ...{
      expected: `a document that describes this client: ${reason}`,
      got: { client_id: clientId },
    },
  });
}
