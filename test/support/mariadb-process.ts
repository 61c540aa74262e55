import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe } from '@jest/globals';
import { createConnection } from 'mysql2/promise';
import { atEndOfFile } from './end-of-file.js';
import { freePort } from './free-port.js';
import { skippable } from './skippable.js';
import { temporaryDirectory } from './temporary-directory.js';

const READY_WITHIN = 30_000;
const DATABASE = 'gatehouse';

/** Debian keeps servers where the PATH of a user does not lead. */
const FOLDERS = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];

function programNamed(name: string): string | undefined {
  return FOLDERS.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

const installer = programNamed('mariadb-install-db');
const program = programNamed('mariadbd');

/** `describe` that is skipped, naming the reason, where no MariaDB is installed to be started. */
export const describeOwnMariadb = skippable(
  describe,
  installer === undefined || program === undefined ? 'no MariaDB server to start' : undefined,
);

/** A MariaDB of the test's own, which may be stopped, killed and frozen. */
export class MariadbProcess {
  private child: ChildProcess | undefined;
  private exited: Promise<unknown> = Promise.resolve();
  private output = '';

  constructor(
    private readonly directory: string,
    readonly port: number,
    private readonly further: readonly string[] = [],
  ) {}

  /** Ready for DATABASE_URL. */
  get url(): string {
    return `mysql://root@127.0.0.1:${this.port}/${DATABASE}`;
  }

  async start(): Promise<void> {
    const child = spawn(program ?? '', [
      ...options(this.directory),
      `--port=${this.port}`,
      '--bind-address=127.0.0.1',
      `--socket=${join(this.directory, 'socket')}`,
      `--pid-file=${join(this.directory, 'pid')}`,
      '--innodb-buffer-pool-size=32M',
      // Names need no resolving; a machine without a resolver would wait for each connection.
      '--skip-name-resolve',
      ...this.further,
    ]);
    this.child = child;
    this.exited = once(child, 'exit');
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
    await this.waitUntilReady(child);
  }

  /** SIGTERM, as an orchestrator stops it, or SIGKILL, as when its machine is gone. */
  async stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    this.child?.kill(signal);
    await this.exited;
  }

  /** It keeps its connections and says nothing any more, like a machine behind a cut cable. */
  freeze(): void {
    this.child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.child?.kill('SIGCONT');
  }

  /** Runs a statement on a connection of its own. */
  async query(sql: string): Promise<unknown> {
    const connection = await createConnection({ uri: this.url, connectTimeout: 2000 });
    try {
      const [rows] = await connection.query(sql);
      return rows;
    } finally {
      await connection.end();
    }
  }

  private async waitUntilReady(child: ChildProcess): Promise<void> {
    const deadline = performance.now() + READY_WITHIN;
    while (performance.now() < deadline && child.exitCode === null) {
      if (await this.createDatabase()) return;
      await sleep(50);
    }
    await this.stop('SIGKILL');
    throw new Error(`MariaDB was not ready within ${READY_WITHIN} ms:\n${this.output}`);
  }

  /** @returns whether it answers */
  private async createDatabase(): Promise<boolean> {
    const { hostname: host, port } = new URL(this.url);
    try {
      const connection = await createConnection({ host, port: Number(port), user: 'root' });
      await connection.query(`CREATE DATABASE IF NOT EXISTS ${DATABASE}`);
      await connection.end();
      return true;
    } catch {
      return false;
    }
  }
}

const options = (directory: string) => [
  '--no-defaults',
  `--datadir=${join(directory, 'data')}`,
  // Only root has to say that it means itself.
  `--user=${userInfo().username}`,
  '--innodb-log-file-size=16M',
];

/** Starts a MariaDB with an empty database, and further options; it is killed with the test file. */
export async function startMariadb(...further: readonly string[]): Promise<MariadbProcess> {
  const directory = temporaryDirectory();
  execFileSync(
    installer ?? '',
    [...options(directory), '--auth-root-authentication-method=normal', '--skip-test-db'],
    { stdio: 'pipe' },
  );
  const database = new MariadbProcess(directory, await freePort(), further);
  atEndOfFile(() => database.stop('SIGKILL'));
  await database.start();
  return database;
}
