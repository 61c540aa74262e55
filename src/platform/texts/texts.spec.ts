import { describe, expect, it } from '@jest/globals';
import { escapeHtml, fill, fillHtml, LANGUAGES, spoken, textsFor, worded } from './texts.js';

function sentences(texts: object): string[] {
  return Object.values(texts).flatMap((value: unknown) =>
    typeof value === 'string' ? [value] : sentences(value as object),
  );
}

describe('texts', () => {
  it('have their values where their places are', () => {
    expect(fill('{a} of {b}', { a: 1, b: 'two' })).toBe('1 of two');
    expect(fill('{a} of {b}', { a: 1 })).toBe('1 of {b}');
  });

  it('are escaped in a page, and so are the values before they get there', () => {
    const name = { html: `<bdi>${escapeHtml('<b>"\'&')}</bdi>` };
    expect(fillHtml('Tom & {name}', { name })).toBe(
      'Tom &amp; <bdi>&lt;b&gt;&quot;&#39;&amp;</bdi>',
    );
  });

  it.each(LANGUAGES)(
    'in %s are none of them empty but those that people need not know',
    (language) => {
      const { account, ...others } = textsFor(language);
      const { proofs, ...rest } = account;
      expect(sentences({ rest, ...others }).filter((text) => text.trim() === '')).toEqual([]);
      const unsaid = Object.entries(proofs).filter(([, word]) => word === '');
      expect(unsaid.map(([method]) => method)).toEqual(['user', 'pop', 'mfa']);
    },
  );

  it.each(LANGUAGES)('in %s have the places that the English ones have', (language) => {
    const places = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();
    const placesIn = (texts: object): object =>
      Object.fromEntries(
        Object.entries(texts).map(([name, value]: [string, unknown]) => [
          name,
          typeof value === 'string' ? places(value) : placesIn(value as object),
        ]),
      );
    expect(placesIn(textsFor(language))).toEqual(placesIn(textsFor('en')));
  });

  it('are put into words however deep they are, and data stays as it is', () => {
    const model = { title: 'Data', list: [{ text: (t: { language: string }) => t.language }] };
    expect(spoken(model, textsFor('de'))).toEqual({ title: 'Data', list: [{ text: 'de' }] });
    expect(worded((t) => t.language)).toBe('en');
  });
});
