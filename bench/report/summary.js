// @ts-check
import { median, ratio, spread } from './statistics.js';

/** @import { Cell, Sample } from '../types.js' */

/** @param {Cell} cell @param {keyof Sample} what */
const series = ({ samples }, what) => samples.map((sample) => sample[what]);

/** @param {readonly Cell[]} cells of one row @param {Cell['role']} role */
const holder = (cells, role) =>
  cells.find((cell) => cell.role === role && cell.failure === undefined);

/**
 * Medians over the rounds; a ratio is the median of the ratios within each round.
 * @param {Cell} cell
 * @param {readonly Cell[]} all
 */
export function summarize(cell, all) {
  const rivals = all.filter(({ row }) => row === cell.row);
  /** @param {Cell['role']} role */
  const against = (role) => {
    const other = holder(rivals, role);
    if (other === undefined || other === cell || cell.failure !== undefined) return undefined;
    return {
      perSecond: ratio(series(cell, 'perSecond'), series(other, 'perSecond')),
      // The other way round: who needs half the processor does twice as much with one.
      processor: ratio(series(other, 'processor'), series(cell, 'processor')),
    };
  };
  const perSecond = series(cell, 'perSecond');
  const processor = series(cell, 'processor');
  return {
    row: cell.row,
    system: cell.system,
    perSecond: median(perSecond),
    spread: spread(perSecond),
    p50: median(series(cell, 'p50')),
    p99: median(series(cell, 'p99')),
    toPeer: cell.role === 'subject' ? against('peer') : undefined,
    toCeiling: against('ceiling'),
    processor: median(processor),
    core: median(perSecond.map((rate, round) => (rate * (processor[round] ?? NaN)) / 1e6)),
    generator: Math.max(...series(cell, 'generator')),
    resident: series(cell, 'resident').at(-1),
    failure: cell.failure,
  };
}
