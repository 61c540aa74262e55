// `npm run architecture`: draws which module of src/ imports which into docs/architecture.md, between
// its two markers. With --check it only says whether the drawing is up to date.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const DOCUMENT = 'docs/architecture.md';
const START = '<!-- module graph:start -->';
const END = '<!-- module graph:end -->';

const require = createRequire(import.meta.url);
const ranks = require('./module-ranks.json');
const { options } = require('../.dependency-cruiser.cjs');

const moduleOf = (path) => /^src\/([^/]+)\//.exec(path)?.[1];

/** @returns {Promise<Map<string, Set<string>>>} for each module, the modules it imports */
async function importsOfModules() {
  const { output } = await cruise(['src'], { ...options, exclude: '[.]spec[.]ts$' }, undefined, {
    tsConfig: extractTSConfig('tsconfig.json'),
  });
  const imports = new Map();
  for (const { source, dependencies } of output.modules) {
    const from = moduleOf(source);
    if (from === undefined) continue;
    const targets = imports.get(from) ?? new Set();
    imports.set(from, targets);
    for (const { resolved } of dependencies) {
      const to = moduleOf(resolved);
      if (to !== undefined && to !== from) targets.add(to);
    }
  }
  return imports;
}

/** Whether `to` is reached from `from` over at least one module in between. */
function reachedOtherwise(imports, from, to) {
  const seen = new Set();
  const open = [...(imports.get(from) ?? [])].filter((next) => next !== to);
  while (open.length > 0) {
    const next = open.pop();
    if (seen.has(next)) continue;
    seen.add(next);
    for (const further of imports.get(next) ?? []) {
      if (further === to) return true;
      open.push(further);
    }
  }
  return false;
}

const identifier = (name) => name.replaceAll('-', '_');

function draw(imports) {
  const lines = ['```mermaid', 'flowchart TD'];
  for (const [rank, names] of [...ranks.entries()].reverse()) {
    const present = names.filter((name) => imports.has(name));
    if (present.length === 0) continue;
    lines.push(`  subgraph rank${rank} [rank ${rank}]`);
    for (const name of present) lines.push(`    ${identifier(name)}["${name}"]`);
    lines.push('  end');
  }
  for (const from of [...imports.keys()].sort()) {
    for (const to of [...imports.get(from)].sort()) {
      if (reachedOtherwise(imports, from, to)) continue;
      lines.push(`  ${identifier(from)} --> ${identifier(to)}`);
    }
  }
  return [...lines, '```'].join('\n');
}

async function main(onlyCheck) {
  const document = existsSync(DOCUMENT) ? readFileSync(DOCUMENT, 'utf8') : '';
  const start = document.indexOf(START);
  const end = document.indexOf(END);
  if (start === -1 || end < start) {
    console.log(`${DOCUMENT} has no place for the module graph (${START} ... ${END}).`);
    return 0;
  }
  const drawing = draw(await importsOfModules());
  const renewed = `${document.slice(0, start + START.length)}\n\n${drawing}\n\n${document.slice(end)}`;
  if (renewed === document) return 0;
  if (onlyCheck) {
    console.error(`The module graph in ${DOCUMENT} is out of date: npm run architecture`);
    return 1;
  }
  writeFileSync(DOCUMENT, renewed);
  console.log(`Drew the module graph in ${DOCUMENT}.`);
  return 0;
}

process.exitCode = await main(process.argv.includes('--check'));
