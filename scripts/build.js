// `npm run build`: compiles src to dist, copies what the compiler leaves behind (templates, styles,
// icons; the `assets` of nest-cli.json) and deletes output whose source is gone, which tsc leaves.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';

const SOURCE = 'src';
const OUTPUT = 'dist';
const STAMP = join(OUTPUT, '.built');
const ASSET = /\.(eta|css|svg|png|ico)$/;
const COMPILED = /\.(js|js\.map|d\.ts)$/;
const ALSO_DECIDES = ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];

const files = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

export function copyAssets() {
  for (const from of files(SOURCE).filter((file) => ASSET.test(file))) {
    cpSync(from, join(OUTPUT, relative(SOURCE, from)));
  }
}

function deleteOrphans() {
  for (const output of files(OUTPUT)) {
    const source = join(SOURCE, relative(OUTPUT, output));
    const compiled = COMPILED.test(output) && existsSync(source.replace(COMPILED, '.ts'));
    const copied = ASSET.test(output) && existsSync(source);
    const known = COMPILED.test(output) || ASSET.test(output);
    if (known && !compiled && !copied) rmSync(output);
  }
}

/** @returns {boolean} whether the compiler was content */
export function build() {
  const startedAt = new Date();
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'],
    { stdio: 'inherit' },
  );
  if (status !== 0) return false;
  copyAssets();
  deleteOrphans();
  // Dated to the start: what was edited while the compiler ran has to count as newer.
  writeFileSync(STAMP, '');
  utimesSync(STAMP, startedAt, startedAt);
  return true;
}

function isFresh() {
  if (!existsSync(STAMP)) return false;
  const builtAt = statSync(STAMP).mtimeMs;
  const sources = [...files(SOURCE).filter((file) => !file.endsWith('.spec.ts')), ...ALSO_DECIDES];
  return sources.every((file) => statSync(file).mtimeMs < builtAt);
}

/** Builds unless the last build is newer than everything it was made of. */
export function buildWhenStale() {
  if (isFresh()) return true;
  console.log('Building ...');
  return build();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const built = process.argv.includes('--if-stale') ? buildWhenStale() : build();
  process.exitCode = built ? 0 : 1;
}
