import { Injectable } from '@nestjs/common';
import { type MemberProblem, problem } from '#platform/changes';
import { Settings } from '#platform/settings';
import { displayTextError } from '#protocol';
import { ATTRIBUTES } from './attributes.section.js';

/** Limit: characters of one value of an attribute. */
const MAX_VALUE = 500;
/** Limit: values of one attribute of one person. */
const MAX_VALUES = 100;
/** Limit: bytes of all attributes of one person, as JSON. */
const MAX_BYTES = 4096;

/** How an attribute is. */
export interface DeclaredAttribute {
  /** What its values are stored under: another one when the name is declared again. */
  readonly key: string;
  readonly several: boolean;
  /** Whether others than admins are told. */
  readonly told: boolean;
  /** Whether people write their own. */
  readonly own: boolean;
}

/** By their names. */
export type DeclaredAttributes = ReadonlyMap<string, DeclaredAttribute>;

/** Values by the keys of their attributes, as they are stored. */
export type StoredAttributes = Readonly<Record<string, readonly string[]>>;

/** Values by the names of their attributes. */
export type NamedAttributes = Readonly<Record<string, readonly string[]>>;

/** Members given replace what is there; null takes an attribute away (RFC 7396). */
export type AttributesChange = Readonly<Record<string, string | readonly string[] | null>>;

/** Which attributes there are. */
@Injectable()
export class Attributes {
  constructor(private readonly settings: Settings) {}

  async declared(): Promise<DeclaredAttributes> {
    const { declared } = await this.settings.of(ATTRIBUTES);
    const since = await this.settings.since(ATTRIBUTES, 'declared');
    return new Map(
      Object.entries(declared).map(([name, { values, read, write }]) => [
        name,
        {
          key: `${name}@${since.get(name) ?? '0'}`,
          several: values === 'several',
          told: read === 'person',
          own: read === 'person' && write === 'person',
        },
      ]),
    );
  }
}

/** Those of somebody that there are, in the order of their names. */
export function namedAttributes(
  stored: StoredAttributes,
  declared: DeclaredAttributes,
): NamedAttributes {
  const named = [...declared].flatMap(([name, { key }]) => {
    const values = stored[key];
    return values === undefined ? [] : [[name, values] as const];
  });
  return Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** For whoever reads what was changed. @returns undefined where there are none */
export function withoutGenerations(stored: StoredAttributes): NamedAttributes | undefined {
  const named = Object.entries(stored).map(([key, values]) => [key.split('@', 1)[0], values]);
  return named.length === 0 ? undefined : (Object.fromEntries(named) as NamedAttributes);
}

/** What there is after a change; what is not declared any more goes with the first. */
export function mergeAttributes(
  stored: StoredAttributes,
  change: AttributesChange | null | undefined,
  declared: DeclaredAttributes,
): StoredAttributes {
  if (change === undefined) return stored;
  if (change === null) return {};
  const all: Record<string, readonly string[]> = {};
  for (const [name, { key }] of declared) {
    const values = valuesOf(change[name]) ?? stored[key] ?? [];
    if (values.length > 0) all[key] = values;
  }
  return all;
}

/** @returns undefined where nothing is said, and none where they are taken away */
function valuesOf(given: string | readonly string[] | null | undefined) {
  if (given === undefined) return undefined;
  if (given === null) return [];
  return typeof given === 'string' ? [given] : given;
}

/** What is wrong with attributes that somebody is given. */
export function attributeProblems(
  change: AttributesChange | null | undefined,
  after: StoredAttributes,
  declared: DeclaredAttributes,
): MemberProblem[] {
  const tooMuch = Buffer.byteLength(JSON.stringify(after)) > MAX_BYTES;
  return [
    ...Object.entries(change ?? {}).flatMap(([name, given]) =>
      problem(`/attributes/${name}`, errorOf(name, valuesOf(given) ?? [], declared)),
    ),
    ...problem(
      '/attributes',
      tooMuch ? `All attributes together have at most ${String(MAX_BYTES)} bytes.` : undefined,
    ),
  ];
}

function errorOf(name: string, values: readonly string[], declared: DeclaredAttributes) {
  const attribute = declared.get(name);
  if (attribute === undefined) return undeclared(declared);
  if (!attribute.several && values.length > 1) return 'This attribute has one value.';
  if (values.length > MAX_VALUES) return `There are at most ${String(MAX_VALUES)} values.`;
  if (new Set(values).size < values.length) return 'A value is there twice.';
  return values.map((value) => displayTextError(value, MAX_VALUE)).find(Boolean);
}

/** @returns a sentence for whoever names an attribute that there is not */
export function undeclared(declared: DeclaredAttributes): string {
  const names = [...declared.keys()];
  const which = names.length === 0 ? 'None is declared' : `Declared are: ${names.join(', ')}`;
  return `There is no such attribute. ${which} (PATCH /admin/settings/attributes).`;
}
