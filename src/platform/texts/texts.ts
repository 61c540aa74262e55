import type { Texts } from './catalogue.js';
import { english } from './english/index.js';
import { french } from './french/index.js';
import { german } from './german/index.js';
import { spanish } from './spanish/index.js';

/** By language tag (BCP 47), each with what it is called by those who speak it. */
const CATALOGUES = { en: english, de: german, fr: french, es: spanish } satisfies Readonly<
  Record<string, Texts>
>;

export type Language = keyof typeof CATALOGUES;

export const LANGUAGES = Object.keys(CATALOGUES) as readonly Language[];

/** The catalogue of a language; English where nobody is known to read. */
export function textsFor(language: Language = 'en'): Texts {
  return CATALOGUES[language];
}

/** A sentence in whatever language it will be read. */
export type Said = (texts: Texts) => string;

/** What people read: in the language of whoever reads it, or data that is the same in all. */
export type Text = string | Said;

/** The same members, of which each text may be one that is still to be put into words. */
export type Spoken<T> = T extends string
  ? T | Said
  : T extends (...args: never[]) => unknown
    ? T
    : T extends readonly (infer Item)[]
      ? readonly Spoken<Item>[]
      : T extends object
        ? { readonly [Name in keyof T]: Spoken<T[Name]> }
        : T;

/** One text in a language. What developers and programs read is English. */
export function worded(text: Text, texts: Texts = english): string {
  return typeof text === 'function' ? text(texts) : text;
}

/** All texts in it, however deep, in a language. */
export function spoken<T>(value: Spoken<T>, texts: Texts): T {
  return inWords(value, texts) as T;
}

function inWords(value: unknown, texts: Texts): unknown {
  if (typeof value === 'function') return (value as Said)(texts);
  if (Array.isArray(value)) return value.map((item: unknown) => inWords(item, texts));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, item]: [string, unknown]) => [
    name,
    inWords(item, texts),
  ]);
  return Object.fromEntries(entries);
}

/** A text with values in their places. What has no value keeps its braces, so that it is seen. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** HTML that is safe to print: only the helpers of pages make it. */
export interface Html {
  readonly html: string;
}

/** The same for a page: the text is escaped, the values are HTML already. */
export function fillHtml(text: string, values: Readonly<Record<string, Html>>): string {
  return escapeHtml(text).replaceAll(
    /\{(\w+)\}/g,
    (place, name: string) => values[name]?.html ?? place,
  );
}
