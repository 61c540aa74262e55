import { createSecretKey, randomUUID, type KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Query } from './browser.js';

/** What `POST /admin/clients` answered, plus the private key that the test made for it. */
export interface RegisteredClient {
  readonly client_id: string;
  readonly client_secret?: string;
  readonly redirect_uris: readonly string[];
  readonly token_endpoint_auth_method: string;
  readonly privateKey?: KeyObject;
  readonly [metadata: string]: unknown;
}

// RFC 6749 §2.3.1: identifier and secret are form-encoded before they are joined.
const formEncoded = (text: string) => new URLSearchParams({ v: text }).toString().slice(2);

export function basic(client: Pick<RegisteredClient, 'client_id' | 'client_secret'>): string {
  const pair = `${formEncoded(client.client_id)}:${formEncoded(client.client_secret ?? '')}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

/** A client assertion with the claims and header of RFC 7523; `changes` overrides claims. */
export async function clientAssertion(
  client: RegisteredClient,
  issuer: string,
  changes: Record<string, unknown> = {},
): Promise<string> {
  const { privateKey, client_secret: secret } = client;
  const bySecret = client.token_endpoint_auth_method === 'client_secret_jwt';
  const key = bySecret && secret !== undefined ? createSecretKey(secret, 'utf8') : privateKey;
  if (key === undefined) throw new Error('This client was registered without a key.');
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: client.client_id,
    sub: client.client_id,
    aud: issuer,
    jti: randomUUID(),
    iat: now,
    exp: now + 60,
    ...changes,
  };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: bySecret ? 'HS256' : 'ES256', typ: 'client-authentication+jwt' })
    .sign(key);
}

/** Headers and form fields with which the client authenticates by its registered method. */
export async function authenticate(
  client: RegisteredClient,
  issuer: string,
): Promise<{ headers: Record<string, string>; fields: Query }> {
  const { client_id, client_secret } = client;
  switch (client.token_endpoint_auth_method) {
    case 'client_secret_basic':
      return { headers: { authorization: basic(client) }, fields: {} };
    case 'client_secret_post':
      return { headers: {}, fields: { client_id, client_secret } };
    case 'private_key_jwt':
    case 'client_secret_jwt':
      return {
        headers: {},
        fields: {
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion: await clientAssertion(client, issuer),
        },
      };
    default:
      return { headers: {}, fields: { client_id } };
  }
}
