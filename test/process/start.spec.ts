import { randomBytes } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { freePort } from '../support/free-port.js';
import { startServer, type ServerProcess } from '../support/server-process.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { World } from '../support/world.js';
import { startInVain } from './failed-start.js';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const PASSWORD = /^ {2}Password\s+(\S+)\s+\(shown only now/m;

const worldWith = (server: ServerProcess, password: string) =>
  new World(server.issuer, { username: 'admin', password });

function filesIn(directory: string): { path: string; mode: string; text: string }[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({
      path: path.slice(directory.length + 1),
      mode: (statSync(path).mode & 0o777).toString(8),
      text: readFileSync(path, 'latin1'),
    }));
}

describe('the first start and the second', () => {
  let server: ServerProcess;
  let first: string;
  let password: string;
  let client: { client_id: string; client_secret: string };

  beforeAll(async () => {
    const dataDir = temporaryDirectory();
    // As an operator's `mkdir` leaves it: others may look in.
    chmodSync(dataDir, 0o755);
    server = await startServer({ dataDir, env: { ADMIN_PASSWORD: undefined } });
    first = server.logs();
    password = PASSWORD.exec(first)?.[1] ?? '';
  });

  it('prints where to go: "issuer, Swagger UI, the admin\'s name"', () => {
    expect(first).toContain(`\n  Issuer      ${server.issuer}\n`);
    expect(first).toContain(`\n  Swagger UI  ${server.issuer}/docs\n`);
    expect(first).toMatch(/\n {2}Admin {7}admin\n/);
  });

  it('"and, the first time only, a random initial password", which signs the admin in', async () => {
    expect(first.match(/Password/g)).toHaveLength(1);
    // 100 bits: nobody can guess it before it is changed.
    expect(password).toMatch(/^(?:[0-9a-hj-km-np-tv-z]{4}-){4}[0-9a-hj-km-np-tv-z]{4}$/);
    const created = await worldWith(server, password).registerClient({ client_name: 'Kept' });
    client = created as typeof client;
    expect(client.client_secret).toEqual(expect.any(String));
  });

  it('writes JSON lines around the banner, and the password into none of them', () => {
    const lines = first.split('\n').filter((line) => line.startsWith('{'));
    for (const line of lines) expect(JSON.parse(line)).toHaveProperty('level');
    expect(lines.join('\n')).not.toContain(password);
  });

  it('leaves no file that another user of the machine may read', () => {
    const files = filesIn(server.dataDir);
    expect(files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['gatehouse.sqlite', 'secret.key']),
    );
    expect(files.filter(({ mode }) => mode !== '600')).toEqual([]);
  });

  it('keeps the password and the client secret as digests only', () => {
    for (const { text } of filesIn(server.dataDir)) {
      expect(text.includes(password)).toBe(false);
      expect(text.includes(client.client_secret)).toBe(false);
    }
  });

  it('"The second start keeps everything" and prints no password', async () => {
    const keys = await (await fetch(`${server.issuer}/jwks`)).json();
    expect(await server.stop()).toBe(0);
    await server.start();
    const second = server.logs().slice(first.length);
    expect(second).toContain(`Gatehouse ${version} is ready.`);
    expect(second).toMatch(/\n {2}Admin {7}admin\n/);
    expect(second).not.toContain('Password');
    expect(second).not.toContain(password);
    expect(await (await fetch(`${server.issuer}/jwks`)).json()).toEqual(keys);
    const kept = await worldWith(server, password).admin.get(`/clients/${client.client_id}`);
    expect(kept).toMatchObject({ status: 200, json: { client_name: 'Kept' } });
  });

  it('a later ADMIN_PASSWORD does not replace the password that is there', async () => {
    await server.stop();
    const again = await startServer({
      dataDir: server.dataDir,
      env: { ADMIN_PASSWORD: 'something else entirely' },
    });
    const kept = await worldWith(again, password).admin.get(`/clients/${client.client_id}`);
    expect(kept.status).toBe(200);
  });
});

describe('ADMIN_PASSWORD and ADMIN_USERNAME', () => {
  it('are honoured and never printed', async () => {
    const given = 'correct horse battery staple';
    const server = await startServer({
      env: { ADMIN_USERNAME: 'gatekeeper', ADMIN_PASSWORD: given },
    });
    expect(server.logs()).toMatch(/\n {2}Admin {7}gatekeeper\n/);
    expect(server.logs()).not.toContain('Password');
    expect(server.logs()).not.toContain(given);
    const world = new World(server.issuer, { username: 'gatekeeper', password: given });
    expect((await world.admin.get('/clients')).status).toBe(200);
  });

  it('too weak a password is refused by name, not by value', async () => {
    const { code, stdout, stderr } = await startInVain({
      DATA_DIR: temporaryDirectory(),
      PORT: String(await freePort()),
      ADMIN_PASSWORD: 'hunter2',
    });
    expect(code).toBe(1);
    expect(JSON.parse(stderr)).toMatchObject({
      ...{ level: 'fatal', message: 'Gatehouse did not start.' },
      reason: expect.stringMatching(/^ADMIN_PASSWORD cannot be used: .*at least/),
    });
    expect(stdout + stderr).not.toContain('hunter2');
  });
});

