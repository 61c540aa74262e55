// @ts-check
import { cpus } from 'node:os';
import { pinning } from '../server-process.js';
import { summarize } from './summary.js';
import { startUpTable, table } from './table.js';

/** @import { Contest } from '../contest.js' */
/** @import { Options, Row } from '../types.js' */

/** Beyond this the load generator, not the server, may be what is measured. */
const GENERATOR_LIMIT = 0.9;

const machine = () =>
  `${cpus().length} x ${cpus()[0]?.model.trim()}, Node ${process.versions.node}`;

/** @param {Contest} contest */
const failuresOf = ({ cells, problems }) => [
  ...problems,
  ...cells.flatMap(({ row, system, failure }) =>
    failure === undefined ? [] : [`${row} on ${system}: ${failure}`],
  ),
];

/** @param {Contest} contest */
const saturated = ({ cells }) =>
  cells
    .filter(({ failure }) => failure === undefined)
    .map((cell) => summarize(cell, []))
    .filter(({ generator }) => generator > GENERATOR_LIMIT)
    .map(
      ({ row, system, generator }) =>
        `${row} on ${system}: the load generator was ${Math.round(generator * 100)} % busy`,
    );

/** @param {string} title @param {readonly string[]} lines */
function list(title, lines) {
  if (lines.length > 0) console.log(`\n${title}\n${lines.map((line) => `  ${line}`).join('\n')}`);
}

/** @param {Contest} contest @param {readonly Row[]} rows @param {Options} options */
export function printText(contest, rows, { rounds, seconds, idTokenAlgorithm }) {
  console.log(`${machine()}; ${pinning}`);
  console.log(
    `median of ${rounds} rounds of ${seconds} s in turn, ID tokens ${idTokenAlgorithm}, ` +
      '± is half the distance between the slowest and the fastest round\n',
  );
  console.log(table(contest.cells, rows));
  console.log(`\n${startUpTable(contest.startUps)}`);
  const { p50, p99 } = contest.disk;
  console.log(`a page on the disk after ${p50.toFixed(2)} ms (p99 ${p99.toFixed(2)} ms)`);
  list('Notes', [...contest.notes, ...saturated(contest)]);
  list('Failed', failuresOf(contest));
}

/** @param {Contest} contest @param {Options} options */
export function printJson(contest, options) {
  const report = {
    machine: machine(),
    pinning,
    options,
    startUps: contest.startUps,
    disk: contest.disk,
    cells: contest.cells.map((cell) => summarize(cell, contest.cells)),
    notes: [...contest.notes, ...saturated(contest)],
    failed: failuresOf(contest),
  };
  console.log(JSON.stringify(report, null, 2));
}
