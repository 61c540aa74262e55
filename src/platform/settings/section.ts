/** A whole number that admins may set. */
export interface SettingMember {
  readonly default: number;
  readonly minimum: number;
  readonly maximum: number;
  /** `seconds`, or what is counted. */
  readonly unit: string;
  /** What it means, in a sentence for the admin who reads it. */
  readonly meaning: string;
  /** Who uses it up, for the page about limits. */
  readonly whose: string;
  /** What lets them go on. */
  readonly opens: string;
}

export type SettingMembers = Readonly<Record<string, SettingMember>>;

/** Settings that belong together: one row, one version. */
export interface SettingsSection<Members extends SettingMembers = SettingMembers> {
  readonly name: string;
  readonly description: string;
  readonly members: Members;
}

export type SettingValues<Members extends SettingMembers> = Readonly<Record<keyof Members, number>>;

export function defineSection<const Members extends SettingMembers>(
  section: SettingsSection<Members>,
): SettingsSection<Members> {
  return section;
}

/** The values of a section: those that were set, and the defaults for the rest. */
export function valuesOf<Members extends SettingMembers>(
  { members }: SettingsSection<Members>,
  set: Readonly<Record<string, unknown>> = {},
): SettingValues<Members> {
  const values = Object.entries(members).map(([name, member]) => {
    const value = set[name];
    return [name, typeof value === 'number' ? within(value, member) : member.default];
  });
  return Object.fromEntries(values) as SettingValues<Members>;
}

/** Bounds may have become narrower since a value was set. */
function within(value: number, { minimum, maximum }: SettingMember): number {
  return Math.min(Math.max(value, minimum), maximum);
}
