import {
  getSchemaPath,
  type OpenAPIObject,
  type OperationObject,
  type ParameterObject,
  type RequestBodyObject,
  type ResponseObject,
} from '@nestjs/swagger';
import { DryRunResponse } from '#platform/changes';
import type { RegistrationPolicy } from '#platform/config';
import { isManagement, type Operation, operationsOf } from './operations.js';
import type { RequestClasses } from './request-classes.js';
import { validatedParameter } from './validated-schema.js';

const REQUEST_ID = {
  description: 'Names the request in the log of the server.',
  schema: { type: 'string', format: 'uuid' },
} as const;

const IDEMPOTENCY_KEY: ParameterObject = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    'Any text of your own. For a day the same request with it is done once, and gets the same answer; another request is refused (422).',
  required: false,
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

const DRY_RUN: ResponseObject = {
  description: 'What would come of it, for dry_run=true.',
  content: { 'application/json': { schema: { $ref: getSchemaPath(DryRunResponse) } } },
};

/** What holds for every operation, said of each: its scope, its security, its parameters, its headers. */
export function withCommonRules(
  document: OpenAPIObject,
  { ofOperation }: RequestClasses,
  registration: RegistrationPolicy,
): OpenAPIObject {
  for (const { method, path, operation } of operationsOf(document)) {
    // Without it, an operation would be read as one that needs what the others need.
    operation.security ??= [];
    // Whoever has an initial access token may still show it.
    if (path === '/register' && method === 'post' && registration === 'open') {
      operation.security = [{}, ...operation.security];
    }
    describeScope(operation);
    describeManagement({ method, path, operation });
    const query = ofOperation.get(operation.operationId ?? '')?.query;
    for (const parameter of (operation.parameters ?? []) as ParameterObject[]) {
      if (parameter.in === 'query' && query) validatedParameter(query, parameter);
    }
    for (const response of Object.values(operation.responses) as ResponseObject[]) {
      response.headers = { ...response.headers, 'X-Request-Id': REQUEST_ID };
    }
  }
  return document;
}

function describeManagement({ method, path, operation }: Operation): void {
  const { parameters = [], responses } = operation;
  const rehearsed = (parameters as ParameterObject[]).some(({ name }) => name === 'dry_run');
  // Where the operation itself answers something, that is what programs are generated for.
  if (rehearsed && responses['204'] !== undefined) responses['200'] = { ...DRY_RUN };
  const { content = {} } = (operation.requestBody ?? {}) as Partial<RequestBodyObject>;
  if (method !== 'post' || !isManagement(path) || 'text/csv' in content) return;
  operation.parameters = [...parameters, IDEMPOTENCY_KEY];
}

function describeScope(operation: OperationObject): void {
  const scopes = (operation.security ?? []).flatMap(({ gatehouse = [] }) => gatehouse);
  if (scopes.length === 0) return;
  const needed = `Needs the scope \`${scopes.join(' ')}\`.`;
  const { description = '' } = operation;
  operation.description = description === '' ? needed : `${description}\n\n${needed}`;
}
