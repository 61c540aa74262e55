import { isDeepStrictEqual } from 'node:util';
import { type MemberProblem, problem } from '#platform/changes';
import { type Caller, Problem, type Reach } from '#platform/http';
import { isOidcScope, parseScope } from '#protocol';
import type { Client } from '../client.js';
import type { ClientMetadata, ClientMetadataInput } from '../metadata/client-metadata.js';
import type { ClientCircumstances } from '../plan-client.js';
import { SAFE_POLICY, scopesOf, underPolicy } from '../policy/client-policy.js';
import { registrableMembers } from './registrable-members.js';

/** Limit: clients that one person owns who is no admin. */
export const MAX_OWNED = 100;

const FORBIDDEN = { kind: 'forbidden' } as const;

function isOwned({ owners = [] }: Pick<ClientMetadata, 'owners'>, reach?: Reach): boolean {
  return reach === undefined || owners.some((owner) => reach.owners?.includes(owner));
}

/** A client of somebody else is not there (attack M10). @throws Problem 404 */
export function checkOwned({ metadata }: Client, { reach }: Pick<Caller, 'reach'>): void {
  if (!isOwned(metadata, reach)) throw Problem.notFound('client');
}

/** What an owner registers begins as a client that registers itself does, and is theirs. */
export function beginning({ userId, reach }: Pick<Caller, 'userId' | 'reach'>) {
  if (reach === undefined || userId === undefined) return {};
  const { unverified, require_pkce, legacy_assertion_audience } = reach.terms ?? SAFE_POLICY;
  return {
    ...{ owners: [userId], unverified, require_pkce, legacy_assertion_audience },
    groups_claim: { filter: 'assigned' },
  } satisfies ClientMetadataInput;
}

/**
 * An owner makes of a client what one that registers itself could be, judged as a whole, and may not take over one
 * that is more (attack M11). The rest is as an admin left it.
 * @param before what it was, or began with
 */
export function ownerProblems(
  before: ClientMetadata,
  after: ClientMetadata,
  reach: Reach | undefined,
  circumstances: Pick<ClientCircumstances, 'offered' | 'openScopes'>,
): MemberProblem[] {
  if (reach === undefined) return [];
  const policy = reach.terms ?? SAFE_POLICY;
  const scopes = parseScope(after.scope ?? '') ?? [];
  const outside = scopes.filter((name) => !isOidcScope(name) && !scopesOf(policy).includes(name));
  const grants = after.grant_types.filter((grant) => !policy.grant_types.includes(grant));
  const { problems } = underPolicy(after, policy, circumstances);
  return [
    ...problem('', hasMore(after) ? MORE : undefined, FORBIDDEN),
    ...decidedByAdmins(before, after),
    ...problem('/owners', isOwned(after, reach) ? undefined : 'It would not be yours.', FORBIDDEN),
    ...excess('/scope', outside),
    ...excess('/grant_types', grants),
    ...problems
      .filter(({ pointer }) => pointer !== '/scope' && pointer !== '/grant_types')
      .map(({ pointer, detail }) => ({ pointer, detail, ...FORBIDDEN })),
  ];
}

const MORE = 'An admin gave this client more than its owners may give.';

function hasMore({ first_party, resource_server, token_exchange, may_act }: ClientMetadata) {
  return first_party || [resource_server, token_exchange, may_act].some((one) => one !== undefined);
}

function excess(pointer: string, names: readonly string[]): MemberProblem[] {
  const detail = `Your role lets no client have: ${names.join(' ')}.`;
  return problem(pointer, names.length === 0 ? undefined : detail, FORBIDDEN);
}

function decidedByAdmins(before: ClientMetadata, after: ClientMetadata): MemberProblem[] {
  const members = new Set([...Object.keys(before), ...Object.keys(after)]);
  return (
    [...members]
      .filter((member) => member !== 'owners' && !registrableMembers.has(member))
      // A public client needs it, whoever makes it one.
      .filter((member) => !(member === 'require_pkce' && after.require_pkce))
      .filter((member) => !isDeepStrictEqual(valueIn(before, member), valueIn(after, member)))
      .flatMap((member) => problem(`/${member}`, 'Only an admin decides this.', FORBIDDEN))
  );
}

function valueIn(metadata: object, member: string): unknown {
  return (metadata as Readonly<Record<string, unknown>>)[member];
}
