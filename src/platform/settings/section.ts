/** A name by which others may ask for something: it stands in space-separated lists. */
const ALIAS = /^[!-~]{1,100}$/;

interface Described {
  /** What it means, in a sentence for the admin who reads it. */
  readonly meaning: string;
  /** Who uses it up, or whom it is about, for the page about limits. */
  readonly whose: string;
  /** What lets them go on. */
  readonly opens: string;
}

/** A whole number that admins may set. */
export interface NumberMember extends Described {
  readonly kind?: 'number';
  readonly default: number;
  readonly minimum: number;
  readonly maximum: number;
  /** `seconds`, or what is counted. */
  readonly unit: string;
}

/** One of a few words. */
export interface ChoiceMember extends Described {
  readonly kind: 'choice';
  readonly default: string;
  readonly choices: readonly string[];
}

/** Names of others for a few words of ours. */
export interface AliasesMember extends Described {
  readonly kind: 'aliases';
  readonly default: Readonly<Record<string, string>>;
  readonly choices: readonly string[];
  /** How many names there may be. */
  readonly maximum: number;
}

export type SettingMember = NumberMember | ChoiceMember | AliasesMember;

export type SettingMembers = Readonly<Record<string, SettingMember>>;

/** What can be set. */
export type SettingValue = number | string | Readonly<Record<string, string>>;

/** Settings that belong together: one row, one version. */
export interface SettingsSection<Members extends SettingMembers = SettingMembers> {
  readonly name: string;
  readonly description: string;
  readonly members: Members;
}

type ValueOf<Member extends SettingMember> = Member extends ChoiceMember
  ? Member['choices'][number]
  : Member extends AliasesMember
    ? Readonly<Record<string, Member['choices'][number]>>
    : number;

export type SettingValues<Members extends SettingMembers> = {
  readonly [Name in keyof Members]: ValueOf<Members[Name]>;
};

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
  const values = Object.entries(members).map(([name, member]) => [
    name,
    inForce(member, set[name]),
  ]);
  return Object.fromEntries(values) as SettingValues<Members>;
}

/** Why this cannot be the value of a member, as a sentence. */
export function settingError(member: SettingMember, value: unknown): string | undefined {
  switch (member.kind) {
    case 'choice':
      return member.choices.includes(value as string)
        ? undefined
        : `must be one of: ${member.choices.join(' ')}`;
    case 'aliases': {
      const { choices, maximum } = member;
      const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
      const good =
        typeof value === 'object' &&
        entries.length <= maximum &&
        entries.every(([name, one]) => ALIAS.test(name) && choices.includes(one as string));
      return good
        ? undefined
        : `must be at most ${String(maximum)} names without spaces, each for one of: ${choices.join(' ')}`;
    }
    default: {
      const { minimum, maximum } = member;
      const good = Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum;
      return good
        ? undefined
        : `must be a whole number from ${String(minimum)} to ${String(maximum)}`;
    }
  }
}

/** Bounds may have become narrower since a value was set. */
function inForce(member: SettingMember, value: unknown): SettingValue {
  switch (member.kind) {
    case 'choice':
      return member.choices.find((choice) => choice === value) ?? member.default;
    case 'aliases':
      return typeof value === 'object' && value !== null
        ? Object.fromEntries(
            Object.entries(value as Readonly<Record<string, string>>).filter(([, one]) =>
              member.choices.includes(one),
            ),
          )
        : member.default;
    default:
      if (typeof value !== 'number') return member.default;
      return Math.min(Math.max(value, member.minimum), member.maximum);
  }
}
