// The licences of those whose code is in the bundle, which holds their code and not their files.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const LICENCE_FILE = /^(licen[cs]e|copying|notice)([.-].*)?$/i;
const README = /^readme(\..*)?$/i;
const LICENCE_SECTION = /^#+ *licen[cs]e[\s\S]*/im;

/** The folder of the package that a module is of, for one in node_modules. */
const packageOf = (module) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(module)?.[0];

/** From files of their own; some packages have a section of their README instead. */
function licencesIn(folder) {
  const files = readdirSync(folder).sort();
  const read = (file) => readFileSync(join(folder, file), 'utf8').trim();
  const texts = files.filter((file) => LICENCE_FILE.test(file)).map(read);
  if (texts.length > 0) return texts;
  return files
    .filter((file) => README.test(file))
    .flatMap((file) => LICENCE_SECTION.exec(read(file)) ?? []);
}

function noticeOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const texts = licencesIn(folder);
  if (license === undefined && texts.length === 0) throw new Error(`${name} names no licence`);
  const title = license === undefined ? `${name} ${version}` : `${name} ${version} (${license})`;
  return [title, ...texts].join('\n\n');
}

/** @param {string[]} modules of the bundle @param {string} file to write */
export function writeNotices(modules, file) {
  const folders = new Set(modules.flatMap((module) => packageOf(module) ?? []));
  const notices = [...folders].map(noticeOf).sort();
  const head = 'This folder holds code of the following packages, under their licences.';
  writeFileSync(file, `${[head, ...notices].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`);
}
