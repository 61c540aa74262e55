import { createHash } from 'node:crypto';
import { sha256 } from '#platform/crypto';

/** What the chain holds of an event, without what is null. */
export type ChainedMembers = Readonly<Record<string, string | number>>;

/** A place in the chain: the number of an event and its hash. */
export interface Link {
  readonly seq: number;
  readonly hash: string;
}

/** Before the first event. */
export const BEGINNING: Link = { seq: 0, hash: '' };

/** JSON that is the same for the same value (RFC 8785): members in order, no space. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

/** The hash of the event that follows a place: over its number, the hash before and its members. */
export function hashAfter({ seq, hash }: Link, event: ChainedMembers): string {
  return sha256(`${String(seq + 1)}\n${hash}\n${canonicalJson(event)}`);
}

/** With the salt gone as well, nobody can find out by guessing what the facts were. */
export function digestOf(salt: string, facts: unknown): string {
  return createHash('sha256')
    .update(`${salt}\n${canonicalJson(facts)}`)
    .digest('base64url');
}
