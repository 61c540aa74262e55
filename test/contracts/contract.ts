import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type {
  OpenAPIObject,
  OperationObject,
  ReferenceObject,
  ResponseObject,
  SchemaObject,
} from '@nestjs/swagger';
import type { Answer } from '../support/answer.js';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
/** What may go wrong anywhere is documented once for each operation, as its `default`. */
const DEFAULT_STATUSES = [405, 413, 415, 500, 503];

export interface Operation {
  /** As in `POST /admin/clients`. */
  readonly key: string;
  readonly method: string;
  /** With its parameters in braces. */
  readonly path: string;
  readonly definition: OperationObject;
}

/** An API document, and whether answers keep to it. */
export class Contract {
  readonly operations: readonly Operation[];
  private readonly ajv: Ajv;
  private readonly validators = new Map<unknown, ValidateFunction>();

  constructor(readonly document: OpenAPIObject) {
    this.operations = Object.entries(document.paths).flatMap(([path, item]) =>
      METHODS.flatMap((method) => {
        const definition = item[method];
        const name = method.toUpperCase();
        return definition ? [{ key: `${name} ${path}`, method: name, path, definition }] : [];
      }),
    );
    this.ajv = new Ajv({ strict: true, strictRequired: false, allErrors: true });
    (addFormats as unknown as (ajv: Ajv) => void)(this.ajv);
    for (const [name, schema] of Object.entries(document.components?.schemas ?? {})) {
      this.ajv.addSchema(closed(schema) as object, name);
    }
  }

  operation(key: string): Operation {
    const found = this.operations.find((operation) => operation.key === key);
    if (found === undefined) throw new Error(`${key} is not documented`);
    return found;
  }

  /** The statuses that an operation names, without its `default`. */
  static statuses({ definition }: Operation): number[] {
    return Object.keys(definition.responses)
      .filter((status) => status !== 'default')
      .map(Number);
  }

  /** In which ways the answer is not what the document says. */
  faults(operation: Operation, answer: Answer): string[] {
    const { responses } = operation.definition;
    const named = responses[String(answer.status)];
    const response = (named ??
      (DEFAULT_STATUSES.includes(answer.status) ? responses['default'] : undefined)) as
      ResponseObject | undefined;
    if (response === undefined) return [`the status ${answer.status} is not documented`];
    return [...headerFaults(response, answer), ...this.contentFaults(response, answer)];
  }

  /** In which ways a value is not of the schema; nothing may be there that the schema does not name. */
  schemaFaults(schema: SchemaObject | ReferenceObject | undefined, value: unknown): string[] {
    if (schema === undefined) return ['there is no schema'];
    let validate = this.validators.get(schema);
    if (validate === undefined) {
      validate = this.ajv.compile(closed(schema) as object);
      this.validators.set(schema, validate);
    }
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) =>
        `${instancePath || 'the body'} ${message ?? ''} ${JSON.stringify(params)}`,
    );
  }

  private contentFaults({ content = {} }: ResponseObject, answer: Answer): string[] {
    const type = answer.headers.get('content-type')?.split(';')[0];
    if (Object.keys(content).length === 0) {
      return answer.text === '' ? [] : [`a body of ${type ?? 'no type'} is not documented`];
    }
    if (type === undefined || content[type] === undefined) {
      return [`the content type ${type ?? '(none)'} is not documented`];
    }
    if (type === 'text/html') {
      return /^<!doctype html>/i.test(answer.text) ? [] : ['the page is not HTML'];
    }
    const { schema } = content[type];
    if (type !== 'application/jsonl') return this.schemaFaults(schema, answer.json);
    const lines = answer.text.trimEnd().split('\n');
    return lines.flatMap((line) => this.schemaFaults(schema, JSON.parse(line)));
  }
}

function headerFaults({ headers = {} }: ResponseObject, answer: Answer): string[] {
  return Object.entries(headers)
    .filter(
      ([name, header]) => 'required' in header && header.required && !answer.headers.has(name),
    )
    .map(([name]) => `the header ${name} is missing`);
}

/** What OpenAPI 3.0 adds to JSON Schema, and what says nothing about validity. */
const ANNOTATIONS = new Set(['example', 'discriminator', 'writeOnly', 'readOnly', 'deprecated']);

/** The schema as JSON Schema, with every object closed that is not said to be open. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).flatMap(([name, value]): [string, unknown][] => {
    if (ANNOTATIONS.has(name)) return [];
    if (name === '$ref') return [[name, String(value).split('/').at(-1)]];
    // The names in here are of members, not of keywords.
    if (name === 'properties') {
      const members = Object.entries(value as object);
      return [[name, Object.fromEntries(members.map(([member, its]) => [member, closed(its)]))]];
    }
    return [[name, closed(value)]];
  });
  const isObject = 'properties' in schema && !('additionalProperties' in schema);
  return { ...Object.fromEntries(entries), ...(isObject ? { additionalProperties: false } : {}) };
}
