import { type ChainedMembers, digestOf } from './chain.js';
import type { EventEntity } from './event.entity.js';

/** An event as it is told to others: in lists, exports and to those who listen. */
export type ToldEvent = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly seq: number;
  readonly type: string;
  readonly at: number;
};

/** By the names that others know; what is null is left out. */
export function chainedMembers(row: EventEntity, factsDigest: string | null): ChainedMembers {
  const members = {
    ...{ id: row.id, at: row.at, type: row.type, outcome: row.outcome },
    ...{ actor_kind: row.actorKind, actor: row.actor, on_behalf_of: row.onBehalfOf },
    ...{ client_id: row.clientId, user_id: row.userId },
    ...{ object_kind: row.objectKind, object_id: row.objectId, request_id: row.requestId },
    facts_digest: factsDigest,
  };
  const present = Object.entries(members).filter(([, value]) => value !== null);
  return Object.fromEntries(present) as ChainedMembers;
}

export function factsOf({ facts }: Pick<EventEntity, 'facts'>): Record<string, unknown> | null {
  return facts === null ? null : (JSON.parse(facts) as Record<string, unknown>);
}

/** What the chain will hold of the facts of an event, if it has any. */
export function sealFacts(
  row: EventEntity,
  salt: string,
): { factsSalt: string | null; factsDigest: string | null } {
  const facts = factsOf(row);
  if (facts === null) return { factsSalt: null, factsDigest: null };
  return { factsSalt: salt, factsDigest: digestOf(salt, facts) };
}

/** Everything that an event is, so that whoever has them all can verify the chain. */
export function told(row: EventEntity): ToldEvent {
  const facts = factsOf(row);
  return {
    seq: row.seq ?? 0,
    ...chainedMembers(row, row.factsDigest),
    ...(facts === null ? {} : { facts, facts_salt: row.factsSalt }),
    hash: row.hash,
  } as unknown as ToldEvent;
}
