import { english } from './english/index.js';

/** A catalogue: what English has, every language has. */
export type Texts = typeof english;

/** The catalogue for whoever reads. There is one language so far. */
export function textsFor(): Texts {
  return english;
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
