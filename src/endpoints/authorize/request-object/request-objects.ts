import { Injectable } from '@nestjs/common';
import type { Client } from '#registry/clients';
import type { RequestOrigin } from '#platform/http';
import { OutboundError } from '#platform/outbound';
import { OAuthError, Parameters } from '#protocol';
import { addressKey } from '#platform/throttling';
import { invalidRequestObject } from './request-object-error.js';
import { RequestObjectDocuments, withoutFragment } from './request-object-documents.js';
import { RequestObjectReader } from './request-object-reader.js';

/** Limit: characters of a `request_uri` (OIDC Core §6.2). */
const MAX_URI_LENGTH = 512;

/** Requests whose parameters stand in a signed JWT (RFC 9101; OIDC Core §6). */
@Injectable()
export class RequestObjects {
  constructor(
    private readonly reader: RequestObjectReader,
    private readonly documents: RequestObjectDocuments,
  ) {}

  /**
   * The parameters that count: those in the request object, if the request has one.
   * @throws OAuthError when there is something wrong with it, or there must be one and is not
   */
  async open(sent: Parameters, client: Client, { ip }: RequestOrigin): Promise<Parameters> {
    const inside = await this.inside(sent, client, addressKey(ip));
    if (inside === undefined) return sent;
    const strict = client.metadata.require_signed_request_object || !isOpenId(sent);
    return strict ? alone(inside) : together(sent, inside);
  }

  /** The same for a request that is pushed: there, nothing beside the object counts (RFC 9126 §3). */
  async openPushed(sent: Parameters, client: Client, { ip }: RequestOrigin): Promise<Parameters> {
    const inside = await this.inside(sent, client, client.isPublic ? addressKey(ip) : 'itself');
    return inside === undefined ? sent : alone(inside);
  }

  private async inside(
    sent: Parameters,
    client: Client,
    from: string,
  ): Promise<Parameters | undefined> {
    const value = sent.get('request');
    const uri = sent.get('request_uri');
    if (value === undefined && uri === undefined) {
      if (!client.metadata.require_signed_request_object) return undefined;
      throw OAuthError.invalidRequest(
        'This client has to send its requests as request objects.',
      ).refusedBy({
        ...{ check: 'request-objects', spec: 'RFC 9101 §10.5' },
        expected: 'a request object: require_signed_request_object is registered',
        got: 'none',
      });
    }
    sent.rejectDuplicates();
    if (value !== undefined && uri !== undefined) {
      throw OAuthError.invalidRequest('A request and a request_uri exclude each other.').refusedBy({
        check: 'request-objects',
        spec: 'RFC 9101 §5',
        expected: 'one of the two',
        got: 'both',
      });
    }
    const object = value ?? (await this.fetch(uri ?? '', client, from));
    return this.reader.read(object, client, from);
  }

  /** @throws OAuthError unless the client has registered the address, and a document is there */
  private async fetch(uri: string, client: Client, from: string): Promise<string> {
    const { request_uris: registered = [] } = client.metadata;
    if (registered.length === 0) {
      throw new OAuthError(
        'request_uri_not_supported',
        'This client has registered no request_uris.',
        {
          refusal: {
            ...{ check: 'request-objects', spec: 'OIDC Core §6.2' },
            ...{ expected: 'request_uris in the registration', got: { request_uri: uri } },
          },
        },
      );
    }
    const address = withoutFragment(uri);
    // Only from where an admin, or the client, has said before: we fetch nothing on the word of
    // whoever holds the browser (RFC 9101 §10.4; attack G10).
    if (uri.length > MAX_URI_LENGTH || !registered.map(withoutFragment).includes(address)) {
      throw invalidRequestUri('The request_uri is not registered for this client.').refusedBy({
        ...{ check: 'request-objects', spec: 'OIDC Core §6.2' },
        expected: `one of the registered request_uris: ${registered.join(' ')}`,
        got: { request_uri: uri },
      });
    }
    try {
      return await this.documents.get(uri, client, from);
    } catch (error) {
      if (!(error instanceof OutboundError)) throw error;
      throw invalidRequestUri(
        'There is no request object at the request_uri.',
        error.reason,
      ).refusedBy({
        ...{ check: 'request-object-documents', spec: 'OIDC Core §6.2' },
        expected: 'a document that can be fetched',
        got: { found: error.reason, request_uri: uri },
      });
    }
  }
}

/** A request for authentication that would be one without its request object (OIDC Core §6.1). */
function isOpenId(sent: Parameters): boolean {
  const scope = sent.get('scope')?.split(' ') ?? [];
  return sent.has('response_type') && scope.includes('openid');
}

/** Of what stands beside the object, nothing counts (RFC 9101 §6.3; attack G06). */
function alone(inside: Parameters): Parameters {
  if (inside.has('client_id')) return inside;
  throw invalidRequestObject('The request object has no client_id.', {
    ...{ check: 'request-objects', spec: 'RFC 9101 §4' },
    ...{ expected: 'a client_id in the request object', got: { client_id: undefined } },
  });
}

/** What stands beside the object counts where the object says nothing (OIDC Core §6.1). */
function together(sent: Parameters, inside: Parameters): Parameters {
  const type = inside.get('response_type') ?? sent.get('response_type');
  if (type !== sent.get('response_type')) {
    throw OAuthError.invalidRequest(
      'The response_type is not that of the request object.',
    ).refusedBy({
      ...{ check: 'request-objects', spec: 'OIDC Core §6.1' },
      expected: 'the same response_type beside the request object as in it',
      got: { response_type: sent.get('response_type') },
    });
  }
  const beside = sent.with({ request: undefined, request_uri: undefined });
  return Parameters.from({ ...beside.toJSON(), ...inside.toJSON() });
}

function invalidRequestUri(description: string, reason?: string): OAuthError {
  return new OAuthError('invalid_request_uri', description, reason === undefined ? {} : { reason });
}
