import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT } from 'jose';
import { authorizationRequest } from '../attacks/authorization-request.js';
import type { Query } from './browser.js';
import type { RegisteredClient } from './registered-client.js';
import type { World } from './world.js';

/** A client that signs its requests, with a key for RS256 as certification uses it. */
export interface SigningClient {
  readonly client: RegisteredClient;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export async function signingClient(
  world: World,
  metadata: Record<string, unknown> = {},
): Promise<SigningClient> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'request', alg: 'RS256', use: 'sig' };
  const client = await world.registerClient({ jwks: { keys: [jwk] }, ...metadata });
  return { client, privateKey, publicKey };
}

/** What a good request object says about itself (RFC 9101 §4). */
export function aboutItself({ client_id }: RegisteredClient, { issuer }: World) {
  const now = Math.floor(Date.now() / 1000);
  return { iss: client_id, aud: issuer, iat: now, nbf: now, exp: now + 300 };
}

/** A good request object but for the changes; undefined leaves a claim out. */
export function requestObject(
  world: World,
  { client, privateKey }: SigningClient,
  changes: Record<string, unknown> = {},
  header: Record<string, unknown> = {},
): Promise<string> {
  const parameters = authorizationRequest(client) as Record<string, unknown>;
  const claims = { ...parameters, ...aboutItself(client, world), ...changes };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', kid: 'request', typ: 'oauth-authz-req+jwt', ...header })
    .sign(privateKey);
}

/** As little as an OpenID request has to have beside its request object (OIDC Core §6.1). */
export function beside({ client_id }: RegisteredClient, changes: Query = {}): Query {
  return { client_id, response_type: 'code', scope: 'openid', ...changes };
}

/** A host from which a client hands out request objects, and which counts who asks for them. */
export class RequestObjectHost {
  readonly objects = new Map<string, string>();
  readonly hits: string[] = [];
  type = 'application/oauth-authz-req+jwt';
  private readonly server: Server = createServer(({ url = '' }, response) => {
    this.hits.push(url);
    const object = this.objects.get(url);
    response.writeHead(object === undefined ? 404 : 200, { 'content-type': this.type });
    setTimeout(() => response.end(object), 10);
  });

  async start(): Promise<void> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  uri(path: string, host = '127.0.0.1'): string {
    return `http://${host}:${(this.server.address() as AddressInfo).port}${path}`;
  }
}
