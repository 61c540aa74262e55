import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { isUniqueViolation } from '#platform/database';
import { Conforms, describedRule, Omissible, Problem } from '#platform/http';
import type { MemberProblem } from './plan.js';
import { RefusedChange } from './refused-change.js';

const NAME = /^[A-Za-z0-9][A-Za-z0-9._:@+~-]{0,254}$/;
const COLUMN = 'external_id';

const externalId = describedRule({ pattern: NAME.source }, (text) =>
  NAME.test(text)
    ? undefined
    : 'It is 1 to 255 of letters, digits, ".", "_", ":", "@", "+", "~" and "-", and begins with a letter or a digit.',
);

/** Declares the name that files and programs of others have for a thing. Null takes it away. */
export const ExternalId = () =>
  applyDecorators(
    ApiPropertyOptional({
      type: String,
      example: 'photos-production',
      description:
        'What your own files and programs call it: no two of a kind have the same. PUT by it creates or replaces.',
    }),
    IsOptional(),
    Conforms(externalId),
  );

/** Declares that a list can be asked for the one of this name. */
export const ExternalIdFilter = () =>
  applyDecorators(
    ApiPropertyOptional({ type: String, description: 'Only the one with this external_id.' }),
    Omissible(),
    Conforms(externalId),
  );

export const ShownExternalId = () =>
  ApiPropertyOptional({
    type: String,
    example: 'photos-production',
    description: 'What your own files and programs call it.',
  });

/** What is asked for under a name of the path. @throws Problem 400 */
export function underName<Body extends { external_id?: string | null }>(
  name: string,
  body: Body,
): Body & { external_id: string } {
  const fault = NAME.test(name) ? undefined : (externalId(name) ?? '');
  if (fault !== undefined) throw Problem.badParameter(COLUMN, fault);
  if ((body.external_id ?? name) !== name) {
    const detail = 'The document is of another one than the path.';
    throw Problem.badRequest(detail, { external_id: 'It is not that of the path.' });
  }
  return Object.assign({}, body, { external_id: name });
}

/** A document that replaces: what it does not name is as it was in the beginning. */
export function replacing<Body extends object, Defaults extends object>(
  defaults: Defaults,
  body: Body,
): Defaults & Body {
  const given = Object.entries(body).filter(([, value]) => value !== undefined);
  return { ...defaults, ...(Object.fromEntries(given) as Body) };
}

/** Of what never changes: the members of a document that say something else. */
export function fixedProblems(
  given: Readonly<Record<string, unknown>>,
  before: Readonly<Record<string, unknown>>,
): MemberProblem[] {
  return Object.keys(before)
    .filter((name) => given[name] !== undefined && given[name] !== before[name])
    .map((name) => ({ pointer: `/${name}`, detail: 'It cannot be changed.' }));
}

/**
 * What has to be unique: the index decides.
 * @param taken what is said unless it is the external_id that another has
 * @throws RefusedChange
 */
export async function unlessTaken<T>(
  write: Promise<T>,
  taken?: Omit<MemberProblem, 'kind'>,
): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (isUniqueViolation(error, COLUMN)) {
      const detail = 'Another one has this external_id.';
      throw new RefusedChange({ pointer: `/${COLUMN}`, detail, kind: 'conflict' });
    }
    if (taken === undefined || !isUniqueViolation(error)) throw error;
    throw new RefusedChange({ ...taken, kind: 'conflict' });
  }
}
