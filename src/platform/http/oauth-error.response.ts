import { applyDecorators } from '@nestjs/common';
import {
  ApiDefaultResponse,
  ApiExtraModels,
  ApiProperty,
  ApiPropertyOptional,
  ApiResponse,
  type ResponseObject,
} from '@nestjs/swagger';
import { FaultResponse } from './problem.response.js';

/** An error of a protocol endpoint (RFC 6749 §5.2). */
export class OAuthErrorResponse {
  @ApiProperty({ example: 'invalid_request' })
  error: string;

  @ApiPropertyOptional({ example: 'The parameter grant_type is missing.' })
  error_description?: string;

  @ApiPropertyOptional({
    type: [FaultResponse],
    description: 'Of a registration: everything that is wrong with it.',
  })
  errors?: FaultResponse[];
}

const DESCRIPTIONS: Readonly<Record<number, string>> = {
  400: 'The request cannot be granted.',
  401: 'Authentication failed.',
  403: 'The access token lacks the scope.',
  429: 'Too many failed attempts; wait as long as Retry-After says.',
  503: 'Not now; try again as soon as Retry-After says.',
};

const EXAMPLES: Readonly<Record<number, OAuthErrorResponse>> = {
  401: { error: 'invalid_client', error_description: 'Client authentication failed.' },
  403: {
    error: 'insufficient_scope',
    error_description: 'This needs the scope openid.',
  },
  429: { error: 'invalid_client', error_description: 'Client authentication failed.' },
  503: { error: 'temporarily_unavailable', error_description: 'Please try again in a moment.' },
};

const HEADERS: Readonly<Record<number, NonNullable<ResponseObject['headers']>>> = {
  401: { 'WWW-Authenticate': { schema: { type: 'string' } } },
  429: { 'Retry-After': { required: true, schema: { type: 'integer' } } },
  503: { 'Retry-After': { required: true, schema: { type: 'integer' } } },
};

/** Documents the errors that a protocol operation may answer. */
export const ApiOAuthErrors = (...statuses: readonly number[]) =>
  applyDecorators(
    ApiExtraModels(OAuthErrorResponse),
    ...statuses.map((status) =>
      ApiResponse({
        status,
        description: DESCRIPTIONS[status] ?? 'An error.',
        type: OAuthErrorResponse,
        headers: HEADERS[status] ?? {},
        ...(EXAMPLES[status] === undefined ? {} : { example: EXAMPLES[status] }),
      }),
    ),
    ApiDefaultResponse({
      description: 'Any other error, such as 405, 413, 415, 500 or 503.',
      type: OAuthErrorResponse,
    }),
  );
