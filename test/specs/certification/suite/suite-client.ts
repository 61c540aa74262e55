import { randomUUID } from 'node:crypto';
import { basic } from '../../../support/registered-client.js';
import { sign, type ClientKey } from './client-keys.js';
import type { ClientAuthType } from './variant.js';

/** A client of the suite: what the server answered to its registration, and its key. */
export interface SuiteClient {
  readonly client_id: string;
  readonly client_secret?: string;
  readonly redirect_uris: readonly string[];
  readonly token_endpoint_auth_method: ClientAuthType;
  readonly id_token_signed_response_alg?: string;
  readonly registration_client_uri: string;
  readonly registration_access_token: string;
  /** With which it authenticates and signs request objects. */
  readonly key: ClientKey;
  readonly [metadata: string]: unknown;
}

export interface Credentials {
  readonly headers: Record<string, string>;
  readonly fields: Record<string, string>;
}

/** How the client authenticates at the token endpoint; `audience` is that of an assertion. */
export async function credentialsOf(client: SuiteClient, audience: string): Promise<Credentials> {
  const { client_id, client_secret = '' } = client;
  switch (client.token_endpoint_auth_method) {
    case 'client_secret_basic':
      return { headers: { authorization: basic(client) }, fields: {} };
    case 'client_secret_post':
      return { headers: {}, fields: { client_id, client_secret } };
    case 'private_key_jwt':
      return {
        headers: {},
        fields: {
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion: await assertion(client, audience),
        },
      };
  }
}

function assertion({ client_id, key }: SuiteClient, aud: string): Promise<string> {
  const iat = Math.floor(Date.now() / 1000);
  const claims = { iss: client_id, sub: client_id, aud, jti: randomUUID(), iat, exp: iat + 60 };
  return sign(key, claims);
}
