import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { Answer } from '../../../support/answer.js';
import type { SuiteClient } from './suite-client.js';
import type { Metadata, Suite } from './suite.js';
import type { Variant } from './variant.js';

export const CALLBACK = 'https://suite.example/test/a/gatehouse/callback';

type ClientMetadata = Readonly<Record<string, unknown>>;

/** The grant types that a response type needs (OIDC Registration §2). */
export function grantTypesFor(responseType: string): string[] {
  const words = responseType.split(' ');
  const implicit = words.includes('token') || words.includes('id_token');
  return [
    ...(words.includes('code') ? ['authorization_code'] : []),
    ...(implicit ? ['implicit'] : []),
  ];
}

/** The clients of one run of a module. */
export class Registrations {
  private readonly clients: SuiteClient[] = [];

  constructor(
    private readonly suite: Suite,
    private readonly variant: Variant,
    private readonly metadata: Metadata,
  ) {}

  /** POSTs a registration, which may be refused. No `scope`: all of OpenID Connect is allowed then. */
  async post(metadata: ClientMetadata, key = this.suite.keys[0]): Promise<Answer> {
    const body = {
      client_name: `Suite ${randomUUID()}`,
      grant_types: grantTypesFor(this.variant.response_type),
      ...('jwks_uri' in metadata ? {} : { jwks: { keys: [key.jwk] } }),
      token_endpoint_auth_method: this.variant.client_auth_type,
      response_types: [this.variant.response_type],
      redirect_uris: [CALLBACK],
      contacts: ['certification@suite.example'],
      ...metadata,
    };
    return this.suite.fetch(this.metadata.registration_endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${this.suite.initialAccessToken}`,
      },
      body: JSON.stringify(body),
    });
  }

  /** Registers a client (RFC 7591 §3.2.1). */
  async register(metadata: ClientMetadata, key = this.suite.keys[0]): Promise<SuiteClient> {
    const answer = await this.post(metadata, key);
    if (answer.status !== 201) throw new Error(`Not registered: ${answer.summary()}`);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json(;|$)/);
    const client = { ...(answer.json as object), key } as SuiteClient;
    this.clients.push(client);
    expect(client.client_id).toEqual(expect.any(String));
    if (client.token_endpoint_auth_method.startsWith('client_secret_')) {
      expect(client.client_secret).toEqual(expect.any(String));
    }
    expect(client.registration_client_uri).toMatch(/^https:/);
    expect(client.registration_access_token).toEqual(expect.any(String));
    return client;
  }

  /** Deletes every client through its registration (RFC 7592 §2.3). */
  async deleteAll(): Promise<void> {
    for (const client of this.clients.splice(0)) {
      const { registration_client_uri: uri, registration_access_token: token } = client;
      const headers = { authorization: `Bearer ${token}` };
      const answer = await this.suite.fetch(uri, { method: 'DELETE', headers });
      expect(answer.status).toBe(204);
    }
  }
}
