import { createReadStream, existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { loadConfig, StartRefused } from '#platform/config';
import { BREACHED_FILE, RECORD } from '#people/users';
import type { Command } from './command.js';
import { QUIET } from './command.js';

const LINE = /^([0-9A-Fa-f]{40})(?::(\d+))?\s*$/;
/** Written at once. */
const CHUNK = 100_000 * RECORD;
/** Lines between two signs of life. */
const TOLD_EVERY = 50_000_000;

/** Brings the passwords that are known from breaches: the public file of SHA-1 digests, in their order, in one pass. */
export const breachedPasswords: Command = {
  takes: '<file> [--at-least times]',
  about: 'refuse the passwords of a file of SHA-1 digests (HASH:count, ordered by hash)',
  words: [1, 1],
  options: { 'at-least': { type: 'string', default: '1' } },
  async run({ positionals: [given = ''], options }, { environment, print }) {
    const { dataDir } = loadConfig({ ...environment, ...QUIET }, 'guest');
    const file = resolve(given);
    if (!existsSync(file)) throw new StartRefused([`There is no file ${file}.`]);
    const least = Number(options['at-least']);
    if (!Number.isSafeInteger(least) || least < 1) {
      throw new StartRefused(['--at-least takes a whole number.']);
    }
    const target = join(dataDir, BREACHED_FILE);
    const records = await copy(file, `${target}.new`, least, print);
    // Whoever reads the former one goes on with it until they look again.
    await rename(`${target}.new`, target);
    print(`${target}: ${String(records)} passwords`);
  },
};

/** @returns how many records were written */
async function copy(
  from: string,
  to: string,
  least: number,
  print: (line: string) => void,
): Promise<number> {
  const out = await open(to, 'w', 0o600);
  const chunk = Buffer.alloc(CHUNK);
  let [filled, records, lines] = [0, 0, 0];
  let [before, last] = ['', ''];
  try {
    for await (const line of createInterface({ input: createReadStream(from) })) {
      lines++;
      if (line === '') continue;
      const [, hash, count = '1'] = LINE.exec(line) ?? [];
      if (hash === undefined) throw unfit(from, lines, 'is no SHA-1 digest with a count');
      const digest = hash.toUpperCase();
      if (digest < before)
        throw unfit(from, lines, 'is not in order: take the file ordered by hash');
      before = digest;
      if (lines % TOLD_EVERY === 0) print(`${String(lines)} lines`);
      const record = digest.slice(0, RECORD * 2);
      if (Number(count) < least || record === last) continue;
      last = record;
      filled += chunk.write(record, filled, 'hex');
      records++;
      if (filled === CHUNK) {
        await out.write(chunk, 0, filled);
        filled = 0;
      }
    }
    await out.write(chunk, 0, filled);
    await out.sync();
  } catch (error) {
    await rm(to, { force: true });
    throw error;
  } finally {
    await out.close();
  }
  return records;
}

function unfit(file: string, line: number, why: string): StartRefused {
  return new StartRefused([`${file}: line ${String(line)} ${why}.`]);
}
