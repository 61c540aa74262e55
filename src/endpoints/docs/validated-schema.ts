import type { Type } from '@nestjs/common';
import type { ParameterObject, ReferenceObject, SchemaObject } from '@nestjs/swagger';
import { getMetadataStorage } from 'class-validator';
import { ruleSchema } from '#platform/http';

export type Schema = SchemaObject | ReferenceObject;

/** One declaration of class-validator. */
type Validation = ReturnType<
  ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']
>[number];

const KEYWORDS: Readonly<Record<string, (limit: never) => SchemaObject>> = {
  isString: () => ({ type: 'string' }),
  isBoolean: () => ({ type: 'boolean' }),
  isInt: () => ({ type: 'integer' }),
  isArray: () => ({ type: 'array' }),
  isObject: () => ({ type: 'object' }),
  isIn: (values: readonly string[]) => ({ enum: [...values] }),
  min: (minimum: number) => ({ minimum }),
  max: (maximum: number) => ({ maximum }),
  maxLength: (maxLength: number) => ({ maxLength }),
  arrayMaxSize: (maxItems: number) => ({ maxItems }),
  // With a function, what has to be unique is no item but something about it.
  arrayUnique: (identifier: unknown) => (identifier === undefined ? { uniqueItems: true } : {}),
  conforms: ruleSchema,
};

/** The schema of a class with what its validators know, member by member. */
export function validatedSchema(type: Type<object>, schema: SchemaObject): SchemaObject {
  const validations = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
  const members = Object.entries(schema.properties ?? {}).map(([name, member]) => {
    const own = validations.filter(({ propertyName }) => propertyName === name);
    return [name, validatedMember(member, own)] as const;
  });
  return { ...schema, properties: Object.fromEntries(members) };
}

/** Adds to a parameter of a query what the validators of its class know. */
export function validatedParameter(query: Type<object>, parameter: ParameterObject): void {
  const validations = getMetadataStorage()
    .getTargetValidationMetadatas(query, '', false, false)
    .filter(({ propertyName }) => propertyName === parameter.name);
  parameter.schema = validatedMember(parameter.schema ?? {}, validations);
}

function validatedMember(member: Schema, validations: readonly Validation[]): Schema {
  if ('$ref' in member) return nullable(member, validations);
  const ofItems = validations.filter(({ each }) => each);
  const items = member.items && { items: withKeywords(member.items, ofItems) };
  const whole = withKeywords(
    member,
    validations.filter(({ each }) => !each),
  );
  return nullable({ ...whole, ...items }, validations);
}

function withKeywords(schema: Schema, validations: readonly Validation[]): Schema {
  if ('$ref' in schema || schema.allOf !== undefined) return schema;
  const known = validations.map(({ name = '', constraints }) => {
    // Its type belongs to the name of the validator, which class-validator does not declare.
    const [limit] = (constraints as never[] | undefined) ?? [];
    return KEYWORDS[name]?.(limit as never) ?? {};
  });
  // Object.assign of a list is `any`.
  return Object.assign({}, schema, ...known) as SchemaObject;
}

/** What `@IsOptional()` lets be null, to be taken away by a change (RFC 7396). */
function nullable(schema: Schema, validations: readonly Validation[]): Schema {
  if (!validations.some(({ name }) => name === 'isOptional')) return schema;
  if ('$ref' in schema) return { allOf: [schema], nullable: true };
  // Nest declares it as any[].
  const values = schema.enum as unknown[] | undefined;
  return { ...schema, nullable: true, ...(values && { enum: [...values, null] }) };
}
