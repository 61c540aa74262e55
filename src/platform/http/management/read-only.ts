import { isDeepStrictEqual } from 'node:util';
import type { Type } from '@nestjs/common';
import { ApiPropertyOptional, type ApiPropertyOptions } from '@nestjs/swagger';
import { getMetadataStorage, ValidateBy } from 'class-validator';
import { Problem } from '../problem.js';
import { memberNames } from './members.js';

const READ_ONLY = 'readOnly';

/** What an answer says of the moment, and not of the thing: it may come back and is not looked at. */
const OF_THE_ANSWER = ['warnings', 'usage_30d', 'last_used_at', 'last_sign_in_at'];

/**
 * Declares that a change takes back whatever `answer` shows: members that cannot be changed may be
 * sent as they are.
 */
export const TakesBack =
  (answer: Type<object>) =>
  (change: Type<object>): void => {
    const writable = memberNames(change);
    for (const [name, options] of shownMembers(answer)) {
      if (writable.includes(name)) continue;
      const readOnly = { ...options, required: false, readOnly: true } as ApiPropertyOptions;
      ApiPropertyOptional(readOnly)(change.prototype as object, name);
      const validator = { validate: () => true };
      ValidateBy({ name: READ_ONLY, validator })(change.prototype as object, name);
    }
  };

/**
 * The members of a change that can be changed.
 * @param current what a GET would answer now; asked for only when it matters
 * @throws Problem 400 when another one is not as it is
 */
export async function writableMembers<T extends object>(
  change: T,
  current: () => Promise<object>,
): Promise<T> {
  const fixed = Object.keys(change).filter((name) => isReadOnly(change.constructor, name));
  if (fixed.length === 0) return change;
  const shown = JSON.parse(JSON.stringify(await current())) as Record<string, unknown>;
  const given = new Map(Object.entries(change));
  const changed = fixed.filter(
    (name) => !OF_THE_ANSWER.includes(name) && !isDeepStrictEqual(given.get(name), shown[name]),
  );
  if (changed.length > 0) {
    const faults = changed.map((name) => [name, 'It cannot be changed.']);
    const detail = 'Some members cannot be changed.';
    throw Problem.badRequest(detail, Object.fromEntries(faults) as Record<string, string>);
  }
  const kept = [...given].filter(([name]) => !fixed.includes(name));
  return Object.fromEntries(kept) as T;
}

function isReadOnly(type: object, member: string): boolean {
  return getMetadataStorage()
    .getTargetValidationMetadatas(type as Type, '', false, false)
    .some(({ propertyName, name }) => propertyName === member && name === READ_ONLY);
}

/** What a class shows in the API document: the names under which @nestjs/swagger keeps it. */
function shownMembers({ prototype }: Type<object>): [name: string, options: object][] {
  const target = prototype as object;
  const names = (Reflect.getMetadata('swagger/apiModelPropertiesArray', target) ?? []) as string[];
  return names.map((colonName) => {
    const name = colonName.slice(1);
    return [name, Reflect.getMetadata('swagger/apiModelProperties', target, name) as object];
  });
}
