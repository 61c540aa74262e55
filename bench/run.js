// @ts-check
// npm run bench: one table from one run on one machine. README.md beside this file says how to read it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Contest } from './contest.js';
import { parseOptions, UsageError } from './options.js';
import { printJson, printText } from './report/print.js';
import { rows } from './rows/index.js';
import { pinLoadGenerator, stopAllServers } from './server-process.js';
import { systems } from './systems/index.js';

/** @import { Options, System } from './types.js' */

/** @param {Options} options seconds in which any run of these options has to be over */
const limit = ({ rows, systems, rounds, seconds }) =>
  300 + rows.length * systems.length * (13 + rounds * (seconds + 2));

/** @param {readonly System[]} chosen @param {string} folder */
async function cleanUp(chosen, folder) {
  await stopAllServers();
  for (const system of chosen) {
    await system.cleanUp().catch((error) => console.error(`${system.name}: ${error.message}`));
  }
  rmSync(folder, { recursive: true, force: true });
}

/** @param {Options} options */
async function main(options) {
  const chosen = options.systems.flatMap((name) => systems[name]?.(options) ?? []);
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'));
  /** @param {string} why */
  const abort = (why) => {
    console.error(why);
    void cleanUp(chosen, folder).finally(() => process.exit(1));
  };
  process.once('SIGINT', () => abort('interrupted'));
  process.once('SIGTERM', () => abort('terminated'));
  setTimeout(() => abort('took too long'), limit(options) * 1000).unref();

  const contest = new Contest(folder, (text) => process.stderr.write(`  ${text} ...\n`));
  try {
    pinLoadGenerator();
    const selected = rows.filter(({ name }) => options.rows.includes(name));
    await contest.hold(chosen, selected, options);
    if (options.json) printJson(contest, options);
    else printText(contest, selected, options);
  } finally {
    await cleanUp(chosen, folder);
  }
  const failed = contest.cells.some(({ failure }) => failure !== undefined);
  process.exitCode = failed || contest.problems.length > 0 ? 1 : 0;
}

try {
  await main(parseOptions(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
