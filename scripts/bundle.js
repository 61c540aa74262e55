// Makes a few files of the compiled modules and the libraries they use: `node dist/main.js` then reads a
// handful instead of two thousand, which halves the time it takes to start and saves memory (ADR 6).
import { isBuiltin } from 'node:module';
import { relative } from 'node:path';
import { rolldown } from 'rolldown';
import { writeNotices } from './notices.js';

/** Libraries that need their own files beside them: native code, threads, pages for the browser. */
export const LEFT_OUTSIDE = new Set([
  '@node-rs/argon2',
  'bcryptjs',
  'better-sqlite3',
  'mysql2',
  'pino',
  'piscina',
  'swagger-ui-dist',
]);

/** A driver or an adapter that is not installed stays what it is: an import that fails if it runs. */
const optionalLibraries = {
  name: 'optional-libraries',
  async resolveId(source, importer, options) {
    if (isBuiltin(source) || /^[./]/.test(source)) return null;
    const found = await this.resolve(source, importer, { ...options, skipSelf: true });
    return found ?? { id: source, external: true };
  },
};

/** What libraries import for features nobody here uses: other databases, telephone numbering plans. */
const UNUSED =
  /\/typeorm\/driver\/(?!mysql\/|better-sqlite3\/|sqlite-abstract\/)[\w-]+\/\w+Driver\.js$|\/libphonenumber-js\/max\/index\.cjs$/;

const unusedFeatures = {
  name: 'unused-features',
  load: (file) => (UNUSED.test(file) ? 'module.exports = {};' : null),
};

/** Whoever makes a `require` of their own would load a library a second time, past the bundle. */
const ownRequire = {
  name: 'own-require',
  transform(code, file) {
    if (!file.includes('node_modules')) return null;
    return code.replace('const require = createRequire(import.meta.url);', '');
  },
};

/** A module that reads a file beside it finds it where the module would have been. */
const ownAddress = (folder) => ({
  name: 'own-address',
  transform(code, file) {
    if (file.includes('node_modules')) return null;
    const path = JSON.stringify(`./${relative(folder, file)}`);
    return code.replaceAll('import.meta.url', `new URL(${path}, import.meta.url).href`);
  },
});

/** One character that is not ASCII makes Node keep two bytes for each character of the whole script. */
const onlyAscii = {
  name: 'only-ascii',
  generateBundle(_options, chunks) {
    for (const chunk of Object.values(chunks)) {
      chunk.code = chunk.code.replace(
        /[\u0080-\uffff]/g,
        (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
    }
  },
};

/** `typeorm` for all of that library, `nestjs` for all in that scope. */
const libraryOf = (file) => /.*node_modules\/@?([\w-]+)/.exec(file)[1];

/**
 * A file for each library, not one for all: once a text of many megabytes was read and freed, malloc
 * keeps up to twice as much to itself (`M_TRIM_THRESHOLD` of mallopt(3)).
 * Nothing is renamed or squeezed: a stack trace leads to a line that can be read.
 * @param {string} folder of the compiled modules
 * @param {string} output the folder for `main.js` and what it imports
 */
export async function bundle(folder, output) {
  const bundler = await rolldown({
    input: `${folder}/main.js`,
    platform: 'node',
    checks: { bundlerTimings: false },
    external: (source) => LEFT_OUTSIDE.has(source),
    plugins: [optionalLibraries, unusedFeatures, ownRequire, ownAddress(folder), onlyAscii],
  });
  const written = await bundler.write({
    dir: output,
    chunkFileNames: '[name].js',
    keepNames: true,
    codeSplitting: { groups: [{ test: /node_modules/, name: libraryOf }] },
  });
  await bundler.close();
  const modules = written.output.flatMap((chunk) => ('moduleIds' in chunk ? chunk.moduleIds : []));
  writeNotices(modules, `${output}/THIRD-PARTY-NOTICES.txt`);
}