describe('a configuration that cannot be used', () => {
  const WRONG = {
    PORT: 'seventeen',
    ISSUER: 'http://sso.wrong.example',
    DATABASE_URL: 'postgres://dba:canary-1@db.wrong.example/prod',
    SECRET_KEY: 'canary-2',
    LEGACY_GRANTS: 'canary-3',
    REGISTRATION: 'canary-4',
    OUTBOUND_ALLOWED_NETWORKS: 'canary-5',
    TRUSTED_PROXIES: 'canary-6',
    LOG_LEVEL: 'canary-7',
  };

  it('"All errors at once, names only, never values": exit 1, nothing written', async () => {
    const dataDir = temporaryDirectory();
    const { code, stdout, stderr } = await startInVain({ DATA_DIR: dataDir, ...WRONG });
    expect(code).toBe(1);
    expect(stdout).toBe('');
    const { reason } = JSON.parse(stderr) as { reason: string };
    const named = [...reason.matchAll(/(?:^|; )([A-Z_]+) must /g)].map(([, name]) => name);
    expect(named.sort()).toEqual(Object.keys(WRONG).sort());
    expect(stderr).not.toMatch(/canary|seventeen|wrong\.example/);
    expect(stderr).not.toMatch(/\bat .*\.js:\d/);
    expect(readdirSync(dataDir)).toEqual([]);
  });
});

describe('terms for strangers that give them power', () => {
  it.each([
    [
      'users:write',
      { scope: 'users:write' },
      'scope: Clients that register themselves cannot have',
    ],
    ['account:write', { scope: 'account:write' }, 'cannot have: account:write.'],
    ['no scope at all', { scope: 'a  b' }, 'scope: It must be scope names'],
    ['a grant that is off', { grant_types: ['password'] }, 'grant_types: It may contain: '],
  ])(
    'S06 %s: REGISTRATION_POLICY is refused as an admin’s would be',
    async (_what, policy, told) => {
      for (const REGISTRATION of ['open', 'token']) {
        const { code, stdout, stderr } = await startInVain({
          ...{ DATA_DIR: temporaryDirectory(), PORT: String(await freePort()), REGISTRATION },
          REGISTRATION_POLICY: JSON.stringify(policy),
        });
        expect([code, stdout]).toEqual([1, '']);
        expect(stderr).toContain('REGISTRATION_POLICY ');
        expect(stderr).toContain(told);
        expect(stderr).not.toMatch(/\bat .*\.js:\d/);
      }
    },
  );
});

describe('a port that is in use', () => {
  it('is named, with what to do; exit 1', async () => {
    const running = await startServer();
    const { port } = new URL(running.issuer);
    const dataDir = temporaryDirectory();
    const { code, stdout, stderr } = await startInVain({ DATA_DIR: dataDir, PORT: port });
    expect(code).toBe(1);
    expect(stderr).toContain(`Port ${port} is in use.`);
    expect(stderr).toContain('PORT');
    expect(stderr).not.toMatch(/\bat .*\.js:\d/);

    // This start created the admin, so it is the one that has to say the password.
    const password = PASSWORD.exec(stdout)?.[1] ?? '';
    const next = await startServer({ dataDir, env: { ADMIN_PASSWORD: undefined } });
    expect(next.logs()).not.toContain('Password');
    expect((await worldWith(next, password).admin.get('/clients')).status).toBe(200);
  });
});

