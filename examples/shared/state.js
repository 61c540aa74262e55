// @ts-check
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Git-ignored: it holds client secrets. */
const directory = process.env['STATE_DIR'] || join(import.meta.dirname, '../.state');

/**
 * @param {string} name of the example
 * @returns {Promise<Record<string, unknown>>} what was kept, `{}` when nothing was
 */
export async function recall(name) {
  try {
    return JSON.parse(await readFile(fileOf(name), 'utf8'));
  } catch {
    // Absent or damaged comes to the same: the example registers itself again.
    return {};
  }
}

/**
 * @param {string} name of the example
 * @param {Record<string, unknown>} state
 */
export async function keep(name, state) {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const draft = `${fileOf(name)}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, fileOf(name));
}

/** @param {string} name */
export function directoryOf(name) {
  return join(directory, name);
}

/** @param {string} name */
function fileOf(name) {
  return join(directory, `${name}.json`);
}
