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
import { kindOf, type ProblemName } from './problem-kinds.js';

/** What is wrong in one place of a request. */
export class FaultResponse {
  @ApiPropertyOptional({
    description: 'Where in the body: a JSON pointer (RFC 6901).',
    example: '/disable',
  })
  pointer?: string;

  @ApiPropertyOptional({ description: 'Or in which parameter of the query.' })
  parameter?: string;

  @ApiProperty({ example: 'There is no such member. Did you mean disabled?' })
  detail: string;
}

/** Somebody who would lose something. */
class DependentResponse {
  @ApiProperty({ enum: ['client', 'assertion_issuer', 'initial_access_token'] })
  kind: string;

  @ApiProperty({ example: 'mB3v0pJ8Qq2kYx1tW9rZaA' })
  id: string;

  @ApiProperty({ example: 'Photo Printing' })
  name: string;
}

/** Problem details (RFC 9457), as management APIs answer errors. */
class ProblemResponse {
  @ApiProperty({
    format: 'uri',
    description: 'The kind of problem, which is explained there.',
    example: 'https://gatehouse.example/docs/problems#unknown-member',
  })
  type: string;

  @ApiProperty({ example: 'Unknown member' })
  title: string;

  @ApiProperty({ type: 'integer', minimum: 400, maximum: 599, example: 400 })
  status: number;

  @ApiProperty({ example: 'The request says something that this operation does not know.' })
  detail: string;

  @ApiProperty({
    format: 'uri',
    description: 'The request, under which the operator finds it in the log.',
    example: 'urn:uuid:7b1f5c1e-8c40-4b0a-9a37-2f4a5ad0c9f1',
  })
  instance: string;

  @ApiProperty({ description: 'A code for programs.', example: 'invalid_request' })
  error: string;

  @ApiPropertyOptional({ type: [FaultResponse], description: 'Everything that is at fault.' })
  errors?: FaultResponse[];

  @ApiPropertyOptional({
    type: [DependentResponse],
    description: 'Who would lose something by a change that was not made; the first twenty.',
  })
  dependents?: DependentResponse[];

  @ApiPropertyOptional({
    type: 'array',
    items: { type: 'object', additionalProperties: true },
    description: 'Steps that were done before the one that could not be.',
  })
  done?: object[];

  @ApiPropertyOptional({ description: 'In the facts of each event that came of these.' })
  change_id?: string;
}

const INSTANCE = 'urn:uuid:7b1f5c1e-8c40-4b0a-9a37-2f4a5ad0c9f1';

/** The problem that stands for a status, and what it says for example. */
const EXAMPLES: Readonly<Record<number, readonly [kind: ProblemName, detail: string]>> = {
  400: ['unknown-member', 'The request says something that this operation does not know.'],
  401: ['invalid-token', 'This needs an access token.'],
  403: ['insufficient-scope', 'This needs the scope clients:read.'],
  404: ['not-found', 'There is no such client.'],
  409: ['conflict', 'Another user has this name.'],
  412: ['precondition-failed', 'The client was changed meanwhile. Read it again.'],
  429: ['too-many-attempts', 'Too many wrong passwords. Wait before the next attempt.'],
};

const DESCRIPTIONS: Readonly<Record<number, string>> = {
  400: 'The request is malformed.',
  401: 'No valid access token (RFC 6750).',
  403: 'The access token lacks the scope (RFC 6750).',
};

const RETRY_AFTER = { schema: { type: 'integer' }, description: 'Seconds to wait.' } as const;

const HEADERS: Readonly<Record<number, NonNullable<ResponseObject['headers']>>> = {
  401: { 'WWW-Authenticate': { required: true, schema: { type: 'string' } } },
  429: { 'Retry-After': { required: true, ...RETRY_AFTER } },
};

function content(status?: number) {
  const schema = { $ref: getSchemaPath(ProblemResponse) };
  const [kind, detail] = (status === undefined ? undefined : EXAMPLES[status]) ?? [];
  if (kind === undefined) return { 'application/problem+json': { schema } };
  const { title, error } = kindOf(kind);
  const errors = [
    { pointer: '/disable', detail: 'There is no such member. Did you mean disabled?' },
  ];
  const example = {
    type: `https://gatehouse.example/docs/problems#${kind}`,
    ...{ title, status, detail, instance: INSTANCE, error },
    ...(kind === 'unknown-member' ? { errors } : {}),
  };
  return { 'application/problem+json': { schema, example } };
}

function meaningOf(status: number): string {
  const [kind] = EXAMPLES[status] ?? [];
  return kind === undefined ? 'A problem.' : kindOf(kind).meaning;
}

/** Documents the problems that a management operation may answer. */
export const ApiProblems = (...statuses: readonly number[]) =>
  applyDecorators(
    ApiExtraModels(ProblemResponse),
    ...[400, 401, 403, ...statuses].map((status) =>
      ApiResponse({
        status,
        description: DESCRIPTIONS[status] ?? meaningOf(status),
        content: content(status),
        headers: HEADERS[status] ?? {},
      }),
    ),
    ApiDefaultResponse({
      headers: { 'Retry-After': RETRY_AFTER },
      description: 'Any other problem, such as 405, 413, 415, 500 or 503.',
      content: content(),
    }),
  );
