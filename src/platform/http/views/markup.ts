import { escapeHtml, fillHtml, type Html, type Texts } from '#platform/texts';
import { moment } from './wording.js';

/** What goes into the places of a text, as HTML: every value is escaped here and nowhere else. */
export function markup(texts: Texts) {
  const element = (tags: readonly string[], text: string): Html => ({
    html: tags.reduceRight(
      (inner, tag) => `<${tag}>${inner}</${tag.split(' ', 1)[0] ?? tag}>`,
      escapeHtml(text),
    ),
  });
  const name = (text: string) => element(['strong', 'bdi'], text);
  return {
    html: fillHtml,
    plain: (text: string) => element([], text),
    bdi: (text: string) => element(['bdi'], text),
    strong: (text: string) => element(['strong'], text),
    host: (text: string) => element(['strong class="host"', 'bdi'], text),
    name,
    names: (all: readonly string[]): Html => ({
      html: all.map((one) => name(one).html).join(', '),
    }),
    time(epochSeconds: number): Html {
      const { iso, text } = moment(epochSeconds, texts);
      return element([`time datetime="${iso}"`], text);
    },
  };
}
