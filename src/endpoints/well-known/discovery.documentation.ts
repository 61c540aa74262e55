import type { SchemaObject } from '@nestjs/swagger';

const URI: SchemaObject = { type: 'string', format: 'uri' };
const NAMES: SchemaObject = { type: 'array', items: { type: 'string' } };

/** What a client can count on; there is more (RFC 8414 §2; OIDC Discovery §3). */
export const METADATA: { schema: SchemaObject } = {
  schema: {
    type: 'object',
    properties: {
      issuer: URI,
      authorization_endpoint: URI,
      pushed_authorization_request_endpoint: URI,
      token_endpoint: URI,
      device_authorization_endpoint: URI,
      userinfo_endpoint: URI,
      jwks_uri: URI,
      registration_endpoint: URI,
      scopes_supported: NAMES,
      response_types_supported: NAMES,
      grant_types_supported: NAMES,
      subject_types_supported: NAMES,
      id_token_signing_alg_values_supported: NAMES,
      token_endpoint_auth_methods_supported: NAMES,
      code_challenge_methods_supported: NAMES,
    },
    required: [
      'issuer',
      'authorization_endpoint',
      'token_endpoint',
      'jwks_uri',
      'response_types_supported',
      'grant_types_supported',
      'subject_types_supported',
      'id_token_signing_alg_values_supported',
    ],
    additionalProperties: true,
  },
};

/** RFC 7517 §5, and what our own keys always say (RFC 7517 §4). */
export const JWK_SET: { schema: SchemaObject } = {
  schema: {
    type: 'object',
    properties: {
      keys: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            kty: { type: 'string' },
            kid: { type: 'string' },
            alg: { type: 'string' },
            use: { type: 'string', enum: ['sig', 'enc'] },
          },
          required: ['kty', 'kid', 'use'],
          additionalProperties: true,
        },
      },
    },
    required: ['keys'],
  },
};
