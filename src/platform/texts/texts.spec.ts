import { describe, expect, it } from '@jest/globals';
import { escapeHtml, fill, fillHtml, textsFor } from './texts.js';

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

  it('are none of them empty', () => {
    expect(sentences(textsFor()).filter((text) => text.trim() === '')).toEqual([]);
  });
});
