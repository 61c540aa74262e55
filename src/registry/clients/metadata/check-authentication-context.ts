import { type MemberProblem, problemsOf } from '#platform/changes';
import type { ClientMetadata } from './client-metadata.js';
import type { RegistrableValues } from './registrable-values.js';

/**
 * Refuses default `acr_values` that no sign-in here can reach when the client registers, and not at each
 * request.
 */
export function defaultAcrValues(
  { default_acr_values: values = [] }: ClientMetadata,
  { acrValues }: RegistrableValues,
): MemberProblem[] {
  return problemsOf('/default_acr_values', values, (acr) =>
    acrValues.has(acr) ? undefined : `default_acr_values may contain: ${[...acrValues].join(' ')}.`,
  );
}
