import { itemError, type ItemFormat, textError, type TextFormat } from './text-formats.js';

/** A name by which others may ask for something: it stands in space-separated lists. */
const ALIAS = /^[!-~]{1,100}$/;

/** What admins call something. */
const DECLARED = /^[a-z][a-z0-9_]{0,63}$/;

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

/** Things that admins give names to, and how each of them is. */
export interface DeclarationsMember extends Described {
  readonly kind: 'declarations';
  readonly default: Readonly<Record<string, never>>;
  /** What each is like: one of a few words, the first unless it is said. */
  readonly properties: Readonly<Record<string, readonly [string, ...string[]]>>;
  /** How many there may be. */
  readonly maximum: number;
}

/** A text of some form. */
export interface TextMember extends Described {
  readonly kind: 'text';
  readonly format: TextFormat;
  readonly default: string;
  /** Characters. */
  readonly maximum: number;
}

/** Several texts of some form, each of them once. */
export interface ListMember extends Described {
  readonly kind: 'list';
  readonly format: ItemFormat;
  readonly default: readonly [];
  /** How many there may be. */
  readonly maximum: number;
}

export type SettingMember =
  NumberMember | ChoiceMember | AliasesMember | DeclarationsMember | TextMember | ListMember;

export type SettingMembers = Readonly<Record<string, SettingMember>>;

/** What can be set. */
export type SettingValue =
  | number
  | string
  | readonly string[]
  | Readonly<Record<string, string | Readonly<Record<string, string>>>>;

/** Settings that belong together: one row, one version. */
export interface SettingsSection<Members extends SettingMembers = SettingMembers> {
  readonly name: string;
  readonly description: string;
  readonly members: Members;
  /** Scopes without which nobody changes any of it: those of what it lets others do. */
  readonly needs?: readonly string[];
}

type ValueOf<Member extends SettingMember> = Member extends ChoiceMember
  ? Member['choices'][number]
  : Member extends AliasesMember
    ? Readonly<Record<string, Member['choices'][number]>>
    : Member extends DeclarationsMember
      ? Readonly<
          Record<
            string,
            { readonly [Name in keyof Member['properties']]: Member['properties'][Name][number] }
          >
        >
      : Member extends TextMember
        ? string
        : Member extends ListMember
          ? readonly string[]
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
    case 'aliases':
      return isNaming(member, value)
        ? undefined
        : `must be at most ${String(member.maximum)} names without spaces, each for one of: ${member.choices.join(' ')}`;
    case 'declarations':
      return isDeclaring(member, value)
        ? undefined
        : `must be at most ${String(member.maximum)} names, of a-z, 0-9 and "_", each with: ${propertiesOf(member)}`;
    case 'text': {
      const { format, maximum } = member;
      const long = typeof value === 'string' && value.length > maximum;
      return long ? `must have at most ${String(maximum)} characters` : textError(format, value);
    }
    case 'list':
      return listError(member, value);
    default: {
      const { minimum, maximum } = member;
      const good = Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum;
      return good
        ? undefined
        : `must be a whole number from ${String(minimum)} to ${String(maximum)}`;
    }
  }
}

function listError({ format, maximum }: ListMember, value: unknown): string | undefined {
  const items: readonly unknown[] = Array.isArray(value) ? value : [undefined];
  const many = items.length > maximum || new Set(items).size < items.length;
  if (many || !Array.isArray(value))
    return `must be at most ${String(maximum)} texts, each of them once`;
  return items.map((item) => itemError(format, item)).find((error) => error !== undefined);
}

function isNaming({ choices, maximum }: AliasesMember, value: unknown): boolean {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const isSound = ([name, one]: [string, unknown]) =>
    ALIAS.test(name) && choices.includes(one as string);
  return typeof value === 'object' && entries.length <= maximum && entries.every(isSound);
}

function isDeclaring({ properties, maximum }: DeclarationsMember, value: unknown): boolean {
  if (!isRecord(value) || Object.keys(value).length > maximum) return false;
  const isSound = ([name, word]: [string, unknown]) =>
    Object.hasOwn(properties, name) && properties[name]?.includes(word as string) === true;
  return Object.entries(value).every(
    ([name, one]) =>
      DECLARED.test(name) && isRecord(one) && Object.entries(one).every((entry) => isSound(entry)),
  );
}

const propertiesOf = ({ properties }: DeclarationsMember): string =>
  Object.entries(properties)
    .map(([name, words]) => `${name} (${words.join(' or ')})`)
    .join(', ');

/** Each with all of its properties. */
function declared({ properties }: DeclarationsMember, value: unknown) {
  const entries = isRecord(value) ? Object.entries(value) : [];
  return Object.fromEntries(
    entries.map(([name, one]) => {
      const said = isRecord(one) ? one : {};
      const words = Object.entries(properties).map(([property, choices]) => [
        property,
        choices.find((word) => word === said[property]) ?? choices[0],
      ]);
      return [name, Object.fromEntries(words) as Record<string, string>];
    }),
  );
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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
    case 'declarations':
      return declared(member, value);
    case 'text':
      return settingError(member, value) === undefined ? (value as string) : member.default;
    case 'list':
      return settingError(member, value) === undefined ? (value as string[]) : member.default;
    default:
      if (typeof value !== 'number') return member.default;
      return Math.min(Math.max(value, member.minimum), member.maximum);
  }
}
