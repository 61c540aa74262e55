// @ts-check
import { parseArgs } from 'node:util';
import { rows } from './rows/index.js';
import { ON_REQUEST, systems } from './systems/index.js';

/** @import { Options } from './types.js' */

const USAGE = `npm run bench -- [--rows=a,b] [--systems=a,b] [--rounds=N] [--seconds=N]
                 [--id-token-alg=RS256|ES256] [--json]
rows:    ${rows.map(({ name }) => name).join(', ')}
systems: ${Object.keys(systems).join(', ')}
         ${ON_REQUEST.join(' and ')} only when named; 'all' names every one`;

const everySystem = Object.keys(systems);
const usualSystems = everySystem.filter((name) => !ON_REQUEST.includes(name));

export class UsageError extends Error {
  constructor(/** @type {string} */ reason) {
    super(`${reason}\n\n${USAGE}`);
  }
}

/** @param {string | undefined} text @param {readonly string[]} known @param {string} what */
function chosen(text, known, what) {
  if (text === undefined) return known;
  const names = text.split(',').filter((name) => name !== '');
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new UsageError(`no such ${what}: ${unknown.join(', ')}`);
  return known.filter((name) => names.includes(name));
}

/** @param {string} text @param {string} what @param {number} least @param {number} most */
function number(text, what, least, most) {
  const value = Number(text);
  if (!(value >= least && value <= most)) {
    throw new UsageError(`--${what} is a number from ${least} to ${most}`);
  }
  return value;
}

/** @param {string[]} args @returns {Options} */
export function parseOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      rows: { type: 'string' },
      systems: { type: 'string' },
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '1' },
      'id-token-alg': { type: 'string', default: 'RS256' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) throw new UsageError('Measures Gatehouse beside a peer and beside the limit.');
  const algorithm = values['id-token-alg'];
  if (algorithm !== 'RS256' && algorithm !== 'ES256') {
    throw new UsageError('--id-token-alg is RS256 or ES256');
  }
  return {
    rows: chosen(
      values.rows,
      rows.map(({ name }) => name),
      'row',
    ),
    systems:
      values.systems === 'all'
        ? everySystem
        : chosen(values.systems ?? usualSystems.join(','), everySystem, 'system'),
    rounds: Math.floor(number(values.rounds, 'rounds', 1, 100)),
    seconds: number(values.seconds, 'seconds', 0.2, 60),
    idTokenAlgorithm: algorithm,
    json: values.json,
  };
}
