import {
  getSchemaPath,
  type OpenAPIObject,
  type OperationObject,
  type RequestBodyObject,
  type SchemaObject,
} from '@nestjs/swagger';
import type { RequestClasses } from './request-classes.js';
import { isManagement, operationsOf } from './operations.js';
import { type Schema, validatedSchema } from './validated-schema.js';

const JSON_BODY = 'application/json';
/** RFC 7396 §4. */
const MERGE_PATCH = 'application/merge-patch+json';
/** Bodies that are no JSON, and that no schema says more of. */
const LINES = ['application/jsonl', 'text/csv'];

/** Who uses a schema: a body that makes something, one that changes something, or an answer. */
type Use = 'new' | 'change' | 'answer';

const SUFFIXES: Readonly<Record<Use, string>> = { new: 'Input', change: 'Change', answer: '' };

/**
 * Gives each body the schema that its validators enforce. What bodies share with answers, and changes
 * with what they change, is split: a change has no defaults at any depth, for a client that fills them
 * in would change what nobody mentioned.
 */
export function withRequestSchemas(
  document: OpenAPIObject,
  classes: RequestClasses['byName'],
): OpenAPIObject {
  const schemas = new RequestSchemas(document, classes);
  for (const { method, path, operation } of operationsOf(document)) {
    const content = jsonContent(operation);
    if (content?.schema === undefined || !('$ref' in content.schema)) continue;
    const use = method === 'patch' ? 'change' : 'new';
    content.schema = schemas.of(content.schema.$ref, use, isManagement(path));
    const body = operation.requestBody as RequestBodyObject;
    if (use === 'change') body.content[MERGE_PATCH] = { ...content };
    for (const type of LINES.filter((one) => one in body.content)) {
      body.content[type] = { schema: { type: 'string' } };
    }
  }
  return schemas.document;
}

function jsonContent({ requestBody }: OperationObject) {
  return (requestBody as RequestBodyObject | undefined)?.content[JSON_BODY];
}

class RequestSchemas {
  private readonly originals: Readonly<Record<string, Schema>>;
  private readonly schemas: Record<string, Schema>;
  private readonly uses = new Map<string, Set<Use>>();

  constructor(
    readonly document: OpenAPIObject,
    private readonly classes: RequestClasses['byName'],
  ) {
    this.schemas = document.components?.schemas ?? {};
    this.originals = { ...this.schemas };
    for (const { method, operation } of operationsOf(document)) {
      this.note(jsonContent(operation)?.schema, method === 'patch' ? 'change' : 'new');
      this.note(operation.responses, 'answer');
    }
  }

  /** A reference to the schema for this use, which is made first. */
  of(reference: string, use: Use, closed: boolean): Schema {
    const name = nameOf(reference);
    const alone = this.uses.get(name)?.size === 1;
    const own = alone ? name : name.replace(/(Request|Response)$/, '') + SUFFIXES[use];
    if (alone ? this.schemas[own] === this.originals[own] : !(own in this.schemas)) {
      // Already there for whatever refers to itself.
      this.schemas[own] = {};
      this.schemas[own] = this.whole(name, use, closed);
    }
    return { $ref: getSchemaPath(own) };
  }

  private whole(name: string, use: Use, closed: boolean): Schema {
    const original = this.originals[name] as SchemaObject;
    const type = this.classes.get(name);
    const known = type === undefined ? original : validatedSchema(type, original);
    const open = known.properties === undefined || !closed;
    return this.adapted(open ? known : { ...known, additionalProperties: false }, use, closed);
  }

  private adapted(schema: Schema, use: Use, closed: boolean): Schema {
    if ('$ref' in schema) return this.of(schema.$ref, use, closed);
    const { properties, items, allOf, ...rest } = schema;
    const inner = (part: Schema) => this.adapted(part, use, closed);
    const [only] = allOf ?? [];
    if (only !== undefined && '$ref' in only && rest.nullable === true) {
      // In OpenAPI 3.0 a reference cannot be made nullable, so that what it leads to stands here.
      return { ...this.whole(nameOf(only.$ref), use, closed), ...rest };
    }
    return {
      ...(use === 'change' ? { ...rest, default: undefined } : rest),
      ...(properties && { properties: mapValues(properties, inner) }),
      ...(items && { items: inner(items) }),
      ...(allOf && { allOf: allOf.map(inner) }),
    };
  }

  /** Notes this use for every schema that a part of the document leads to. */
  private note(part: unknown, use: Use): void {
    const text = part === undefined ? '' : JSON.stringify(part);
    for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      const uses = this.uses.get(name) ?? new Set();
      if (uses.has(use)) continue;
      this.uses.set(name, uses.add(use));
      this.note(this.originals[name], use);
    }
  }
}

function nameOf(reference: string): string {
  return reference.split('/').at(-1) ?? '';
}

function mapValues(record: Readonly<Record<string, Schema>>, make: (value: Schema) => Schema) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, make(value)]));
}

/** The document without schemas that nothing leads to any more. */
export function withUsedSchemas(document: OpenAPIObject): OpenAPIObject {
  const schemas = document.components?.schemas ?? {};
  const used = new Set<string>();
  const visit = (part: unknown): void => {
    for (const [, name = ''] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      if (used.has(name)) continue;
      used.add(name);
      visit(schemas[name]);
    }
  };
  visit(document.paths);
  const kept = Object.entries(schemas).filter(([name]) => used.has(name));
  return { ...document, components: { ...document.components, schemas: Object.fromEntries(kept) } };
}
