import { applyDecorators } from '@nestjs/common';
import {
  ApiDefaultResponse,
  ApiExtraModels,
  ApiProperty,
  ApiPropertyOptional,
  ApiResponse,
  getSchemaPath,
  type ResponseObject,
} from '@nestjs/swagger';

/** Problem details (RFC 9457), as management APIs answer errors. */
class ProblemResponse {
  @ApiProperty({ example: 'about:blank' })
  type: string;

  @ApiProperty({ example: 400 })
  status: number;

  @ApiProperty({ example: 'Bad Request' })
  title: string;

  @ApiProperty({ example: 'Some members are missing or malformed.' })
  detail: string;

  @ApiPropertyOptional({ description: 'A code for programs.', example: 'invalid_request' })
  error?: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'The members at fault.',
  })
  errors?: Record<string, string>;
}

const DESCRIPTIONS: Readonly<Record<number, string>> = {
  400: 'The request is malformed.',
  401: 'No valid access token (RFC 6750).',
  403: 'The access token lacks the scope (RFC 6750).',
  404: 'There is no such resource.',
  409: 'It conflicts with what exists.',
  412: 'It was changed since the version that If-Match names (RFC 9110 §13.1.1).',
  429: 'Too many attempts; wait as long as Retry-After says.',
};

const EXAMPLES: Readonly<Record<number, Partial<ProblemResponse>>> = {
  400: {
    title: 'Bad Request',
    detail: 'Some members are missing or malformed.',
    error: 'invalid_request',
    errors: { name: 'The value must be a string.' },
  },
  401: { title: 'invalid_token', detail: 'This needs an access token.', error: 'invalid_token' },
  403: {
    title: 'insufficient_scope',
    detail: 'This needs the scope clients:read.',
    error: 'insufficient_scope',
  },
  404: { title: 'Not Found', detail: 'There is no such client.', error: 'not_found' },
  409: { title: 'Conflict', detail: 'Another user has this name.', error: 'conflict' },
  412: {
    title: 'Precondition Failed',
    detail: 'The client was changed meanwhile. Read it again.',
    error: 'precondition_failed',
  },
  429: { title: 'Too Many Requests', detail: 'Wait a little.', error: 'too_many_attempts' },
};

const HEADERS: Readonly<Record<number, NonNullable<ResponseObject['headers']>>> = {
  401: { 'WWW-Authenticate': { required: true, schema: { type: 'string' } } },
  429: { 'Retry-After': { required: true, schema: { type: 'integer' } } },
};

function content(status?: number) {
  const schema = { $ref: getSchemaPath(ProblemResponse) };
  const example = status === undefined ? undefined : EXAMPLES[status];
  return {
    'application/problem+json': {
      schema,
      ...(example === undefined ? {} : { example: { type: 'about:blank', status, ...example } }),
    },
  };
}

/** Documents the problems that a management operation may answer. */
export const ApiProblems = (...statuses: readonly number[]) =>
  applyDecorators(
    ApiExtraModels(ProblemResponse),
    ...[400, 401, 403, ...statuses].map((status) =>
      ApiResponse({
        status,
        description: DESCRIPTIONS[status] ?? 'A problem.',
        content: content(status),
        headers: HEADERS[status] ?? {},
      }),
    ),
    ApiDefaultResponse({
      description: 'Any other problem, such as 405, 413, 415, 500 or 503.',
      content: content(),
    }),
  );
