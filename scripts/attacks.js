// `npm run attacks`: which attacks of test/attacks/rows.json are withstood by a test, by the row ids
// in test titles. Ends with 1 when a row has neither a test nor a reason, or a title an unknown id.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const REGISTRY = 'test/attacks/rows.json';
const ROW_ID = /\b[A-PS]\d{2}\b/g;

/** `A02-A05` and `A02 to A05` stand for every id between. */
const RANGE = /\b([A-PS])(\d{2})\s*(?:-|–|to)\s*\1(\d{2})\b/g;

const specs = ['src', 'test'].flatMap((folder) =>
  readdirSync(folder, { recursive: true })
    .filter((path) => path.endsWith('.spec.ts'))
    .map((path) => join(folder, path)),
);

function idsIn(title) {
  const ids = new Set(title.match(ROW_ID) ?? []);
  for (const [, letter, first, last] of title.matchAll(RANGE)) {
    for (let n = Number(first); n <= Number(last); n++) {
      ids.add(`${letter}${String(n).padStart(2, '0')}`);
    }
  }
  return ids;
}

/** `describe`, `it.each(...)`, `describeMariadb`: whatever takes a title before a function. */
function isRegistration(call) {
  let callee = call.expression;
  while (!ts.isIdentifier(callee)) {
    if (!ts.isCallExpression(callee) && !ts.isPropertyAccessExpression(callee)) return false;
    callee = callee.expression;
  }
  return (
    /^(describe|it|test)([A-Z]|$)/.test(callee.text) &&
    !/\.(skip|todo)\b/.test(call.expression.getText())
  );
}

/** Row ids in the titles of one file. A group's ids count, because an empty group cannot run. */
function idsOfFile(path) {
  const source = ts.createSourceFile(
    path,
    readFileSync(path, 'utf8'),
    ts.ScriptTarget.ES2025,
    true,
  );
  const ids = new Set();
  const visit = (node) => {
    if (ts.isCallExpression(node) && node.arguments.length > 1 && isRegistration(node)) {
      for (const id of idsIn(node.arguments[0].getText())) ids.add(id);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return ids;
}

function coverage() {
  const files = new Map();
  for (const path of specs) {
    for (const id of idsOfFile(path)) files.set(id, [...(files.get(id) ?? []), path]);
  }
  return files;
}

function line({ id, title, notYet, notApplicable }, files) {
  if (files === undefined) {
    const why = notYet ?? notApplicable;
    if (why === undefined) return ['missing', `  ${id}  MISSING  ${title}`];
    const kind = notYet === undefined ? 'does not apply' : 'not yet';
    return ['explained', `  ${id}  ${kind}  ${title}: ${why}`];
  }
  const where = files.map((path) => path.replace(/^test\/|\.spec\.ts$/g, '')).join(', ');
  const rest = notYet === undefined ? '' : ` [in part: ${notYet}]`;
  return ['covered', `  ${id}  covered  ${title} (${where})${rest}`];
}

function main() {
  const registry = JSON.parse(readFileSync(REGISTRY, 'utf8'));
  const files = coverage();
  const counts = { covered: 0, explained: 0, missing: 0 };
  for (const [letter, { title, rows }] of Object.entries(registry)) {
    const lines = rows.map((row) => line(row, files.get(row.id)));
    const covered = lines.filter(([kind]) => kind === 'covered').length;
    console.log(`${letter}  ${title}: ${covered} of ${rows.length} covered`);
    for (const [kind, text] of lines) {
      counts[kind]++;
      console.log(text);
    }
  }
  const known = new Set(Object.values(registry).flatMap(({ rows }) => rows.map(({ id }) => id)));
  const unknown = [...files].filter(([id]) => !known.has(id));
  for (const [id, paths] of unknown) console.log(`  ${id}  UNKNOWN  named in ${paths.join(', ')}`);
  const { covered, explained, missing } = counts;
  console.log(`${covered} covered, ${explained} not applicable yet, ${missing} missing`);
  return missing + unknown.length === 0 ? 0 : 1;
}

process.exitCode = main();