describe('a start that fails', () => {
  /** The one line of JSON that is left of it. */
  async function reasonWith(environment: Record<string, string>): Promise<string> {
    const port = String(await freePort());
    const { code, stdout, stderr } = await startInVain({
      ...{ DATA_DIR: temporaryDirectory(), PORT: port, LOG_LEVEL: 'fatal' },
      ...environment,
    });
    // What was done before the address was tried is told, and the password of an admin who was made.
    expect([code, stdout.replace(/^[^]*The first admin was created[^]*$/, '')]).toEqual([1, '']);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    const line = JSON.parse(stderr) as { level: string; reason: string; stack?: string };
    expect(line).toMatchObject({ level: 'fatal', message: 'Gatehouse did not start.' });
    expect(line.stack).toBeUndefined();
    return line.reason;
  }

  const SECRET_KEY = randomBytes(32).toString('base64');
  const folder = temporaryDirectory();
  const file = join(folder, 'a-file');
  writeFileSync(file, 'no database, but a text that is long enough to look like one'.repeat(9));

  it.each<[string, Record<string, string>, RegExp]>([
    [
      'no MySQL there',
      { SECRET_KEY, DATABASE_URL: 'mysql://a:canary@127.0.0.1:1/x' },
      /\(ECONNREFUSED\).*host and port/,
    ],
    [
      'no such host',
      { SECRET_KEY, DATABASE_URL: 'mysql://a:canary@db.invalid/x' },
      /\((?:ENOTFOUND|EAI_AGAIN)\).*DATABASE_URL/,
    ],
    ['DATA_DIR is a file', { DATA_DIR: file }, /^DATA_DIR must be a directory .*\(ENOTDIR\)/],
    ['DATA_DIR below a file', { DATA_DIR: join(file, 'x') }, /^DATA_DIR must be a directory/],
    ['DATA_DIR in /proc', { DATA_DIR: '/proc/x' }, /^DATA_DIR must be a directory .*\(ENOENT\)/],
    [
      'a database in /proc',
      { SECRET_KEY, DATABASE_URL: 'sqlite:/proc/x/y' },
      /^The directory \/proc\/x of the SQLite database cannot be made/,
    ],
    [
      'a database that is none',
      { SECRET_KEY, DATABASE_URL: `sqlite:${file}` },
      /\(SQLITE_NOTADB\).*restore a backup/,
    ],
    ['a host that is none of ours', { HOST: '203.0.113.1' }, /HOST .*no address of this machine/],
    ['a host that nobody knows', { HOST: 'nowhere.invalid' }, /HOST .*no name|EAI_AGAIN/],
    ['everybody as a proxy', { TRUSTED_PROXIES: '0.0.0.0/0' }, /^TRUSTED_PROXIES must name/],
  ])('O05 %s: one line that says what to do', async (_title, environment, expected) => {
    const reason = await reasonWith(environment);
    expect(reason).toMatch(expected);
    expect(reason).not.toContain('canary');
  });

  it('O07 a second process on a database, O12 a schema of a newer version: both are refused', async () => {
    const server = await startServer();
    const { dataDir } = server;
    expect(await reasonWith({ DATA_DIR: dataDir })).toMatch(/^Another Gatehouse runs on/);
    // However the first one ended.
    await server.kill();
    await server.start();
    await server.stop();
    const database = new Database(join(dataDir, 'gatehouse.sqlite'));
    database.exec("INSERT INTO migrations (timestamp, name) VALUES (1, 'Later1999999999999')");
    database.exec("UPDATE installation SET value = '9.8.7' WHERE name = 'version'");
    database.close();
    const reason = await reasonWith({ DATA_DIR: dataDir });
    expect(reason).toContain('9.8.7');
    expect(reason).toContain(version);
  });

  it('S22 a key file that others can read is refused', async () => {
    const server = await startServer();
    await server.stop();
    chmodSync(join(server.dataDir, 'secret.key'), 0o644);
    const reason = await reasonWith({ DATA_DIR: server.dataDir });
    expect(reason).toMatch(/secret\.key must not be open to other users/);
  });
});

describe('what a start says in the log', () => {
  it('that ADMIN_PASSWORD is ignored, and O07 that the issuer is another one', async () => {
    const server = await startServer({ env: { ADMIN_PASSWORD: undefined } });
    expect(server.logs()).not.toContain('ADMIN_PASSWORD');
    await server.stop();
    const issuer = 'https://sso.example.com';
    const again = await startServer({
      dataDir: server.dataDir,
      env: { ISSUER: issuer, ADMIN_PASSWORD: 'correct horse battery staple' },
    });
    expect(again.logs()).toMatch(/"level":"warn".*reset-admin.*ADMIN_PASSWORD is ignored/);
    const about = new RegExp(`${server.issuer}.*ISSUER is another than at the last start`);
    expect(again.logs()).toMatch(about);
  });
});

describe('O04 where it listens', () => {
  it.each([
    ['http://[::1]', undefined, '[::1]'],
    ['http://127.0.0.1', undefined, '127.0.0.1'],
    ['http://localhost', '[::1]', '[::1]'],
    ['http://localhost', '::1', '[::1]'],
  ])('ISSUER=%s HOST=%s: at %s', async (issuer, host, at) => {
    const port = await freePort();
    const origin = `http://${at}:${port}`;
    const env = { ISSUER: `${issuer}:${port}`, HOST: host };
    const server = await startServer({ port, origin, env });
    expect((await fetch(`${origin}/health/live`)).status).toBe(200);
    expect(await server.stop()).toBe(0);
  });
});

describe('O13 secrets in files', () => {
  it('are read, without the end of their line', async () => {
    const folder = temporaryDirectory();
    const path = (name: string, value: string) => {
      writeFileSync(join(folder, name), `${value}\n`);
      return join(folder, name);
    };
    const password = 'correct horse battery staple';
    const server = await startServer({
      env: {
        SECRET_KEY_FILE: path('key', randomBytes(32).toString('base64')),
        ADMIN_PASSWORD: undefined,
        ADMIN_PASSWORD_FILE: path('password', password),
        DATABASE_URL_FILE: path('url', `sqlite:${join(folder, 'own.sqlite')}`),
      },
    });
    expect(readdirSync(server.dataDir)).toEqual([]);
    expect(readdirSync(folder)).toContain('own.sqlite');
    expect((await worldWith(server, password).admin.get('/clients')).status).toBe(200);
  });

  it('are not also variables', async () => {
    const { stderr } = await startInVain({ SECRET_KEY: 'x', SECRET_KEY_FILE: '/nowhere' });
    expect(stderr).toContain('SECRET_KEY_FILE must not be set along with SECRET_KEY');
  });
});
