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

/** The parameters of a logout request. */
const PARAMETERS: Readonly<Record<string, SchemaObject & { description: string }>> = {
  id_token_hint: { type: 'string', description: 'An ID token of the session; may have expired.' },
  client_id: { type: 'string', description: 'Who asks, where there is no ID token to tell.' },
  post_logout_redirect_uri: {
    type: 'string',
    description: 'Where to go afterwards, exactly as registered.',
  },
  state: { type: 'string', description: 'Comes back as it is.' },
  logout_hint: { type: 'string', description: 'Not needed: a browser has one session.' },
  ui_locales: { type: 'string', description: 'The pages are in English.' },
};

export const ApiLogoutQuery = () =>
  applyDecorators(
    ...Object.entries(PARAMETERS).map(([name, { description, ...schema }]) =>
      ApiQuery({ name, required: false, schema, description }),
    ),
  );

export const ApiLogoutForm = () =>
  applyDecorators(
    ApiConsumes('application/x-www-form-urlencoded'),
    ApiBody({ schema: { type: 'object', properties: { ...PARAMETERS } } }),
  );

const PAGE = { 'text/html': { schema: { type: 'string' } } } as const;

/** What can come of any request: the browser goes on, or is told what is wrong. */
export const ApiForwarding = (redirect: string) => {
  const error = {
    ...PAGE,
    'application/json': { schema: { $ref: getSchemaPath(OAuthErrorResponse) } },
  };
  return applyDecorators(
    ApiExtraModels(OAuthErrorResponse),
    ApiResponse({
      status: 303,
      description: redirect,
      headers: { Location: { required: true, schema: { type: 'string' } } },
    }),
    ApiResponse({
      status: 400,
      description: '"Logout error": the hint, the client or the URI is not right.',
      content: error,
    }),
    ApiDefaultResponse({
      description: 'Any other error, such as 405, 413, 415, 500 or 503.',
      content: error,
    }),
  );
};

/** What can come of a request by GET. */
export const ApiLogoutResponses = () =>
  applyDecorators(
    ApiResponse({
      status: 200,
      description: 'The question whether to sign out, or "Signed out".',
      content: PAGE,
    }),
    ApiForwarding('To post_logout_redirect_uri.'),
  );
