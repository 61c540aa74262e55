// `npm run build`: compiles src to build, copies what the compiler leaves behind (templates, styles,
// icons, threads), and bundles it all in dist.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
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
import { bundle } from './bundle.js';

const SOURCE = 'src';
const COMPILED = 'build';
const OUTPUT = 'dist';
const STAMP = join(OUTPUT, '.built');
const ASSET = /\.(eta|css|svg|png|ico|mjs|script\.js)$/;
const ALSO_DECIDES = [
  'tsconfig.json',
  'tsconfig.build.json',
  'package-lock.json',
  'scripts/bundle.js',
  'scripts/notices.js',
];

export const isAsset = (file) => ASSET.test(file);

const files = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/** Into the compiled modules, which then run as they are. @returns {boolean} whether all is well */
export function compile() {
  const compiler = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'];
  const { status } = spawnSync(process.execPath, compiler, { stdio: 'inherit' });
  copyAssets(COMPILED);
  return status === 0;
}

export function copyAssets(folder = COMPILED) {
  for (const from of files(SOURCE).filter(isAsset)) {
    cpSync(from, join(folder, relative(SOURCE, from)));
  }
}

/** @returns {Promise<boolean>} whether the compiler was content */
export async function build() {
  const startedAt = new Date();
  if (!compile()) return false;
  rmSync(OUTPUT, { recursive: true, force: true });
  await bundle(COMPILED, OUTPUT);
  copyAssets(OUTPUT);
  chmodSync(join(OUTPUT, 'main.js'), 0o755);
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
export async function buildWhenStale() {
  if (isFresh()) return true;
  console.log('Building ...');
  return build();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const built = await (process.argv.includes('--if-stale') ? buildWhenStale() : build());
  process.exitCode = built ? 0 : 1;
}
