import { type MemberProblem, problemsOf } from '#platform/changes';
import { ACR_VALUES } from '#protocol';
import type { ClientMetadata } from './client-metadata.js';

/**
 * Refuses default `acr_values` that no sign-in here can reach when the client registers, and not at each
 * request.
 */
export function defaultAcrValues({
  default_acr_values: values = [],
}: ClientMetadata): MemberProblem[] {
  return problemsOf('/default_acr_values', values, (acr) =>
    ACR_VALUES.includes(acr)
      ? undefined
      : `default_acr_values may contain: ${ACR_VALUES.join(' ')}.`,
  );
}
