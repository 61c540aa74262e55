// @ts-check
import { median } from './statistics.js';
import { summarize } from './summary.js';

/** @import { Cell, Row, StartUp } from '../types.js' */

const MEGABYTE = 1024 * 1024;
const HEADINGS = [
  'row',
  'system',
  'per s',
  '±',
  'p50 ms',
  'p99 ms',
  'x peer',
  'of ceil',
  'CPU µs',
  'core',
  'CPU/peer',
  'CPU/ceil',
  'RSS MB',
];

/** @param {number | undefined} value @param {number} digits @param {string} [unit] */
const show = (value, digits, unit = '') =>
  value === undefined || Number.isNaN(value) ? '' : value.toFixed(digits) + unit;

/** @param {number | undefined} share */
const percent = (share) => show(share === undefined ? undefined : share * 100, 0, ' %');
/** @param {number | undefined} factor */
const times = (factor) => show(factor, 2, 'x');

/** Three figures are all that the noise leaves. @param {number} value */
const figures = (value) => show(value, value < 10 ? 2 : value < 100 ? 1 : 0);

/** @param {readonly (readonly string[])[]} lines the first one being the headings */
function align(lines) {
  const widths = HEADINGS.map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  return lines.map((line) =>
    line
      .map((text, column) => {
        const width = widths[column] ?? 0;
        return column < 2 ? text.padEnd(width) : text.padStart(width);
      })
      .join('  ')
      .trimEnd(),
  );
}

/** @param {readonly Cell[]} cells @param {Row} row */
function linesOf(cells, row) {
  return cells
    .filter((cell) => cell.row === row.name)
    .map((cell, index) => {
      const title = index === 0 ? row.title : '';
      if (cell.failure !== undefined) return [title, cell.system, 'failed'];
      const sum = summarize(cell, cells);
      return [
        title,
        cell.system,
        figures(sum.perSecond),
        percent(sum.spread),
        figures(sum.p50),
        figures(sum.p99),
        times(sum.toPeer?.perSecond),
        percent(sum.toCeiling?.perSecond),
        figures(sum.processor),
        percent(sum.core),
        times(sum.toPeer?.processor),
        percent(sum.toCeiling?.processor),
        show((sum.resident ?? NaN) / MEGABYTE, 0),
      ];
    });
}

/** @param {readonly Cell[]} cells @param {readonly Row[]} rows */
export function table(cells, rows) {
  const lines = rows.flatMap((row) => linesOf(cells, row));
  return align([HEADINGS, ...lines]).join('\n');
}

/** @param {readonly StartUp[]} startUps */
export function startUpTable(startUps) {
  return startUps
    .map(
      ({ system, seconds, idle }) =>
        `${system.padEnd(16)} ready in ${show(median(seconds), 2)} s ` +
        `(${seconds.map((value) => show(value, 2)).join(', ')}), ` +
        `${show(idle / MEGABYTE, 0)} MB resident after 5 s idle`,
    )
    .join('\n');
}
