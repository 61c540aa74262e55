import { isDeepStrictEqual } from 'node:util';
import { difference, type Plan, problem } from '#platform/changes';
import type { SettingMembers, SettingValue } from './section.js';

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
  readonly author: string | undefined;
  /** What the operator's file says. */
  readonly fixed: Readonly<Record<string, unknown>>;
}

const FIXED = 'The file that SETTINGS_FILE names says this. Change it there, and start again.';

/** Members given replace what is there; null brings the default back (RFC 7396). */
export function planSettings(
  before: StoredSettings,
  change: SettingsChange,
  { author, fixed }: SettingsCircumstances,
): Plan<SettingsValue> {
  const set = { ...before.set };
  for (const [name, value] of Object.entries(change)) {
    // Who sends back what they have read decides nothing.
    if (Object.hasOwn(fixed, name) && isDeepStrictEqual(fixed[name], value)) continue;
    if (value === null) Reflect.deleteProperty(set, name);
    else if (value !== undefined) set[name] = value;
  }
  const members = difference(before.set, set);
  return {
    value: { set, updatedBy: author },
    problems: Object.keys(members ?? {}).flatMap((name) =>
      problem(`/${name}`, Object.hasOwn(fixed, name) ? FIXED : undefined, { kind: 'conflict' }),
    ),
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
