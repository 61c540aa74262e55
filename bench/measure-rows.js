// @ts-check
import { measure } from './load/generate.js';

/** @import { Cell, Load, Options, Row, Sample, Server, System, Target } from './types.js' */
/** @typedef {{ system: System; server: Server; target: Target }} Contestant */
/** @typedef {Contestant & { load: Load | undefined; beside: Load | undefined; samples: Sample[]; failure?: string }} Entry */

/** Seconds before the first window: the compiler has to have seen the path. */
const FIRST_WARM_UP = 3;
const WARM_UP = 0.25;

const reason = (/** @type {unknown} */ error) =>
  error instanceof Error ? error.message : String(error);

/** What runs at the same time. @param {Row} row @param {Target} target */
const companion = (row, target) =>
  target.other === undefined ? row.beside?.(target) : row.prepare(target.other, row.connections);

/** @param {Row} row @param {Contestant} contestant @returns {Promise<Entry>} */
async function enter(row, contestant) {
  const { target } = contestant;
  try {
    const load = await row.prepare(target, row.connections);
    const beside = load === undefined ? undefined : await companion(row, target);
    return { ...contestant, load, beside, samples: [] };
  } catch (error) {
    const failure = `not measured: ${reason(error)}`;
    return { ...contestant, load: undefined, beside: undefined, samples: [], failure };
  }
}

/** @param {Row} row @param {Entry} entry @param {number} warmUp @param {number} seconds */
async function play({ connections }, entry, warmUp, seconds) {
  const { load, beside, server } = entry;
  if (load === undefined || entry.failure !== undefined) return;
  try {
    entry.samples.push(await measure({ load, beside, connections, server, warmUp, seconds }));
  } catch (error) {
    entry.failure = reason(error);
  }
}

/**
 * All systems in turn, round after round, so that a slow minute of the machine meets all of them.
 * @param {Row} row
 * @param {readonly Contestant[]} contestants
 * @param {Options} options
 * @returns {Promise<Cell[]>} one per system that has such a thing
 */
export async function measureRow(row, contestants, { rounds, seconds }) {
  const entries = [];
  for (const contestant of contestants) entries.push(await enter(row, contestant));
  for (let round = 0; round < rounds; round += 1) {
    for (const entry of entries) {
      await play(row, entry, round === 0 ? FIRST_WARM_UP : WARM_UP, seconds);
    }
  }
  return entries
    .filter(({ load, failure }) => load !== undefined || failure !== undefined)
    .map(({ system: { name, role }, samples, failure }) => ({
      row: row.name,
      system: name,
      role,
      samples,
      ...(failure === undefined ? {} : { failure }),
    }));
}
