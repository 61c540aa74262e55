import { ValidateBy, ValidateIf, type ValidationOptions } from 'class-validator';

/** What is wrong with a text, as a sentence; undefined when nothing is. */
export type TextRule = (value: string) => string | undefined;

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
