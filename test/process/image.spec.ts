import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { atEndOfFile } from '../support/end-of-file.js';
import { freePort } from '../support/free-port.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

const MEGABYTE = 1024 * 1024;

/** What the Dockerfile copies into the image, started where nothing else is. */
describe('O22 the files of the image', () => {
  let image: string;

  beforeAll(() => {
    image = temporaryDirectory();
    execFileSync(process.execPath, ['scripts/image.js', image]);
  });

  const files = () =>
    readdirSync(image, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));

  it('hold what runs, and neither sources nor tools', () => {
    const paths = files().map((path) => path.slice(image.length + 1));
    expect(paths).toEqual(expect.arrayContaining(['LICENSE', 'package.json', 'dist/main.js']));
    expect(paths).toContain('dist/THIRD-PARTY-NOTICES.txt');
    const unwanted = /\.(?:ts|map|c|cc|cpp|h|gyp)$|\/(?:typescript|jest|typeorm|node-addon-api)\//;
    expect(paths.filter((path) => unwanted.test(path))).toEqual([]);
    const prebuilt = paths.filter((path) => path.includes('/prebuilds/'));
    expect(prebuilt).toEqual([expect.stringMatching(/\.node$/)]);
    const size = files().reduce((sum, path) => sum + statSync(path).size, 0);
    expect(size).toBeLessThan(20 * MEGABYTE);
  });

  it('name the licence of each package that is there', () => {
    const packages = files().filter((path) =>
      /node_modules\/(?:@[^/]+\/)?[^/]+\/package\.json$/.test(path),
    );
    expect(packages.length).toBeGreaterThan(10);
    const silent = packages.filter(
      (path) =>
        (JSON.parse(readFileSync(path, 'utf8')) as { license?: string }).license === undefined,
    );
    expect(silent).toEqual([]);
  });

  async function run(environment: Record<string, string>) {
    const main = join(image, 'dist/main.js');
    const child = spawn(process.execPath, [main], { cwd: image, env: environment });
    atEndOfFile(async () => void child.kill('SIGKILL'));
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    return { child, output: () => output };
  }

  it('serve: an admin is made, pages and Swagger UI are there', async () => {
    const port = await freePort();
    const origin = `http://localhost:${port}`;
    const { child, output } = await run({
      ...{ DATA_DIR: temporaryDirectory(), PORT: String(port), HOST: '127.0.0.1' },
    });
    while (!output().includes('is ready')) {
      expect([child.exitCode, child.exitCode === null ? '' : output()]).toEqual([null, '']);
      await sleep(50);
    }
    for (const path of ['/health/ready', '/', '/docs', '/openapi.json', '/jwks']) {
      expect([path, (await fetch(origin + path)).status]).toEqual([path, 200]);
    }
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('know MySQL as well', async () => {
    const SECRET_KEY = Buffer.from('0123456789abcdefghijklmnopqrstuv').toString('base64');
    const DATABASE_URL = 'mysql://a:b@127.0.0.1:1/x';
    const { child, output } = await run({ SECRET_KEY, DATABASE_URL });
    await once(child, 'close');
    expect(output()).toContain('ECONNREFUSED');
  });
});
