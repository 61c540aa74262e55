import { describe, expect, it } from '@jest/globals';
import { readFiles, repositoryFiles } from '../support/repository-files.js';

const templates = readFiles(repositoryFiles().filter((path) => /^src\/.*\.eta$/.test(path)));

/** What a template prints by itself: neither code nor markup. */
function ownWords(template: string): string[] {
  const markup = template
    .replaceAll(/<%[\s\S]*?%>/g, '')
    .replaceAll(/<script[\s\S]*?<\/script>/g, '');
  const attributes = [...markup.matchAll(/\s(?:title|alt|placeholder|aria-label)="([^"]*)"/g)];
  const text = markup.replaceAll(/<[^>]*>/g, ' ');
  return [text, ...attributes.map(([, value = '']) => value)].flatMap(
    (one) => one.match(/\p{L}+/gu) ?? [],
  );
}

describe('what people read stands in one catalogue', () => {
  it('the templates are there', () => {
    expect(templates.length).toBeGreaterThan(15);
  });

  it.each(templates.map(({ path, text }) => [path, text] as const))(
    '%s has no words of its own',
    (_path, text) => {
      expect(ownWords(text)).toEqual([]);
    },
  );
});
