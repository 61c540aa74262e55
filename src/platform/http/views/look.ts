import { type Texts, textsFor } from '#platform/texts';
import { stylesheetPath } from './assets.js';
import { languageFor, type OfferedLanguages, type Wanted } from './language.js';

/** How people know this installation, and whom they ask for help. */
export interface Brand {
  readonly productName: string;
  /** The style sheets of every page. */
  readonly stylesheets: readonly string[];
  /** The accent on light ground, and on dark. */
  readonly accents: { readonly light: string; readonly dark: string };
  /** On this origin; the icon of Gatehouse when absent. */
  readonly logoPath?: string | undefined;
  readonly support?: { readonly href: string; readonly text: string } | undefined;
}

/** What all pages have in common at a moment. */
export interface Look {
  readonly texts: Texts;
  readonly brand: Brand;
  readonly languages: OfferedLanguages;
  /** The path below which another language is chosen; absent where none can be. */
  readonly languagePath?: string;
  /** Where this page can be read in another language; absent where it cannot be opened again. */
  readonly here?: string | undefined;
}

/** The same for who reads these languages. */
export function inLanguageOf(look: Look, wanted: Wanted): Look {
  return { ...look, texts: textsFor(languageFor(wanted, look.languages)) };
}

/** The accents of theme.css. */
const ACCENTS = { light: '#1f5f50', dark: '#86cdb6' };

export const PLAIN_BRAND: Brand = {
  productName: 'Gatehouse',
  stylesheets: [stylesheetPath],
  accents: ACCENTS,
};

export const PLAIN_LOOK: Look = { texts: textsFor(), brand: PLAIN_BRAND, languages: ['en'] };

/** Knows how pages look now. */
export abstract class Looks {
  /** At most as old as settings may be. */
  abstract now(): Promise<Look>;

  /** The last that was known, for who cannot wait. */
  abstract get latest(): Look;
}
