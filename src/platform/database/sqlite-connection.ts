import { AsyncLocalStorage } from 'node:async_hooks';
import { type DataSource, type EntityManager, QueryFailedError, type QueryRunner } from 'typeorm';
import { timed } from './statement-times.js';

/** The part of a better-sqlite3 statement used here. */
interface DriverStatement {
  /** Whether it answers with rows. */
  reader: boolean;
  /** Makes {@link all} answer with arrays. */
  raw(): void;
  columns(): { name: string }[];
  all(...parameters: unknown[]): unknown[][];
  run(...parameters: unknown[]): { changes: number; lastInsertRowid: number | bigint };
}

interface Statement {
  readonly driver: DriverStatement;
  /** Of the rows that it answers with, if it does. */
  readonly columns: readonly string[] | undefined;
}

/** The part of a better-sqlite3 connection used here. */
interface Connection {
  prepare(sql: string): DriverStatement;
  inTransaction: boolean;
}

interface PendingWrite {
  execute: () => unknown;
  resolve: (result: unknown) => void;
  reject: (error: unknown) => void;
}

type Query = QueryRunner['query'];

/** What waits for a commit. All else, such as a PRAGMA, runs at once and outside of one. */
const CHANGES_ROWS = /^\s*(?:INSERT|UPDATE|DELETE)\b/i;

/** How long the first write of a commit may wait for others, in milliseconds. */
const LONGEST_WAIT = 2;

/**
 * Makes the one SQLite connection that TypeORM shares among all requests safe to share.
 *
 * - Writes outside a transaction are collected for as long as each turn of the event loop brings more,
 *   and committed together, synchronously: concurrent requests pay for one `fsync` instead of one each.
 *   A write is acknowledged only after that commit. A statement that fails (a unique index, say)
 *   fails alone: SQLite undoes the statement, not the transaction. When the disk is full, all fail.
 * - While {@link transaction} runs, statements of everybody else wait. Otherwise they would run
 *   inside it, and a write already reported as done would vanish with its rollback. The transaction
 *   has a query runner of its own; whoever uses any other inside it would wait for themselves, and is refused.
 */
export class SqliteConnection {
  /** Which transaction whatever runs is part of, by what others wait for. */
  private static readonly within = new AsyncLocalStorage<Promise<void>>();

  private readonly statements = new Map<string, Statement>();
  private pending: PendingWrite[] = [];
  private held: Promise<void> | undefined;
  private readonly begin: DriverStatement;
  private readonly commit: DriverStatement;
  private readonly rollback: DriverStatement;

  private constructor(
    private readonly dataSource: DataSource,
    private readonly runner: QueryRunner,
    private readonly connection: Connection,
  ) {
    runner.query = ((...given: Parameters<SqliteConnection['query']>) =>
      timed(dataSource, () => this.query(...given))) as Query;
    this.begin = connection.prepare('BEGIN IMMEDIATE');
    this.commit = connection.prepare('COMMIT');
    this.rollback = connection.prepare('ROLLBACK');
  }

  static async attach(dataSource: DataSource): Promise<SqliteConnection> {
    const runner = dataSource.createQueryRunner();
    return new SqliteConnection(dataSource, runner, (await runner.connect()) as Connection);
  }

