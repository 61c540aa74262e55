import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { loadConfig, makeDirectory, StartRefused } from '#platform/config';
import { lockSqlite } from '#platform/database';
import type { Command } from './command.js';
import { inspectCopy, sqliteFileOf } from './sqlite-file.js';

const KEY_ADVICE =
  'SECRET_KEY, or DATA_DIR/secret.key, is not in it: keep it elsewhere, for without it nobody can use the copy.';

/** A copy as of one moment, of a server that may go on meanwhile. */
export const backup: Command = {
  takes: '<file>',
  about: 'copy the SQLite database, also while the server runs, and check the copy',
  words: [1, 1],
  async run({ positionals: [file = ''] }, { environment, print }) {
    const source = sqliteFileOf(loadConfig(environment, 'guest'));
    const target = resolve(file);
    if (!existsSync(source)) throw new StartRefused([`There is no database ${source} yet.`]);
    if (existsSync(target)) throw new StartRefused([`${target} exists: name another file.`]);
    const partial = `${target}.part`;
    rmSync(partial, { force: true });
    try {
      copyTo(source, partial);
      const content = inspectCopy(partial);
      synchronise(partial);
      // Unlike a rename, never over a file that has come meanwhile.
      linkSync(partial, target);
      print(`${target}: ${content}, ${String(statSync(target).size)} bytes. ${KEY_ADVICE}`);
    } finally {
      rmSync(partial, { force: true });
    }
  },
};

/** Puts a copy in place of the database. */
export const restore: Command = {
  takes: '<file> [--replace]',
  about: 'put a copy in place of the SQLite database; the server must be stopped',
  words: [1, 1],
  options: { replace: { type: 'boolean' } },
  async run({ positionals: [file = ''], options }, { environment, print }) {
    const config = loadConfig(environment, 'guest');
    const target = sqliteFileOf(config);
    const source = resolve(file);
    const content = inspectCopy(source);
    makeDirectory(dirname(target));
    const unlock = lockSqlite(target);
    try {
      const former = setAside(target, options['replace'] === true);
      const partial = `${target}.part`;
      copyFileSync(source, partial, constants.COPYFILE_FICLONE);
      synchronise(partial);
      renameSync(partial, target);
      print(`${target}: ${content}.`);
      if (former !== undefined) print(`What was there before is ${former}`);
    } finally {
      unlock();
    }
  },
};

/** @returns where the database is that was there, if one was */
function setAside(target: string, replace: boolean): string | undefined {
  if (!existsSync(target) || statSync(target).size === 0) return undefined;
  if (!replace) {
    throw new StartRefused([
      `There is a database ${target} already. With --replace it is kept under another name and the copy takes its place.`,
    ]);
  }
  const former = `${target}.before-${new Date().toISOString().replace(/[:.]/g, '-')}`;
  // What stands in the log beside it has to go into the file, and not into the copy.
  copyTo(target, former);
  for (const suffix of ['', '-wal', '-shm']) rmSync(target + suffix, { force: true });
  return former;
}

function copyTo(source: string, target: string): void {
  const database = new Database(source, { readonly: true, fileMustExist: true });
  try {
    database.prepare('VACUUM INTO ?').run(target);
  } finally {
    database.close();
  }
}

function synchronise(path: string): void {
  const file = openSync(path, 'r+');
  fsyncSync(file);
  closeSync(file);
}
