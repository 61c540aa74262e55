import { isDeepStrictEqual } from 'node:util';
import type { Facts, FactValue } from '#platform/events';

type Members = Readonly<Record<string, unknown>>;

/** Bytes of what one event tells of members; its column takes 64 kB on MySQL. */
const MAX_TOLD = 30_000;
const TOO_LONG = '(too long to be told)';

/**
 * The members that differ, each with what it was and what it is (`from`, `to`).
 * @returns undefined when none does
 */
export function difference(before: Members, after: Members): Facts | undefined {
  const [from, to] = [asJson(before), asJson(after)];
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  const changed = names.filter((name) => !isDeepStrictEqual(from[name], to[name]));
  if (changed.length === 0) return undefined;
  const told = changed.map((name) => [name, fromTo(from[name], to[name])] as const);
  return Object.fromEntries(shortened(told));
}

/** As it is stored: what a request brings are instances of classes, which equal no stored value. */
function asJson(members: Members): Facts {
  return JSON.parse(JSON.stringify(members)) as Facts;
}

function fromTo(from: FactValue, to: FactValue): Facts {
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

/** Leaves out the values of the longest members until the rest fits. */
function shortened(
  told: readonly (readonly [string, Facts])[],
): readonly (readonly [string, Facts])[] {
  const sizes = new Map(
    told.map(([name, facts]) => [name, Buffer.byteLength(JSON.stringify(facts))]),
  );
  let size = [...sizes.values()].reduce((sum, each) => sum + each, 0);
  const left = new Set<string>();
  for (const [name, bytes] of [...sizes].sort(([, a], [, b]) => b - a)) {
    if (size <= MAX_TOLD) break;
    left.add(name);
    size -= bytes;
  }
  return told.map(([name, facts]) => {
    if (!left.has(name)) return [name, facts];
    return [name, Object.fromEntries(Object.keys(facts).map((end) => [end, TOO_LONG]))];
  });
}
