import { Transform } from 'class-transformer';
import type { SchemaObject } from '@nestjs/swagger';
import { displayTextError } from '#protocol';
import { ValidateBy, ValidateIf, type ValidationOptions } from 'class-validator';

/** What is wrong with a text, as a sentence; undefined when nothing is. */
export interface TextRule {
  (value: string): string | undefined;
  /** As much of it as the API document can say. */
  readonly schema?: SchemaObject;
}

/** A rule with what the API document says of it. */
export function describedRule(
  schema: SchemaObject,
  rule: (value: string) => string | undefined,
): TextRule {
  return Object.assign((value: string) => rule(value), { schema });
}

/** A text that is shown to people. */
export const displayText = (maxLength: number): TextRule =>
  describedRule({ minLength: 1, maxLength }, (value) => displayTextError(value, maxLength));

export function ruleSchema({ schema }: TextRule): SchemaObject {
  return { type: 'string', ...schema };
}

/**
 * Declares that a member of a request is a string that passes `rule`. Any other JSON type is
 * refused before the rule sees it (attacks L04, L05).
 */
export const Conforms = (rule: TextRule, options?: ValidationOptions): PropertyDecorator => {
  const fault = (value: unknown): string | undefined =>
    typeof value === 'string' ? rule(value) : 'The value must be a string.';
  return ValidateBy(
    {
      name: 'conforms',
      constraints: [rule],
      validator: {
        validate: (value: unknown) => fault(value) === undefined,
        defaultMessage: (about) => {
          const value: unknown = about?.value;
          // With `each`, class-validator hands over the whole array here.
          const each = options?.each === true && Array.isArray(value);
          const values: readonly unknown[] = each ? value : [value];
          return values.map(fault).find((text) => text !== undefined) ?? '';
        },
      },
    },
    options,
  );
};

/** Declares that a member may be left out. Unlike with `@IsOptional()`, null is still refused. */
export const Omissible = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined);

/** In a query everything is a text. An empty one is none; what is no number or truth value is refused. */
export const Parsed = (pattern: RegExp) =>
  Transform(({ value }: { value: unknown }) => {
    if (value === '') return undefined;
    return typeof value === 'string' && pattern.test(value)
      ? (JSON.parse(value) as unknown)
      : value;
  });
