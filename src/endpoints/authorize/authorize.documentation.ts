import { applyDecorators } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiDefaultResponse,
  ApiExtraModels,
  ApiQuery,
  ApiResponse,
  getSchemaPath,
  type SchemaObject,
} from '@nestjs/swagger';
import { OAuthErrorResponse } from '#platform/http';

/** The parameters of an authorization request (RFC 6749 §4.1.1; OIDC Core §3.1.2.1). */
export const PARAMETERS: Readonly<Record<string, SchemaObject>> = {
  response_type: { type: 'string', example: 'code' },
  client_id: { type: 'string' },
  redirect_uri: {
    type: 'string',
    description: 'As registered. Without openid it may be left out if only one is registered.',
  },
  scope: { type: 'string', example: 'openid profile' },
  state: { type: 'string', description: 'Comes back as it is.' },
  nonce: { type: 'string', description: 'Comes back in the ID token.' },
  code_challenge: { type: 'string', description: 'S256 of the code verifier (RFC 7636).' },
  code_challenge_method: { type: 'string', enum: ['S256'] },
  resource: { type: 'string', description: 'The API that the tokens are for (RFC 8707).' },
  prompt: {
    type: 'string',
    description:
      'none, login, consent or select_account; create where people make accounts themselves.',
  },
  max_age: { type: 'string', description: 'Seconds since the person typed their password.' },
  id_token_hint: {
    type: 'string',
    description: 'An ID token of the only person who may answer.',
  },
  login_hint: { type: 'string', description: 'Fills in the name on the login page.' },
  acr_values: { type: 'string', description: 'Wanted, not required: the ID token says which.' },
  claims: {
    type: 'string',
    description: 'Single claims as JSON (OIDC Core §5.5). An essential acr is required.',
    example: '{"userinfo":{"name":{"essential":true}},"id_token":{"email":null}}',
  },
  display: { type: 'string', description: 'Accepted. Pages fit every window.' },
  ui_locales: { type: 'string', description: 'Accepted. Pages are in English.' },
  claims_locales: { type: 'string', description: 'Accepted. Claims are in one language.' },
  response_mode: { type: 'string', enum: ['query', 'fragment', 'form_post'] },
  request: {
    type: 'string',
    description: 'All of these in a JWT that the client signed (RFC 9101).',
  },
};

/** Where else the parameters can be (RFC 9101 §5, RFC 9126 §4). */
const REFERENCES: Readonly<Record<string, SchemaObject>> = {
  request_uri: {
    type: 'string',
    description:
      'What /par has answered, which needs client_id beside it and nothing else; or an address that the client registered, where a request object is.',
  },
};

/** With a `request_uri`, nothing else. */
const REQUIRED = ['client_id'];

export const ApiAuthorizationQuery = () =>
  applyDecorators(
    ...Object.entries({ ...PARAMETERS, ...REFERENCES }).map(
      ([name, { description, example, ...schema }]) =>
        ApiQuery({
          name,
          required: REQUIRED.includes(name),
          schema,
          ...(description === undefined ? {} : { description }),
          ...(example === undefined ? {} : { example: example as unknown }),
        }),
    ),
  );

export const ApiAuthorizationForm = () =>
  applyDecorators(
    ApiConsumes('application/x-www-form-urlencoded'),
    ApiBody({
      schema: { type: 'object', required: REQUIRED, properties: { ...PARAMETERS, ...REFERENCES } },
    }),
  );

const PAGE = { 'text/html': { schema: { type: 'string' } } } as const;

/** The answers: redirects and pages for a browser; JSON for errors if only that is accepted. */
export const ApiAuthorizationResponses = (redirect: string) => {
  const error = {
    ...PAGE,
    'application/json': { schema: { $ref: getSchemaPath(OAuthErrorResponse) } },
  };
  return applyDecorators(
    ApiExtraModels(OAuthErrorResponse),
    ApiResponse({
      status: 200,
      description: 'A page that posts the answer to the client (response_mode=form_post).',
      content: PAGE,
    }),
    ApiResponse({
      status: 303,
      description: redirect,
      headers: { Location: { required: true, schema: { type: 'string' } } },
    }),
    ApiResponse({
      status: 400,
      description: 'It would not be safe to send the browser anywhere.',
      content: error,
    }),
    ApiDefaultResponse({
      description: 'Any other error, such as 405, 413, 415, 500 or 503.',
      content: error,
    }),
  );
};
