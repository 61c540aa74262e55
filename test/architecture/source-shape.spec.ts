import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { productFiles, withoutComments } from '../support/repository-files.js';

const files = productFiles();

describe('what the product does not do', () => {
  const using = (pattern: RegExp) =>
    files.filter(({ text }) => pattern.test(withoutComments(text))).map(({ path }) => path);

  it('opens no hidden transactions: neither save() nor remove()', () => {
    expect(using(/\.(save|remove)\(/)).toEqual([]);
  });

  it('N04 draws no randomness from Math.random', () => {
    expect(using(/\bMath\.random\b/)).toEqual([]);
  });

  it('never lets TypeORM synchronize the schema', () => {
    expect(using(/synchronize:\s*true|\.synchronize\(/)).toEqual([]);
  });

  it('has no forgotten work markers', () => {
    const markers = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X'].join('|')})\\b`);
    expect(files.filter(({ text }) => markers.test(text)).map(({ path }) => path)).toEqual([]);
  });
});

describe('modules', () => {
  const ranks = JSON.parse(readFileSync('scripts/module-ranks.json', 'utf8')) as string[][];
  const folders = [...new Set(files.map(({ path }) => path.split('/')))]
    .filter((parts) => parts.length > 2)
    .map((parts) => parts[1] ?? '');
  const modules = [...new Set(folders)];

  it('each folder of src/ has a rank, and each ranked folder exists', () => {
    expect(modules.sort()).toEqual(ranks.flat().sort());
  });

  it.each(modules)('%s has an index.ts, which is all that others see of it', (name) => {
    expect(existsSync(`src/${name}/index.ts`)).toBe(true);
  });
});
