import { difference, type Plan } from '#platform/changes';
import type { SettingMembers, SettingsSection } from './section.js';

export interface SettingsValue {
  /** The members that were set; the others have their defaults. */
  readonly set: Readonly<Record<string, number>>;
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
  Record<keyof Members, number | null>
>;

/** Members given replace what is there; null brings the default back (RFC 7396). */
export function planSettings(
  section: SettingsSection,
  before: StoredSettings,
  change: SettingsChange,
  author: string | undefined,
): Plan<SettingsValue> {
  const set = { ...before.set };
  for (const [name, value] of Object.entries(change)) {
    if (value === null) Reflect.deleteProperty(set, name);
    else if (value !== undefined) set[name] = value;
  }
  const members = difference(before.set, set);
  return {
    value: { set, updatedBy: author },
    problems: [],
    warnings: [],
    effects: [],
    events: members
      ? [
          {
            type: 'settings.changed',
            object: { kind: 'settings', id: section.name },
            facts: { members },
          },
        ]
      : [],
  };
}
