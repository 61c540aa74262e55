// Puts together what the image holds, and no more: `node scripts/image.js <folder>`. The bundle; of the
// libraries that it leaves outside what runs on this platform; neither sources nor types of anything.
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LEFT_OUTSIDE } from './bundle.js';

/** Nothing is left to do for them once a package is installed. */
const FOR_INSTALLING = new Set(['@scarf/scarf', 'node-addon-api']);
const OF_SWAGGER_UI = new Set([
  'swagger-ui-bundle.js',
  'swagger-ui.css',
  'package.json',
  'LICENSE',
  'NOTICE',
]);

const SOURCE = /\.(?:ts|mts|cts|map|md|markdown|c|cc|cpp|h|hpp|gyp|gypi|flow)$/i;
const FOR_DEVELOPERS = /^(?:tests?|bench(?:mark)?|eslint\.config|build|index\.test)\.[cm]?js$/;
const SOURCE_FOLDERS = new Set([
  'deps',
  'test',
  'tests',
  'benchmarks',
  'docs',
  'examples',
  'typings',
]);

const manifestOf = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** Where `name` is found from a package, as Node looks for it. */
function findFrom(folder, name) {
  for (let place = folder; ; place = dirname(place)) {
    const found = join(place, 'node_modules', name);
    if (existsSync(found)) return found;
    if (dirname(place) === place) return undefined;
  }
}

/** The folders of some packages and of all that they need. */
function withDependencies(names, from = process.cwd(), found = new Set()) {
  for (const name of names) {
    if (FOR_INSTALLING.has(name)) continue;
    const folder = findFrom(from, name);
    // An optional one that is for another platform is not installed.
    if (folder === undefined || found.has(folder)) continue;
    found.add(folder);
    const { dependencies = {}, optionalDependencies = {} } = manifestOf(folder);
    withDependencies(Object.keys({ ...dependencies, ...optionalDependencies }), folder, found);
  }
  return found;
}

const runsHere = (file) =>
  !file.includes(`${sep}prebuilds${sep}`) ||
  basename(file) === `${process.platform}-${process.arch}.node`;

/** @param {string} folder of a package */
function isNeeded(folder) {
  return (file) => {
    const path = file.slice(folder.length + 1);
    if (path === '') return true;
    if (path.split(sep).includes('node_modules')) return false;
    if (basename(folder) === 'swagger-ui-dist') return OF_SWAGGER_UI.has(path);
    if (basename(folder) === 'better-sqlite3' && /^(?:src|deps)(?:$|[\\/])/.test(path))
      return false;
    const [first = ''] = path.split(sep);
    if (first.startsWith('.') || SOURCE_FOLDERS.has(first)) return false;
    return runsHere(file) && !SOURCE.test(path) && !FOR_DEVELOPERS.test(path);
  };
}

/** @param {string} image the folder to make */
export function makeImage(image) {
  mkdirSync(image, { recursive: true });
  cpSync('dist', join(image, 'dist'), {
    recursive: true,
    filter: (file) => basename(file) !== '.built',
  });
  cpSync('LICENSE', join(image, 'LICENSE'));
  const { name, version, license, type, bin } = manifestOf('.');
  const manifest = { name, version, license, private: true, type, bin };
  writeFileSync(join(image, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  const root = process.cwd();
  for (const folder of withDependencies([...LEFT_OUTSIDE])) {
    const target = join(image, folder.slice(root.length + 1));
    cpSync(folder, target, { recursive: true, filter: isNeeded(folder) });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [image] = process.argv.slice(2);
  if (image === undefined) throw new Error('Name the folder: node scripts/image.js <folder>');
  makeImage(image);
}
