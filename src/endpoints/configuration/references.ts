import { isRecord } from '#platform/settings';
import type { Members } from './document.js';
import type { Kind } from './kinds.js';

/**
 * A thing whose references are called otherwise: a text, a list of texts, or an object of which the values are.
 * @param rename gives undefined for what there is not
 */
export function renamed(
  members: Members,
  { references }: Kind,
  rename: (kind: string, name: string) => string | undefined,
): Members {
  const changed = Object.entries(members).map(([member, value]) => {
    const kind = references[member];
    if (kind === undefined) return [member, value] as const;
    return [member, renamedValue(value, (name) => rename(kind, name))] as const;
  });
  return Object.fromEntries(changed.filter(([, value]) => value !== undefined));
}

function renamedValue(value: unknown, rename: (name: string) => string | undefined): unknown {
  if (typeof value === 'string') return rename(value);
  if (Array.isArray(value)) {
    return value.flatMap((one: unknown) => (typeof one === 'string' ? (rename(one) ?? []) : [one]));
  }
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(([name, one]) => [
    name,
    typeof one === 'string' ? rename(one) : one,
  ]);
  return Object.fromEntries(entries.filter(([, one]) => one !== undefined)) as Members;
}
