// `npm run architecture`: draws the modules of src/, wing by wing, into docs/architecture.md, between its
// two markers. With --check it only says whether the drawing is up to date. Modules that need each other
// in a circle are an error either way.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const DOCUMENT = 'docs/architecture.md';
const START = '<!-- module graph:start -->';
const END = '<!-- module graph:end -->';

const require = createRequire(import.meta.url);
const wings = require('./wings.json');
const { options } = require('../.dependency-cruiser.cjs');

/** `people/users`; the wings `protocol` and `tokens` are one module each. */
const moduleOf = (path) => /^src\/(protocol|tokens|[^/]+\/[^/]+)\//.exec(path)?.[1];
const wingOf = (module) => module.split('/')[0];

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

/** Everything that is reached from these modules. */
function reachedFrom(imports, start) {
  const seen = new Set();
  const open = [...start];
  while (open.length > 0) {
    const next = open.pop();
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(imports.get(next) ?? []));
  }
  return seen;
}

const modulesInCircles = (imports) =>
  [...imports.keys()].filter((name) => reachedFrom(imports, imports.get(name)).has(name));

const reachedOtherwise = (imports, from, to) =>
  reachedFrom(
    imports,
    [...imports.get(from)].filter((next) => next !== to),
  ).has(to);

const identifier = (name) => name.replaceAll(/[-/]/g, '_');

/** Each wing with what its modules import of one another; between wings only the order is drawn. */
function draw(imports) {
  const lines = ['```mermaid', 'flowchart TD'];
  for (const wing of [...wings].reverse()) {
    const names = [...imports.keys()].filter((name) => wingOf(name) === wing).sort();
    lines.push(`  subgraph wing_${wing} [${wing}]`, '    direction LR');
    for (const name of names) {
      lines.push(`    ${identifier(name)}["${name.slice(name.indexOf('/') + 1)}"]`);
    }
    for (const from of names) {
      const neighbours = [...imports.get(from)].filter((to) => wingOf(to) === wing).sort();
      for (const to of neighbours) {
        if (!reachedOtherwise(imports, from, to)) {
          lines.push(`    ${identifier(from)} --> ${identifier(to)}`);
        }
      }
    }
    lines.push('  end');
  }
  const order = [...wings].reverse().map((wing) => `wing_${wing}`);
  return [...lines, `  ${order.join(' --> ')}`, '```'].join('\n');
}

async function main(onlyCheck) {
  const document = existsSync(DOCUMENT) ? readFileSync(DOCUMENT, 'utf8') : '';
  const start = document.indexOf(START);
  const end = document.indexOf(END);
  if (start === -1 || end < start) {
    console.log(`${DOCUMENT} has no place for the module graph (${START} ... ${END}).`);
    return 0;
  }
  const imports = await importsOfModules();
  const circle = modulesInCircles(imports);
  if (circle.length > 0) {
    console.error(`Modules that need each other: ${circle.join(', ')}`);
    return 1;
  }
  const drawing = draw(imports);
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
