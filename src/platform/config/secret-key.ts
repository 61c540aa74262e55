import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { DatabaseConfig, SecretKeySource } from './config.js';
import { parseSecretKeys } from './values.js';

export interface SecretKeys {
  /** The first is the one to use; what was made with the others can still be read. */
  readonly keys: readonly Buffer[];
  readonly source: SecretKeySource;
}

const pathOf = (dataDir: string) => join(dataDir, 'secret.key');

/** Until the first start is over, so that what was left behind by one that was killed can be told. */
const newPathOf = (dataDir: string) => `${pathOf(dataDir)}.new`;

/**
 * The key of this installation, made on the first start and kept beside the data, readable by its
 * owner only.
 * @throws Error where there is a database, but no key: none is made up that cannot open it
 */
export function obtainSecretKeys(
  dataDir: string,
  database: DatabaseConfig,
  makeKey: boolean,
): SecretKeys {
  const kept = read(pathOf(dataDir));
  if (kept !== undefined) return { keys: kept, source: 'kept' };
  const begun = read(newPathOf(dataDir));
  if (begun !== undefined) return { keys: begun, source: 'new' };
  if (database.kind === 'mysql') {
    throw new Error(
      'SECRET_KEY must be set (or SECRET_KEY_FILE) along with a MySQL database, the same on every node; make one with: openssl rand -base64 32',
    );
  }
  if (hasContent(database.path)) {
    throw new Error(
      'SECRET_KEY must be set, or its file put back as DATA_DIR/secret.key from where it was kept: there is a database of an earlier start, which opens with its own key only',
    );
  }
  if (!makeKey) return { keys: [randomBytes(32)], source: 'new' };
  return { keys: make(dataDir), source: 'new' };
}

/** The first start is over: from now on a key without its database is a loss. */
export function keepSecretKey(dataDir: string): void {
  try {
    renameSync(newPathOf(dataDir), pathOf(dataDir));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** Puts other keys in place of those in DATA_DIR. */
export function replaceSecretKeys(dataDir: string, keys: readonly Buffer[]): void {
  renameSync(write(dataDir, keys), pathOf(dataDir));
}

/** Linked into place whole, so that of two first starts at once both use the same. */
function make(dataDir: string): readonly Buffer[] {
  try {
    makeDirectory(dataDir);
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    throw new Error(`DATA_DIR must be a directory that can be made and written (${code})`, {
      cause: error,
    });
  }
  const path = newPathOf(dataDir);
  const temporary = write(dataDir, [randomBytes(32)]);
  try {
    linkSync(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(temporary);
  }
  const keys = read(path);
  if (keys === undefined)
    throw new Error('DATA_DIR must be a directory that keeps what is written');
  return keys;
}

/** @returns the path of a file beside that of the keys */
function write(dataDir: string, keys: readonly Buffer[]): string {
  const temporary = `${pathOf(dataDir)}.${String(process.pid)}`;
  let file: number;
  try {
    file = openSync(temporary, 'w', 0o600);
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    throw new Error(`DATA_DIR must be a directory that this user may write to (${code})`, {
      cause: error,
    });
  }
  writeSync(file, `${keys.map((key) => key.toString('base64')).join(',')}\n`);
  fsyncSync(file);
  closeSync(file);
  return temporary;
}

/** One after the other: `recursive` never comes back from where none can be made, such as /proc. */
export function makeDirectory(path: string): void {
  if (!existsSync(path)) {
    makeDirectory(dirname(path));
    mkdirSync(path, { mode: 0o700 });
  } else if (!statSync(path).isDirectory()) {
    throw Object.assign(new Error('not a directory'), { code: 'ENOTDIR' });
  }
}

function hasContent(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() === true && found.size > 0;
}

function read(path: string): readonly Buffer[] | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new Error(`DATA_DIR must be a directory that this user may read (${code})`, {
      cause: error,
    });
  }
  // The group may be one that an orchestrator gave the volume to; everybody is nobody's owner.
  if ((statSync(path).mode & 0o007) !== 0) {
    throw new Error(
      'DATA_DIR/secret.key must not be open to other users; run: chmod 600 secret.key',
    );
  }
  try {
    return parseSecretKeys(text);
  } catch (error) {
    throw new Error(`DATA_DIR/secret.key is not usable: it ${(error as Error).message}`, {
      cause: error,
    });
  }
}
