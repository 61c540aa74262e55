import { isDeepStrictEqual } from 'node:util';
import { difference, type Plan, problem } from '#platform/changes';
import { isRecord, settingError, type SettingMembers, type SettingValue } from './section.js';

export interface SettingsValue {
  /** The members that were set; the others have their defaults. */
  readonly set: Readonly<Record<string, SettingValue>>;
  /** The `sub` or `client_id` of whoever set any of it last. */
  readonly updatedBy: string | undefined;
}

/** What was set of a section; version 0 before anything was. */
export interface StoredSettings extends SettingsValue {
  readonly name: string;
  readonly version: number;
  /** Seconds since the epoch. */
  readonly updatedAt: number | undefined;
}

export type SettingsChange<Members extends SettingMembers = SettingMembers> = Partial<
  Record<keyof Members, SettingValue | null>
>;

/** What a change is judged by. */
export interface SettingsCircumstances {
  readonly members: SettingMembers;
  readonly author: string | undefined;
  /** What the operator's file says. */
  readonly fixed: Readonly<Record<string, unknown>>;
}

const FIXED = 'The file that SETTINGS_FILE names says this. Change it there, and start again.';

/** The property of a declaration that says with which version of its section it was made. */
export const SINCE = 'since';

/** A merge patch (RFC 7396): null brings the default back, and takes a name away. */
export function planSettings(
  before: StoredSettings,
  change: SettingsChange,
  { author, fixed, members: declared }: SettingsCircumstances,
): Plan<SettingsValue> {
  const set = { ...before.set };
  for (const [name, value] of Object.entries(change)) {
    // Who sends back what they have read decides nothing.
    if (Object.hasOwn(fixed, name) && isDeepStrictEqual(fixed[name], value)) continue;
    if (value === null) Reflect.deleteProperty(set, name);
    else if (value !== undefined) set[name] = merged(set[name], value, before.version + 1);
  }
  const members = difference(before.set, set);
  return {
    value: { set, updatedBy: author },
    problems: Object.keys(members ?? {}).flatMap((name) => [
      ...problem(`/${name}`, Object.hasOwn(fixed, name) ? FIXED : undefined, { kind: 'conflict' }),
      ...problem(`/${name}`, errorOf(declared[name], set[name])),
    ]),
    warnings: [],
    effects: [],
    events: members
      ? [
          {
            type: 'settings.changed',
            object: { kind: 'settings', id: before.name },
            facts: { members },
          },
        ]
      : [],
  };
}

/** What is declared again is another thing than before, and what was kept under its name stays gone. */
function merged(
  before: SettingValue | undefined,
  change: SettingValue,
  version: number,
): SettingValue {
  if (!isRecord(change)) return change;
  const all: Record<string, unknown> = isRecord(before) ? { ...before } : {};
  for (const [name, value] of Object.entries<unknown>(change)) {
    const there = all[name];
    if (value === null) Reflect.deleteProperty(all, name);
    else if (!isRecord(value)) all[name] = value;
    else all[name] = { [SINCE]: String(version), ...(isRecord(there) ? there : {}), ...value };
  }
  return all as SettingValue;
}

/** Each part may be sound and the whole too much. */
function errorOf(member: SettingMembers[string] | undefined, value: SettingValue | undefined) {
  if (member === undefined || value === undefined) return undefined;
  if (member.kind !== 'declarations' || !isRecord(value)) return settingError(member, value);
  const declared = Object.entries(value as Readonly<Record<string, Record<string, string>>>);
  const plain = declared.map(([name, { [SINCE]: _since, ...one }]) => [name, one]);
  return settingError(member, Object.fromEntries(plain));
}
