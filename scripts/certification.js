// `npm run certification`: runs the modules of OpenID certification (test/specs/certification, and
// those that need a real browser) and prints them plan by plan. Ends with 1 unless every module that
// applies has passed.
import { runJest } from './run-jest.js';

/** `oidcc-server [response_type=code] (not applicable: reason)`, as test/specs/certification writes it. */
const TITLE = /^(oidcc-\S+) (\[.*?\])(?: \(not applicable: (.+)\))?$/;

function moduleOf({ ancestorTitles, title, status }) {
  const [plan] = ancestorTitles;
  const [, name, variant, reason] = TITLE.exec(title) ?? [];
  if (name === undefined || !plan?.endsWith('-certification-test-plan')) return undefined;
  return { plan, module: `${name} ${variant}`, verdict: verdictOf(status, reason), reason };
}

function verdictOf(status, reason) {
  if (status === 'todo') return 'not yet';
  if (status === 'pending') return 'not run';
  if (status !== 'passed') return 'failed';
  return reason === undefined ? 'passed' : 'not applicable';
}

function groupBy(items, keyOf) {
  const groups = new Map();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}

function summaryOf(modules) {
  const counts = groupBy(modules, ({ verdict }) => verdict);
  const named = ['passed', 'failed', 'not yet', 'not run', 'not applicable']
    .filter((verdict) => counts.has(verdict) || ['passed', 'failed'].includes(verdict))
    .map((verdict) => `${counts.get(verdict)?.length ?? 0} ${verdict}`);
  return `${modules.length} modules: ${named.join(', ')}`;
}

function printPlan(plan, modules) {
  console.log(`\n${plan}\n  ${summaryOf(modules)}`);
  for (const { module, verdict } of modules) {
    if (!['passed', 'not applicable'].includes(verdict)) console.log(`  ${verdict}: ${module}`);
  }
  const without = modules.filter(({ verdict }) => verdict === 'not applicable');
  for (const [reason, ones] of groupBy(without, (one) => one.reason)) {
    console.log(`  not applicable, because ${reason}:`);
    for (const { module } of ones) console.log(`    ${module}`);
  }
}

const { exitCode, results } = await runJest([
  ...[
    '--selectProjects',
    'wire',
    'browser',
    '--testPathPatterns',
    'test/(specs|browser)/certification',
  ],
  ...process.argv.slice(2),
]);
const tests = results?.testResults.flatMap((suite) => suite.assertionResults) ?? [];
const modules = tests.map(moduleOf).filter((module) => module !== undefined);
for (const [plan, ones] of groupBy(modules, (module) => module.plan)) printPlan(plan, ones);
console.log(`\nAll plans\n  ${summaryOf(modules)}`);
const held = modules.every(({ verdict }) => ['passed', 'not applicable'].includes(verdict));
process.exitCode = exitCode === 0 && held && modules.length > 0 ? 0 : 1;
