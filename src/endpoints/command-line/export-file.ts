import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { StartRefused, VERSION } from '#platform/config';
import type { SealedSecret } from '#platform/crypto';
import {
  type InstallationCopy,
  type Progress,
  type Row,
  rowsWithProgress,
  type TableContent,
  type Value,
} from '#platform/database';

/*
 * One JSON text a line: first a head, then each row as an array that begins with the number of its table in
 * the head, and at last the SHA-256 of all lines before.
 */

const FORMAT = 'gatehouse-export-1';

interface Head {
  readonly format: string;
  readonly version: string;
  readonly migrations: readonly string[];
  readonly secret: SealedSecret;
  readonly tables: readonly TableContent[];
}

export interface Exported {
  readonly copy: InstallationCopy;
  readonly secret: SealedSecret;
}

/** Characters that are written at a time. */
const CHUNK = 250_000;

export async function writeExport(
  path: string,
  { copy, secret }: Exported,
  progress: Progress,
): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    const lines = new Lines(file);
    const { migrations } = copy;
    const tables = copy.tables.map(({ name, columns, rows }) => ({ name, columns, rows }));
    await lines.add({ format: FORMAT, version: VERSION, migrations, secret, tables });
    for await (const { table, values } of rowsWithProgress(copy, progress)) {
      await lines.add([copy.tables.indexOf(table), ...values]);
    }
    await lines.end();
    await file.sync();
  } finally {
    await file.close();
  }
}

class Lines {
  private readonly hash = createHash('sha256');
  private waiting = '';

  constructor(private readonly file: FileHandle) {}

  async add(value: unknown): Promise<void> {
    this.waiting += `${JSON.stringify(value)}\n`;
    if (this.waiting.length > CHUNK) await this.write();
  }

  async end(): Promise<void> {
    await this.write();
    await this.file.write(`${JSON.stringify({ sha256: this.hash.digest('base64url') })}\n`);
  }

  private async write(): Promise<void> {
    this.hash.update(this.waiting);
    await this.file.write(this.waiting);
    this.waiting = '';
  }
}

/**
 * Reads all of it once, so that nothing is begun with a file that is not whole.
 * @throws StartRefused for what is no export, or not whole
 */
export async function readExport(path: string): Promise<Exported> {
  const damaged = new StartRefused([`${path} is damaged: not all that export wrote is there.`]);
  const hash = createHash('sha256');
  let head: Head | undefined;
  let last: string | undefined;
  for await (const line of linesOf(path)) {
    head ??= headOf(line, path);
    if (last !== undefined) hash.update(`${last}\n`);
    last = line;
  }
  if (head === undefined || last === undefined) {
    throw new StartRefused([`${path} is empty.`]);
  }
  if (last !== JSON.stringify({ sha256: hash.digest('base64url') })) throw damaged;
  const { migrations, tables, secret } = head;
  return { secret, copy: { migrations, tables, rows: () => rowsOf(path, tables) } };
}

async function* rowsOf(path: string, tables: readonly TableContent[]): AsyncGenerator<Row> {
  let isHead = true;
  for await (const line of linesOf(path)) {
    if (!isHead && line.startsWith('[')) {
      const [number, ...values] = JSON.parse(line) as [number, ...Value[]];
      yield { table: tables[number] as TableContent, values };
    }
    isHead = false;
  }
}

async function* linesOf(path: string): AsyncGenerator<string> {
  let file: FileHandle;
  try {
    file = await open(path);
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    throw new StartRefused([`There is no file ${path} that can be read (${code}).`], {
      cause: error,
    });
  }
  try {
    yield* file.readLines();
  } finally {
    await file.close();
  }
}

function headOf(line: string, path: string): Head {
  try {
    const head = JSON.parse(line) as Head;
    if (head.format === FORMAT) return head;
  } catch {
    // Not one of ours either.
  }
  throw new StartRefused([`${path} was not written by the command export.`]);
}
