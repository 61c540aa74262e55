import type { OpenAPIObject } from '@nestjs/swagger';
import { isRecord } from '#platform/settings';
import { SECTIONS } from '#endpoints/admin';
import { CONFIGURED_KINDS, SECRET_MEMBERS, SETTINGS } from '#endpoints/configuration';

type Schema = Readonly<Record<string, unknown>>;

const COMPONENTS = '#/components/schemas/';
const DEFINITIONS = '#/$defs/';

/** What says something in OpenAPI 3.0 and nothing in JSON Schema. */
const OF_OPENAPI = new Set(['nullable', 'example', 'readOnly', 'writeOnly', 'discriminator']);

/** Never a value: the variable of the environment that holds it. */
const SECRET = {
  type: 'object',
  properties: { from_env: { type: 'string' } },
  required: ['from_env'],
  additionalProperties: false,
};

/**
 * What may stand in a configuration file, for editors and other programs (JSON Schema 2020-12): made of the bodies by which
 * the operations of the admin API create each thing.
 * @param url where it is served
 */
export function configurationSchema(document: OpenAPIObject, url: string): Schema {
  const kinds = CONFIGURED_KINDS.map((kind) => {
    const thing = bodyOf(document, `/admin/${kind.replaceAll('_', '-')}`, 'post');
    return [kind, { type: 'object', additionalProperties: withoutKey(thing) }] as const;
  });
  const sections = SECTIONS.map(({ name }) => {
    return [name, bodyOf(document, `/admin/settings/${name}`, 'patch')] as const;
  });
  const settings = {
    ...{ type: 'object', additionalProperties: false },
    properties: Object.fromEntries(sections),
  };
  const properties = { ...Object.fromEntries(kinds), [SETTINGS]: settings };
  const needed = new Map<string, unknown>();
  const root = converted(properties, document, needed);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: url,
    title: 'Gatehouse configuration',
    ...{ type: 'object', additionalProperties: false, properties: root },
    $defs: Object.fromEntries(needed),
  };
}

function bodyOf(document: OpenAPIObject, path: string, method: 'post' | 'patch'): Schema {
  const body = document.paths[path]?.[method]?.requestBody;
  const schema =
    body !== undefined && 'content' in body && body.content['application/json']?.schema;
  if (!isRecord(schema)) throw new Error(`${method} ${path} takes no JSON`);
  if (typeof schema['$ref'] !== 'string') return schema;
  return componentOf(document, schema['$ref'].slice(COMPONENTS.length));
}

function componentOf({ components }: OpenAPIObject, name: string): Schema {
  const schema = components?.schemas?.[name];
  if (schema === undefined) throw new Error(`there is no schema ${name}`);
  return schema as unknown as Schema;
}

/** A thing is named by its key. */
function withoutKey(schema: Schema): Schema {
  const members = Object.entries(schema['properties'] as Schema)
    .filter(([name]) => name !== 'external_id')
    .map(([name, member]) => [name, SECRET_MEMBERS.has(name) ? SECRET : member]);
  return { ...schema, properties: Object.fromEntries(members) as Schema };
}

function converted(value: unknown, document: OpenAPIObject, needed: Map<string, unknown>): unknown {
  if (Array.isArray(value)) return value.map((one) => converted(one, document, needed));
  if (!isRecord(value)) return value;
  const { $ref: reference } = value;
  if (typeof reference === 'string') {
    const name = reference.slice(COMPONENTS.length);
    if (!needed.has(name)) {
      needed.set(name, true);
      needed.set(name, converted(componentOf(document, name), document, needed));
    }
    return { $ref: DEFINITIONS + name };
  }
  // A member may be called as one of these words: what is described by a schema is an object.
  const kept = Object.entries(value).filter(
    ([name, one]) => !OF_OPENAPI.has(name) || (name !== 'example' && isRecord(one)),
  );
  const schema = Object.fromEntries(
    kept.map(([name, one]) => [name, name === 'default' ? one : converted(one, document, needed)]),
  );
  if (value['nullable'] !== true) return schema;
  return { anyOf: [schema, { type: 'null' }] };
}
