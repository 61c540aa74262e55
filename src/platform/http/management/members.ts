import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import {
  getMetadataStorage,
  validate,
  type ValidationError,
  ValidationTypes,
} from 'class-validator';

/** What is wrong with one member: where it stands, from the outermost object on. */
export interface MemberFault {
  readonly path: readonly string[];
  /** Absent when there is no such member. */
  readonly detail?: string | undefined;
  /** The names that there are where this one stands. */
  readonly known?: readonly string[];
}

export interface Members {
  /** An instance of the class. */
  readonly instance: object;
  readonly faults: readonly MemberFault[];
}

/**
 * Reads an object into a class by its class-validator declarations, and finds all faults at once.
 * @param unknown what happens to members that it does not declare; stored they never are (attack H03)
 */
export async function readMembers(
  type: Type<object>,
  given: object,
  unknown: 'refuse' | 'drop',
): Promise<Members> {
  const known = memberNames(type);
  const names = Object.keys(given);
  // class-validator knows nothing of a class without declarations.
  if (known.length === 0) return { instance: {}, faults: names.map((name) => ({ path: [name] })) };
  const instance = plainToInstance(type, given);
  const errors = await validate(instance, {
    whitelist: true,
    forbidNonWhitelisted: unknown === 'refuse',
    forbidUnknownValues: true,
    stopAtFirstError: true,
  });
  // class-transformer passes over names such as `__proto__`, so that the validator never sees them.
  const isLost = (name: string) => !known.includes(name) && !Object.hasOwn(instance, name);
  const lost = unknown === 'drop' ? [] : names.filter(isLost);
  const faults = [
    ...lost.map((name) => ({ path: [name], known })),
    ...errors.flatMap((error) => faultsOf(error)),
  ];
  return { instance, faults };
}

/** The names of the members that a class declares. */
export function memberNames(type: object): string[] {
  const found = getMetadataStorage()
    .getTargetValidationMetadatas(type as Type, '', false, false)
    .map(({ propertyName }) => propertyName);
  return [...new Set(found)];
}

function faultsOf(error: ValidationError, outer: readonly string[] = []): MemberFault[] {
  const { property, constraints = {}, children = [], target = {} } = error;
  const path = [...outer, property];
  const inner = children.flatMap((child) => faultsOf(child, path));
  const [rule, about] = Object.entries(constraints)[0] ?? [];
  if (rule === undefined || about === undefined) return inner;
  if (rule !== ValidationTypes.WHITELIST) return [{ path, detail: about }, ...inner];
  return [{ path, known: memberNames(target.constructor) }];
}
