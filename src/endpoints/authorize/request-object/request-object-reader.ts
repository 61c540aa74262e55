import { Injectable } from '@nestjs/common';
import { errors, type JWTPayload, type JWTVerifyResult } from 'jose';
import { type Client, RecoverableSecrets } from '#registry/clients';
import { Config } from '#platform/config';
import { OutboundError, PublishedKeys } from '#platform/outbound';
import {
  isMacAlgorithm,
  jwtFacts,
  OAuthError,
  type Parameters,
  type Refusal,
  SIGNING_ALGORITHMS,
} from '#protocol';
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
    private readonly secrets: RecoverableSecrets,
    private readonly decryption: RequestObjectDecryption,
  ) {}

  /**
   * The parameters in a request object of this client.
   * @param from the network address that it came from, or the client if that has authenticated
   * @throws OAuthError `request_not_supported` for a client without keys, `invalid_request_object`
   *   for what it has not signed or what does not stand for a request to us, `invalid_request` for
   *   one that refers to another request
   */
  async read(object: string, client: Client, from: string): Promise<Parameters> {
    if (!canSign(client)) {
      throw new OAuthError(
        'request_not_supported',
        'This client has no keys to sign requests with.',
        {
          refusal: {
            ...{ check: 'request-object-reader', spec: 'RFC 9101 §6.2' },
            ...{ expected: 'jwks or jwks_uri in the registration', got: 'neither' },
          },
        },
      );
    }
    let signed = object;
    const verify = (jws: string) => this.verify((signed = jws), client);
    const claims = isEncrypted(object)
      ? await this.decryption.open(object, client, from, verify)
      : await verify(object);
    // RFC 9101 §4: one request is not to stand for another (attack G02).
    if (claims['request'] !== undefined || claims['request_uri'] !== undefined) {
      throw OAuthError.invalidRequest(
        'A request object must not refer to another request.',
      ).refusedBy({
        ...{ check: 'request-object-reader', spec: 'RFC 9101 §4' },
        ...{ expected: 'neither request nor request_uri in it', got: 'one of them' },
      });
    }
    const problem = claimError(claims, {
      clientId: client.id,
      issuer: this.config.issuer,
      strict: client.metadata.require_signed_request_object,
    });
    if (problem !== undefined) {
      throw invalidRequestObject(problem, {
        ...{ check: 'request-object-claims', spec: 'RFC 9101 §4' },
        expected: `claims of the client, for ${this.config.issuer}, of this hour`,
        got: { found: problem, ...jwtFacts(signed) },
      });
    }
    return parametersOf(claims);
  }

  private async verify(object: string, client: Client): Promise<JWTPayload> {
    const refusal = (found: string): Refusal => ({
      ...{ check: 'request-object-reader', spec: 'RFC 9101 §6.2' },
      expected: `a JWT by the client's key, in force, with alg ${algorithmsOf(client).join(' or ')}`,
      got: { found, ...jwtFacts(object) },
    });
    try {
      const { payload, protectedHeader } = await this.verifySignature(object, client);
      if (TYPES.has(protectedHeader.typ?.toLowerCase())) return payload;
    } catch (error) {
      if (error instanceof errors.JWTExpired) {
        throw invalidRequestObject('The request object has expired.', refusal('it has expired'));
      }
      if (error instanceof OutboundError) {
        throw invalidRequestObject(NOT_SIGNED, refusal(error.message), error.message);
      }
      if (error instanceof errors.JOSEError) {
        throw invalidRequestObject(NOT_SIGNED, refusal(error.code), error.message);
      }
      // Whatever JSON can hold may stand in a header.
      throw invalidRequestObject(NOT_SIGNED, refusal('no JWT'), String(error));
    }
    throw invalidRequestObject(
      'The typ of the request object is not that of one.',
      refusal('a JWT of another kind'),
    );
  }

  /** With the secret only where the client registered that, and then with nothing else (attack C12). */
  private verifySignature(object: string, client: Client): Promise<JWTVerifyResult> {
    const { request_object_signing_alg: registered } = client.metadata;
    const clockTolerance = MAX_SKEW;
    if (registered !== undefined && isMacAlgorithm(registered)) {
      return this.secrets.verify(object, client, { algorithms: [registered], clockTolerance });
    }
    const algorithms = algorithmsOf(client);
    return this.publishedKeys.verify(object, client.metadata, { algorithms, clockTolerance });
  }
}

function algorithmsOf({ metadata: { request_object_signing_alg: alg } }: Client): string[] {
  return alg === undefined ? [...SIGNING_ALGORITHMS] : [alg];
}

/** Whether there is anything to check a signature of the client with. */
function canSign({ metadata }: Client): boolean {
  const { jwks, jwks_uri: uri, request_object_signing_alg: registered } = metadata;
  if (registered !== undefined && isMacAlgorithm(registered)) return true;
  return jwks !== undefined || uri !== undefined;
}
