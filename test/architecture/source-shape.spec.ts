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

describe('platform/http', () => {
  const controllers = files.filter(({ text }) => /^@Controller\(/m.test(text));
  const own = (path: string) => path.startsWith('src/platform/http/');

  it('names no path of an endpoint', () => {
    const paths = controllers
      .filter(({ path }) => !own(path))
      .flatMap(({ text }) => [...text.matchAll(/@(?:Controller|Get|Post|Put)\('([\w.-]+)/g)])
      .map(([, segment = '']) => segment.replaceAll('.', '\\.'));
    expect(paths).toEqual(expect.arrayContaining(['authorize', 'token', 'jwks', 'admin']));
    const named = new RegExp(`['"\`]/(${paths.join('|')})(?:[/?'"\`])`, 'g');
    const found = files
      .filter(({ path }) => own(path) && !path.endsWith('.spec.ts'))
      .flatMap(({ path, text }) =>
        [...withoutComments(text).matchAll(named)].map(([name]) => `${path}: ${name}`),
      );
    expect(found).toEqual([]);
  });
});

describe('HttpRequest and HttpReply', () => {
  /** Besides controllers and guards, what Nest runs in front of them. */
  const also = new Map([
    ['src/platform/changes/author.ts', 'a decorator for parameters of controllers'],
    ['src/platform/changes/dry-run.ts', 'an interceptor: it answers what would have been'],
    ['src/platform/changes/entity-tag.ts', 'an interceptor: it writes the ETag of an answer'],
    ['src/platform/changes/put.ts', 'an interceptor: it says whether and where it created'],
    ['src/platform/idempotency/idempotent-requests.ts', 'an interceptor: it answers again'],
  ]);

  it('are named by controllers, guards and platform/http; others take an origin or a browser', () => {
    const naming = files.filter(({ text }) =>
      /\bHttp(Request|Reply)\b/.test(withoutComments(text)),
    );
    const others = naming
      .map(({ path }) => path)
      .filter((path) => !/\.(controller|guard|decorator)\.ts$|^src\/platform\/http\//.test(path));
    expect(others).toEqual([...also.keys()].sort());
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
