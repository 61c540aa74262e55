import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { productFiles, withoutComments } from '../support/repository-files.js';

const files = productFiles();
const sizes = files.map(({ lines }) => lines).sort((a, b) => a - b);
const at = (share: number) => sizes[Math.floor(share * (sizes.length - 1))] ?? 0;

describe('files of the product are small', () => {
  it('half of them have fewer than 90 lines', () => {
    expect(at(0.5)).toBeLessThan(90);
  });

  it('nine of ten have fewer than 200 lines', () => {
    expect(at(0.9)).toBeLessThan(200);
  });

  it('none has more than 250 lines', () => {
    expect(files.filter(({ lines }) => lines > 250).map(({ path }) => path)).toEqual([]);
  });
});

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
  const wings = JSON.parse(readFileSync('scripts/wings.json', 'utf8')) as string[];
  const modules = files.flatMap(
    ({ path }) => /^src\/(.+)\/[^/]+\.module\.ts$/.exec(path)?.[1] ?? [],
  );

  it('stand in one of the six wings', () => {
    const folders = files.map(({ path }) => path.split('/')).filter((parts) => parts.length > 2);
    expect([...new Set(folders.map((parts) => parts[1]))].sort()).toEqual(wings.toSorted());
  });

  it('are global in platform only; every other one says what it needs', () => {
    const global = files.filter(({ text }) => text.includes('@Global()')).map(({ path }) => path);
    expect(global.filter((path) => !path.startsWith('src/platform/'))).toEqual([]);
    expect(global).toContain('src/platform/http/http.module.ts');
  });

  it.each([...new Set(modules)])('%s opens its index.ts with what it is about', (name) => {
    const index = `src/${name}/index.ts`;
    expect(existsSync(index)).toBe(true);
    expect(readFileSync(index, 'utf8')).toMatch(/^\/\*\*\n \* \S/);
  });
});
