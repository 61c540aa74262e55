import { existsSync, linkSync, rmSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadConfig, StartRefused } from '#platform/config';
import { requireKeyOf } from '#platform/crypto';
import { fillDatabase, Snapshot } from '#platform/database';
import type { Command } from './command.js';
import { readExport, writeExport } from './export-file.js';
import { keyOf, nameOf, tellRows } from './transfer.js';

/** Everything as of one moment, in a form that either kind of database is filled from. */
export const exportCommand: Command = {
  takes: '<file>',
  about: 'write the whole installation to a file that import reads, also while the server runs',
  words: [1, 1],
  async run({ positionals: [file = ''] }, { environment, print }) {
    const config = loadConfig(environment, 'guest');
    const target = resolve(file);
    if (existsSync(target)) throw new StartRefused([`${target} exists: name another file.`]);
    const partial = `${target}.part`;
    rmSync(partial, { force: true });
    try {
      await Snapshot.of(config.database, async (snapshot) => {
        const secret = await keyOf(snapshot, config);
        await writeExport(partial, { copy: snapshot, secret }, tellRows(print));
      });
      // Unlike a rename, never over a file that has come meanwhile.
      linkSync(partial, target);
    } finally {
      rmSync(partial, { force: true });
    }
    print(`${target}: ${String(statSync(target).size)} bytes.`);
    print('SECRET_KEY, or DATA_DIR/secret.key, is not in it, and import needs it.');
  },
};

export const importCommand: Command = {
  takes: '<file>',
  about: 'fill a database that is empty with what export wrote, from whichever kind of database',
  words: [1, 1],
  async run({ positionals: [file = ''] }, { environment, print }) {
    const config = loadConfig(environment, 'guest');
    const { copy, secret } = await readExport(resolve(file));
    requireKeyOf(secret, config);
    await fillDatabase(config.database, copy, tellRows(print));
    print(`${nameOf(config.database)} holds the whole installation, every count compared.`);
    print('Start the server with the same SECRET_KEY, or DATA_DIR/secret.key.');
  },
};
