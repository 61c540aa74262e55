import { type Language, LANGUAGES } from '#platform/texts';

/** In which languages pages can be read here; the first unless somebody wants another. */
export type OfferedLanguages = readonly [Language, ...Language[]];

/** What is known of the language that somebody reads, as lists of language tags (BCP 47). */
export interface Wanted {
  /** What the application asked for (OIDC Core §3.1.2.1, `ui_locales`). */
  application?: string | undefined;
  /** What they chose on a page. */
  chosen?: string | undefined;
  /** What their profile says. */
  person?: string | undefined;
  /** What their browser says (RFC 9110 §12.5.4). */
  browser?: string | undefined;
}

export const isLanguage = (tag: string): tag is Language =>
  LANGUAGES.some((language) => language === tag);

/** The first of what is wanted that there is: `de-CH` is read in `de`. */
export function languageFor(
  { application, chosen, person, browser }: Wanted,
  offered: OfferedLanguages,
): Language {
  const wanted = [application, chosen, person].flatMap((tags) => tags?.split(' ') ?? []);
  for (const tag of [...wanted, ...byQuality(browser ?? '')]) {
    const primary = tag.toLowerCase().split('-', 1)[0] ?? '';
    if (isLanguage(primary) && offered.includes(primary)) return primary;
  }
  return offered[0];
}

function byQuality(accepted: string): string[] {
  return accepted
    .slice(0, 200)
    .split(',')
    .map((item) => {
      const [tag = '', quality] = item.trim().split(/\s*;\s*q=/);
      return { tag, quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality)
    .map(({ tag }) => tag);
}
