import { Injectable } from '@nestjs/common';
import { errors, type JWTPayload } from 'jose';
import type { Client } from '../../clients/index.js';
import { Config } from '../../config/index.js';
import { OutboundError, PublishedKeys } from '../../outbound/index.js';
import { OAuthError, type Parameters, SIGNING_ALGORITHMS } from '../../protocol/index.js';
import { claimError, MAX_SKEW, parametersOf } from './request-object-claims.js';
import { isEncrypted, RequestObjectDecryption } from './request-object-decryption.js';
import { invalidRequestObject, NOT_SIGNED } from './request-object-error.js';

/** Other JWTs of the client, or of others, are no requests, whatever is in them (RFC 9101 §10.8). */
const TYPES = new Set([undefined, 'jwt', 'oauth-authz-req+jwt', 'application/oauth-authz-req+jwt']);

/** Reads request objects: who signed them, for whom, and when (RFC 9101 §6; OIDC Core §6.3). */
@Injectable()
export class RequestObjectReader {
  constructor(
    private readonly config: Config,
    private readonly publishedKeys: PublishedKeys,
    private readonly decryption: RequestObjectDecryption,
  ) {}

  /**
   * The parameters in a request object of this client.
   * @param from the network address that it came from
   * @throws OAuthError `request_not_supported` for a client without keys, `invalid_request_object`
   *   for what it has not signed or what does not stand for a request to us, `invalid_request` for
   *   one that refers to another request
   */
  async read(object: string, client: Client, from: string): Promise<Parameters> {
    const { jwks, jwks_uri: uri } = client.metadata;
    if (jwks === undefined && uri === undefined) {
      throw new OAuthError(
        'request_not_supported',
        'This client has no keys to sign requests with.',
      );
    }
    const signed = isEncrypted(object)
      ? await this.decryption.decrypt(object, client, from)
      : object;
    const claims = await this.verify(signed, client);
    // RFC 9101 §4: one request is not to stand for another (attack G02).
    if (claims['request'] !== undefined || claims['request_uri'] !== undefined) {
      throw OAuthError.invalidRequest('A request object must not refer to another request.');
    }
    const problem = claimError(claims, {
      clientId: client.id,
      issuer: this.config.issuer,
      strict: client.metadata.require_signed_request_object,
    });
    if (problem !== undefined) throw invalidRequestObject(problem);
    return parametersOf(claims);
  }

  private async verify(object: string, client: Client): Promise<JWTPayload> {
    const { request_object_signing_alg: registered } = client.metadata;
    try {
      const { payload, protectedHeader } = await this.publishedKeys.verify(
        object,
        client.metadata,
        {
          algorithms: registered === undefined ? [...SIGNING_ALGORITHMS] : [registered],
          clockTolerance: MAX_SKEW,
        },
      );
      if (TYPES.has(protectedHeader.typ?.toLowerCase())) return payload;
    } catch (error) {
      if (error instanceof errors.JWTExpired) {
        throw invalidRequestObject('The request object has expired.');
      }
      if (error instanceof OutboundError || error instanceof errors.JOSEError) {
        throw invalidRequestObject(NOT_SIGNED, error.message);
      }
      // Whatever JSON can hold may stand in a header.
      throw invalidRequestObject(NOT_SIGNED, String(error));
    }
    throw invalidRequestObject('The typ of the request object is not that of one.');
  }
}