  /** Runs `work` in one transaction, alone on the connection. */
  async transaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    while (this.held !== undefined) {
      if (SqliteConnection.within.getStore() === this.held) {
        throw new Error('a transaction within a transaction');
      }
      await this.held;
    }
    let release!: () => void;
    const held = new Promise<void>((resolve) => (release = resolve));
    this.held = held;
    try {
      this.flush();
      this.begin.run();
      const manager = this.dataSource.createEntityManager(this.ownRunner());
      const result = await SqliteConnection.within.run(held, () => work(manager));
      this.commit.run();
      return result;
    } catch (error) {
      if (this.connection.inTransaction) this.rollback.run();
      throw error;
    } finally {
      this.held = undefined;
      release();
    }
  }

  /** A query runner on the same connection whose statements do not wait. */
  private ownRunner(): QueryRunner {
    // The driver gives everybody the same one, and TypeORM exports no class to make another of.
    const { constructor, driver } = this.runner as unknown as {
      constructor: new (driver: unknown) => QueryRunner;
      driver: unknown;
    };
    const own = new constructor(driver);
    const query = own.query.bind(own) as (...given: readonly unknown[]) => Promise<unknown>;
    own.query = ((...given) => timed(this.dataSource, () => query(...given))) as Query;
    return own;
  }

  private async query(sql: string, parameters: unknown[] = [], structured = false) {
    while (this.held !== undefined) {
      if (SqliteConnection.within.getStore() === this.held) {
        throw new Error(`a statement by another manager within a transaction: ${sql}`);
      }
      await this.held;
    }
    this.dataSource.logger.logQuery(sql, parameters, this.runner);
    try {
      const statement = this.prepare(sql);
      const execute = () => run(statement, parameters, structured);
      return CHANGES_ROWS.test(sql) ? await this.write(execute) : execute();
    } catch (error) {
      throw new QueryFailedError(sql, parameters, error as Error);
    }
  }

  private write(execute: () => unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.pending.length === 0) this.flushSoon(1, performance.now() + LONGEST_WAIT);
      this.pending.push({ execute, resolve, reject });
    });
  }

  /** Waits for turns of the event loop until one brings no further write, and then commits. */
  private flushSoon(seen: number, latest: number): void {
    setImmediate(() => {
      const { length } = this.pending;
      if (length > seen && performance.now() < latest) this.flushSoon(length, latest);
      else void this.flushWhenFree();
    });
  }

  private async flushWhenFree(): Promise<void> {
    while (this.held !== undefined) await this.held;
    this.flush();
  }

  /** Commits everything pending. Synchronous, so nothing can come in between. */
  private flush(): void {
    const writes = this.pending;
    if (writes.length === 0) return;
    this.pending = [];
    const settled: (() => void)[] = [];
    try {
      this.begin.run();
      for (const write of writes) settled.push(this.attempt(write));
      this.commit.run();
    } catch (error) {
      if (this.connection.inTransaction) this.rollback.run();
      for (const write of writes) write.reject(error);
      return;
    }
    for (const settle of settled) settle();
  }

  /** @returns what tells whoever wrote it, once it is committed */
  private attempt(write: PendingWrite): () => void {
    try {
      const result = write.execute();
      return () => {
        write.resolve(result);
      };
    } catch (error) {
      // Of some failures, such as a full disk, SQLite undoes everything: then nothing was written.
      if (!this.connection.inTransaction) throw error;
      return () => {
        write.reject(error);
      };
    }
  }

  private prepare(sql: string): Statement {
    let statement = this.statements.get(sql);
    if (statement === undefined) {
      if (this.statements.size >= 200) this.statements.clear();
      statement = prepared(this.connection.prepare(sql));
      this.statements.set(sql, statement);
    }
    return statement;
  }
}

function prepared(driver: DriverStatement): Statement {
  if (!driver.reader) return { driver, columns: undefined };
  driver.raw();
  return { driver, columns: driver.columns().map(({ name }) => name) };
}

/** @param structured whether TypeORM asked for all it can know of the outcome */
function run(
  { driver, columns }: Statement,
  parameters: readonly unknown[],
  structured: boolean,
): unknown {
  const bound = parameters.map((value) => (typeof value === 'boolean' ? Number(value) : value));
  if (columns !== undefined) {
    const records = driver.all(...bound).map((values) => toRecord(columns, values));
    return structured ? { raw: records, records, affected: records.length } : records;
  }
  const { changes, lastInsertRowid } = driver.run(...bound);
  return structured ? { raw: lastInsertRowid, records: [], affected: changes } : lastInsertRowid;
}

/** The driver would do the same, property by property through V8's interface, in twice the time. */
function toRecord(columns: readonly string[], values: readonly unknown[]): object {
  const record: Record<string, unknown> = {};
  for (let i = 0; i < columns.length; i++) record[columns[i] as string] = values[i];
  return record;
}
