import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { parseSecretKey } from './values.js';

/**
 * The key of this installation, made on the first start and kept beside the data, readable by its
 * owner only. Written to a temporary file and linked into place, so that a crash leaves either no
 * key or a whole one, and of two first starts at once both use the same.
 */
export function readOrCreateSecretKey(dataDir: string): Buffer {
  const path = join(dataDir, 'secret.key');
  const existing = read(path);
  if (existing !== undefined) return existing;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const temporary = `${path}.${String(process.pid)}`;
  const file = openSync(temporary, 'w', 0o600);
  writeSync(file, `${randomBytes(32).toString('base64')}\n`);
  fsyncSync(file);
  closeSync(file);
  try {
    linkSync(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(temporary);
  }
  const key = read(path);
  if (key === undefined) throw new Error('the secret key could not be written to DATA_DIR');
  return key;
}

function read(path: string): Buffer | undefined {
  try {
    return parseSecretKey(readFileSync(path, 'utf8').trim());
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(`DATA_DIR/secret.key is not usable: it ${(error as Error).message}`, {
      cause: error,
    });
  }
}
