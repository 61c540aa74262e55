// `npm run specifications`: writes docs/specifications.md, which leads from a section of a specification to
// the file that implements it and to its tests. With --check it only says whether the page is up to date.
//
// A file owns the sections with which the first sentence of its head comment ends, in parentheses:
// `/** The device authorization response (RFC 8628 §3.2). */`. Anywhere else a section is only mentioned.
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { DOCUMENTS } from './specification-documents.js';

const PAGE = 'docs/specifications.md';
const NAMES = [...DOCUMENTS.keys()].sort((a, b) => b.length - a.length);
const SECTION = new RegExp(`^(?:(${NAMES.join('|')}|RFC \\d+)(?: 1\\.0)?\\s*)?(§[\\w.]+)?$`);

/**
 * The doc comment at the head of a file: that of its first exported class, or else of its first exported
 * function, or else its first one.
 */
function headComment(text) {
  for (const kind of ['(?:abstract )?class', '(?:async )?function']) {
    const [before, declared] = text.split(new RegExp(`^export ${kind} `, 'm'), 2);
    if (declared === undefined) continue;
    const start = before.lastIndexOf('/**');
    const [comment, between = '\n\n'] = before.slice(start + 3).split('*/');
    // Decorators stand between the two, but no blank line.
    return start === -1 || between.includes('\n\n') ? '' : comment;
  }
  return /\/\*\*([\s\S]*?)\*\//.exec(text)?.[1] ?? '';
}

/** The first sentence of the comment at the head of a file. */
export function firstSentence(text) {
  const [paragraph] = headComment(text)
    .replaceAll(/^\s*\* ?/gm, '')
    .trim()
    .split('\n\n');
  const plain = paragraph.replaceAll(/\s+/g, ' ').trim();
  return /^.*?[^.]\.(?= [A-Z@`]|$)/.exec(plain)?.[0] ?? plain;
}

/** `(RFC 6749 §4.1.2, §4.1.2.1; attack A06).` is two sections of one document. */
export function ownedSections(sentence) {
  const [, list = ''] = /\(([^()]+)\)\.?$/.exec(sentence) ?? [];
  let document;
  return list.split(/[,;] /).flatMap((item) => {
    const [found, name = document, section = ''] = SECTION.exec(item) ?? [];
    if (!found || name === undefined) return [];
    document = name;
    return [`${name} ${section}`.trim()];
  });
}

const files = (...patterns) => patterns.flatMap((pattern) => globSync(pattern)).sort();
const contents = (paths) => paths.map((path) => ({ path, text: readFileSync(path, 'utf8') }));

/** @returns {Map<string, { path: string, sentence: string }[]>} by section */
export function findOwners() {
  const owners = new Map();
  for (const { path, text } of contents(files('src/**/*.ts'))) {
    if (path.endsWith('.spec.ts')) continue;
    const sentence = firstSentence(text);
    for (const section of ownedSections(sentence)) {
      owners.set(section, [...(owners.get(section) ?? []), { path, sentence }]);
    }
  }
  return owners;
}

/** Every section that a text names: `RFC 8628 §3.1, §3.2` are two, and `RFC 8628` is the whole of it. */
export function mentionsIn(text) {
  const named = new RegExp(`(${NAMES.join('|')})(?: 1\\.0)?((?:(?:,| and)? ?§[\\w.]*\\w)*)`, 'g');
  return new Set(
    [...text.matchAll(named)].flatMap(([, name, list]) =>
      list === '' ? [name] : list.match(/§[\w.]*\w/g).map((section) => `${name} ${section}`),
    ),
  );
}

const folderOf = (name) =>
  `test/specs/${name.toLowerCase().replace(/^rfc /, 'rfc').replaceAll(' ', '-')}`;

/** The tests that name the section and the one beside its file; else all there are of the document. */
function testsOf(section, owner, tests) {
  const beside = owner.replace(/\.ts$/, '.spec.ts');
  const own = tests.filter(({ path, mentions }) => path === beside || mentions.has(section));
  if (own.length > 0) return own.map(({ path }) => path);
  const document = documentOf(section);
  const folder = folderOf(document);
  const others = tests.filter(
    ({ path, mentions }) => mentions.has(document) && !path.startsWith(folder),
  );
  return [...(existsSync(folder) ? [folder] : []), ...others.map(({ path }) => path)];
}

const documentOf = (section) => section.split(' §')[0];
const link = (path) => `[${path.replace(/^(src|test)\//, '')}](../${path})`;
const numbers = (section) => (section.split('§')[1] ?? '').split('.').map(Number);

function inOrder([a], [b]) {
  const [left, right] = [numbers(a), numbers(b)];
  const place = left.findIndex((number, index) => number !== right[index]);
  return place === -1 ? left.length - right.length : left[place] - (right[place] ?? -1);
}

function draw(owners, tests) {
  const byDocument = Map.groupBy(owners, ([section]) => documentOf(section));
  const names = [...DOCUMENTS.keys()].filter((name) => byDocument.has(name));
  const parts = names.map((name) => {
    const { title, url } = DOCUMENTS.get(name);
    const rows = byDocument
      .get(name)
      .toSorted(inOrder)
      .map(([section, [{ path }]]) => {
        const own = testsOf(section, path, tests).map(link).join('<br>');
        return `| ${section.slice(name.length).trim() || 'all of it'} | ${link(path)} | ${own} |`;
      });
    const head = `## [${name}](${url}): ${title}\n\n| section | where | tests |\n| --- | --- | --- |`;
    return `${head}\n${rows.join('\n')}`;
  });
  return `# Specifications\n\n${INTRODUCTION}\n\n${parts.join('\n\n')}\n`;
}

const INTRODUCTION = `Each section that is implemented in a place of its own has one file: the one whose head
comment ends its first sentence with the section in parentheses. The tests are those that name the section,
or else all of the document. This page is written by \`npm run specifications\`.`;

/** What is wrong, a sentence each. */
function problemsOf(owners) {
  const doubles = [...owners].filter(([, found]) => found.length > 1);
  const unknown = [...owners.keys()].filter((section) => !DOCUMENTS.has(documentOf(section)));
  return [
    ...doubles.map(
      ([section, found]) =>
        `${section} has two owners: ${found.map(({ path }) => path).join(', ')}`,
    ),
    ...unknown.map(
      (section) => `${section} is of no document in scripts/specification-documents.js`,
    ),
  ];
}

async function main(onlyCheck) {
  const owners = findOwners();
  const problems = problemsOf(owners);
  if (problems.length > 0) {
    console.error(problems.join('\n'));
    return 1;
  }
  const tests = contents(files('src/**/*.spec.ts', 'test/**/*.spec.ts')).map(({ path, text }) => ({
    path,
    mentions: mentionsIn(text),
  }));
  const options = { ...(await resolveConfig(PAGE)), parser: 'markdown' };
  const page = await format(draw(owners, tests), options);
  if (existsSync(PAGE) && readFileSync(PAGE, 'utf8') === page) return 0;
  if (onlyCheck) {
    console.error(`${PAGE} is out of date: npm run specifications`);
    return 1;
  }
  writeFileSync(PAGE, page);
  return 0;
}

if (import.meta.main) process.exitCode = await main(process.argv.includes('--check'));
