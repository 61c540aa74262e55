import type { MemberProblem } from '#platform/changes';
import { namesResource, parseScope } from '#protocol';
import {
  ADMIN_SCOPES,
  POWER_OVER_PEOPLE,
  powerOf,
  powerProblems,
  type Powers,
  type ResourceServer,
} from '#registry/resources';
import type { ClientMetadata } from '../metadata/client-metadata.js';

type OwnApis = readonly ResourceServer[];

/** What somebody needs to hold who gives a client all this (attacks M11, S07). */
export function clientPowerProblems(
  powers: Powers,
  metadata: ClientMetadata,
  own: OwnApis,
): MemberProblem[] {
  return Object.entries(neededFor(metadata, own)).flatMap(([pointer, needed]) =>
    powerProblems(pointer, powers, needed),
  );
}

/** Who may not give this to a client may not take over one that has it either. */
export function takeoverProblems(
  powers: Powers,
  metadata: ClientMetadata,
  own: OwnApis,
): MemberProblem[] {
  return powerProblems('', powers, Object.values(neededFor(metadata, own)).flat());
}

/** Who says that a client was looked at has people give it what it asks for, and not be asked again. */
export function vouchingProblems(
  powers: Powers,
  before: ClientMetadata | undefined,
  after: ClientMetadata,
): MemberProblem[] {
  const said = after.unverified === false && before?.unverified !== false;
  const warningGoes = before?.unverified === true && after.unverified !== true;
  return powerProblems('/unverified', powers, said || warningGoes ? [POWER_OVER_PEOPLE] : []);
}

/** Scopes of the admin API, by the member that gives as much. */
function neededFor(metadata: ClientMetadata, own: OwnApis): Record<string, readonly string[]> {
  const { scope, first_party: firstParty, resource_server: identifier } = metadata;
  const asked = parseScope(scope ?? '') ?? [];
  const served =
    own.find((server) => namesResource([server.identifier], identifier ?? ''))?.scopes.keys() ?? [];
  return {
    '/scope': powersOf(asked),
    '/first_party': firstParty ? powerOverThoseWhoSignIn(asked) : [],
    '/resource_server': powersOf([...served]),
  };
}

function powersOf(scopes: readonly string[]): string[] {
  return scopes.map(powerOf).filter((power) => power !== undefined);
}

/** Nobody is asked: not even an admin before their own account is changed. */
function powerOverThoseWhoSignIn(scopes: readonly string[]): readonly string[] {
  return scopes.includes('account:write') ? [...ADMIN_SCOPES] : [POWER_OVER_PEOPLE];
}
