import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { atEndOfFile } from '../support/end-of-file.js';
import { freePort } from '../support/free-port.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

const PROVIDERS = ['/usr/lib/galera/libgalera_smm.so', '/usr/lib64/galera-4/libgalera_smm.so'];
const SERVER = '/usr/sbin/mariadbd';

export function whyAbsent(): string | undefined {
  if (!existsSync(SERVER)) return `no ${SERVER} (Debian: mariadb-server)`;
  return PROVIDERS.some(existsSync) ? undefined : 'no Galera (Debian: galera-4 and rsync)';
}

/** As root, rsync would hand over what it copies to nobody. */
const USER = process.getuid?.() === 0 ? 'mysql' : userInfo().username;

/** A database server of the cluster. */
export class GaleraServer {
  private child: ChildProcess | undefined;

  private constructor(
    private readonly directory: string,
    private readonly ports: { sql: number; group: number; ist: number; sst: number },
  ) {}

  static async make(): Promise<GaleraServer> {
    const directory = temporaryDirectory();
    mkdirSync(join(directory, 'data'));
    if (USER === 'mysql') spawnSync('chown', ['-R', USER, directory]);
    const ports = { sql: 0, group: 0, ist: 0, sst: 0 };
    for (const name of ['sql', 'group', 'ist', 'sst'] as const) ports[name] = await freePort();
    const installed = spawnSync('mariadb-install-db', [
      '--no-defaults',
      `--datadir=${directory}/data`,
      `--user=${USER}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
    ]);
    if (installed.status !== 0) throw new Error(String(installed.stderr));
    return new GaleraServer(directory, ports);
  }

  get address(): string {
    return `127.0.0.1:${this.ports.group}`;
  }

  url(database: string): string {
    return `mysql://root@127.0.0.1:${this.ports.sql}/${database}`;
  }

  /** @param others those that make the cluster with it; none where it begins one */
  async start(others: readonly GaleraServer[]): Promise<void> {
    const { sql, ist, sst } = this.ports;
    const provider = PROVIDERS.find(existsSync) ?? '';
    this.child = spawn(
      SERVER,
      [
        '--no-defaults',
        ...[`--datadir=${this.directory}/data`, `--user=${USER}`, '--bind-address=127.0.0.1'],
        ...[
          `--port=${sql}`,
          `--socket=${this.directory}/socket`,
          `--pid-file=${this.directory}/pid`,
        ],
        ...['--binlog-format=ROW', '--innodb-autoinc-lock-mode=2', '--innodb-buffer-pool-size=64M'],
        ...['--wsrep-on=ON', `--wsrep-provider=${provider}`, '--wsrep-sst-method=rsync'],
        `--wsrep-cluster-address=gcomm://${others.map(({ address }) => address).join(',')}`,
        `--wsrep-node-address=${this.address}`,
        `--wsrep-sst-receive-address=127.0.0.1:${sst}`,
        `--wsrep-provider-options=ist.recv_addr=127.0.0.1:${ist};gmcast.listen_addr=tcp://${this.address}`,
        `--log-error=${this.directory}/server.err`,
      ],
      { stdio: 'ignore' },
    );
    atEndOfFile(() => this.kill());
    await this.isSynced();
  }

  /** As if its machine had lost its power. */
  async kill(): Promise<void> {
    if (this.child?.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }

  async run(statement: string): Promise<Record<string, unknown>[]> {
    const connection = await createConnection({ uri: this.url(''), connectTimeout: 2000 });
    try {
      const [rows] = await connection.query(statement);
      return rows as Record<string, unknown>[];
    } finally {
      await connection.end();
    }
  }

  async isSynced(): Promise<void> {
    for (let tries = 0; tries < 240; tries++) {
      const [status] = await this.run("SHOW STATUS LIKE 'wsrep_local_state_comment'").catch(
        () => [],
      );
      if (status?.['Value'] === 'Synced') return;
      if (this.child?.exitCode !== null) break;
      await sleep(250);
    }
    throw new Error(readFileSync(join(this.directory, 'server.err'), 'utf8').slice(-4000));
  }
}

/** Three servers, of which any two go on without the third. */
export async function startCluster(): Promise<readonly [GaleraServer, GaleraServer, GaleraServer]> {
  const first = await GaleraServer.make();
  const [second, third] = [await GaleraServer.make(), await GaleraServer.make()];
  await first.start([]);
  await second.start([first]);
  await third.start([first, second]);
  return [first, second, third];
}
