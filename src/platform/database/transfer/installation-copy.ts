/** What a column holds: nothing else is in any of our tables. */
export type Value = string | number | null;

export interface TableContent {
  readonly name: string;
  readonly columns: readonly string[];
  /** How many rows there are. */
  readonly rows: number;
}

/** A whole installation as of one moment, wherever it is read from. */
export interface InstallationCopy {
  /** The migrations that made its schema. */
  readonly migrations: readonly string[];
  /** In the order of the rows: those that others refer to come first. */
  readonly tables: readonly TableContent[];
  rows(): AsyncIterable<Row>;
}

export interface Row {
  readonly table: TableContent;
  /** In the order of its columns. */
  readonly values: readonly Value[];
}

/** Told how many rows of a table are done. */
export type Progress = (table: TableContent, done: number) => void;

/** Milliseconds. */
const TELLS_EVERY = 2000;

/** The rows, with their progress now and then, and at the end of each table. */
export async function* rowsWithProgress(
  copy: InstallationCopy,
  progress: Progress,
): AsyncGenerator<Row> {
  let current: TableContent | undefined;
  let done = 0;
  let toldAt = performance.now();
  for await (const row of copy.rows()) {
    if (row.table !== current) [current, done] = [row.table, 0];
    yield row;
    done += 1;
    if (done !== current.rows && performance.now() - toldAt < TELLS_EVERY) continue;
    toldAt = performance.now();
    progress(current, done);
  }
}
