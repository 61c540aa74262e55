import { setTimeout as sleep } from 'node:timers/promises';
import { randomBytes } from 'node:crypto';
import { beforeAll, expect, it } from '@jest/globals';
import { createConnection } from 'mysql2/promise';
import {
  describeOwnMariadb,
  type MariadbProcess,
  startMariadb,
} from '../support/mariadb-process.js';
import { freePort } from '../support/free-port.js';
import { ServerClock } from '../support/server-clock.js';
import { type ServerProcess, startServer } from '../support/server-process.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { tlsEnvironment } from '../support/tls.js';
import { worldOf } from '../support/world.js';
import { startInVain } from './failed-start.js';

const SECRET_KEY = randomBytes(32).toString('base64');

/** Of a user without the power to write to a server that is read-only. */
const urlOf = ({ port }: MariadbProcess) =>
  `mysql://gatehouse:canary@127.0.0.1:${String(port)}/gatehouse`;

const CREATE_USER = "GRANT ALL ON gatehouse.* TO gatehouse@'127.0.0.1' IDENTIFIED BY 'canary'";

describeOwnMariadb('a database server that is demoted', () => {
  let database: MariadbProcess;
  let server: ServerProcess;
  let metricsPort: number;

  beforeAll(async () => {
    database = await startMariadb();
    await database.query(CREATE_USER);
    metricsPort = await freePort();
    server = await startServer({
      databaseUrl: urlOf(database),
      env: { METRICS_PORT: String(metricsPort) },
    });
  });

  const connections = async () =>
    (
      (await database.query(
        "SELECT id FROM information_schema.processlist WHERE user = 'gatehouse'",
      )) as { id: number }[]
    ).map(({ id }) => id);

  it('O16 is not ready while nothing can be written, and its connections are dropped', async () => {
    const ready = async () => (await fetch(`${server.issuer}/health/ready`)).status;
    const world = worldOf(server);
    await world.registerClient();
    const before = await connections();
    expect(before.length).toBeGreaterThan(0);
    await database.query('SET GLOBAL read_only = 1');
    await sleep(1100);
    expect(await ready()).toBe(503);
    const metadata = { client_name: 'Late', redirect_uris: ['https://late.example/'] };
    const refused = await world.admin.post('/clients', metadata);
    expect([refused.status, refused.json.error]).toEqual([503, 'temporarily_unavailable']);
    await sleep(1100);
    expect(await ready()).toBe(503);
    // Whoever asks by name again would find the server that is written to by now.
    const kept = await connections();
    expect(kept.filter((id) => before.includes(id))).toEqual([]);
    await database.query('SET GLOBAL read_only = 0');
    await sleep(1100);
    expect(await ready()).toBe(200);
    await world.registerClient();
    expect(server.logs()).not.toContain('"status":500');
    const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    expect(metrics).toMatch(/^gatehouse_database_connections\{state="idle"\} [1-9]/m);
    expect(metrics).toMatch(/^gatehouse_database_connections\{state="waiting"\} 0$/m);
    expect(metrics).toMatch(/^gatehouse_database_statement_duration_seconds_count [1-9]\d/m);
  });
});

describeOwnMariadb('a clock that is not that of the database', () => {
  it('O21 is measured and said, and from 30 s on the node is not ready', async () => {
    const database = await startMariadb();
    const clock = new ServerClock(10);
    const server = await startServer({ databaseUrl: database.url, env: clock.environment });
    expect(server.logs()).toMatch(/By 1\d\.\d s.*The clock differs from the database's/);
    for (const [shift, status] of [
      [60, 503],
      [-60, 503],
      [1, 200],
    ] as const) {
      clock.jumpTo(shift);
      await sleep(1100);
      expect([shift, (await fetch(`${server.issuer}/health/ready`)).status]).toEqual([
        shift,
        status,
      ]);
    }
  });
});

describeOwnMariadb('TLS of the database', () => {
  let database: MariadbProcess;
  let authority: string;

  beforeAll(async () => {
    const { TLS_CERT, TLS_KEY } = tlsEnvironment();
    authority = TLS_CERT;
    database = await startMariadb(`--ssl-cert=${TLS_CERT}`, `--ssl-key=${TLS_KEY}`);
    await database.query(CREATE_USER);
    await database.query("ALTER USER gatehouse@'127.0.0.1' REQUIRE SSL");
  });

  const environment = (query: string, ca?: string) => ({
    ...{ SECRET_KEY, DATABASE_URL: urlOf(database) + query, DATA_DIR: temporaryDirectory() },
    ...(ca === undefined ? {} : { DATABASE_CA: ca }),
  });

  it.each<[string, string, boolean]>([
    ['?ssl-mode=REQUIRED', '', true],
    ['?ssl-mode=VERIFY_CA', 'ours', true],
    ['?ssl-mode=VERIFY_IDENTITY', 'ours', true],
    ['?ssl-mode=VERIFY_CA', '', false],
    ['?ssl-mode=VERIFY_IDENTITY', '', false],
    ['?ssl-mode=DISABLED', '', false],
    ['', '', false],
  ])('S12 %s with the authority "%s": connects is %s', async (query, ca, connects) => {
    const env = environment(query, ca === '' ? undefined : authority);
    if (connects) {
      const server = await startServer({ env });
      expect(await server.stop()).toBe(0);
    } else {
      const { code, stderr } = await startInVain({ ...env, LOG_LEVEL: 'silent' });
      expect(code).toBe(1);
      const { reason } = JSON.parse(stderr) as { reason: string };
      expect(reason).toContain('ssl-mode');
      expect(reason).not.toContain('canary');
    }
  });

  it('S12 the user is one that the server lets in by TLS only', async () => {
    const { port } = database;
    const plain = { host: '127.0.0.1', port, user: 'gatehouse', password: 'canary' };
    await expect(createConnection(plain)).rejects.toThrow(/Access denied/);
  });
});
