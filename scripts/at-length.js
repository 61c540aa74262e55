// `npm run fuzz -- --requests=100000 --seed=7`, `npm run chaos -- --kills=200`, `npm run race --
// --rounds=500`, `npm run model -- --runs=500`: the tests that are short in every run, at the length
// that finds more. They print what was tried and what was found. `npm run rolling` is no longer than in
// every run, `npm run galera` and `npm run timing -- --pairs=300 --runs=3` are in none.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const RUNS = {
  fuzz: {
    file: 'test/process/fuzz',
    options: { requests: '100000', seed: String(Date.now() % 1_000_000) },
  },
  chaos: {
    file: 'test/process/(crash|migrations|two-nodes|database-away|disk-full)',
    options: { kills: '100', outages: '20' },
  },
  galera: { file: 'test/galera', projects: 'galera', options: {} },
  timing: { file: 'test/timing', projects: 'timing', options: { pairs: '300', runs: '3' } },
  rolling: { file: 'test/process/rolling', options: {} },
  race: { file: 'test/(process/)?race', options: { rounds: '50' } },
  model: {
    file: 'test/model',
    options: { runs: '100', commands: '60', seed: String(Date.now() % 1_000_000) },
  },
};

const [name = '', ...args] = process.argv.slice(2);
const run = RUNS[name];
if (run === undefined) throw new Error(`one of: ${Object.keys(RUNS).join(', ')}`);

const options = Object.fromEntries(
  Object.entries(run.options).map(([option, fallback]) => [
    option,
    { type: 'string', default: fallback },
  ]),
);
const { values } = parseArgs({ args, options });
const environment = Object.fromEntries(
  Object.entries(values).map(([option, value]) => [`${name}_${option}`.toUpperCase(), value]),
);
console.log(
  `${name}: ${Object.entries(values)
    .map((pair) => pair.join(' '))
    .join(', ')}`,
);
const { status } = spawnSync(
  process.execPath,
  ['scripts/test.js', '--project', run.projects ?? 'wire,process', '--testPathPatterns', run.file],
  { stdio: 'inherit', env: { ...process.env, ...environment } },
);
process.exitCode = status ?? 1;
