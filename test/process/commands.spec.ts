import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { Browser } from '../support/browser.js';
import { basic } from '../support/registered-client.js';
import { startServer, type ServerProcess } from '../support/server-process.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { World, worldOf } from '../support/world.js';
import { startInVain } from './failed-start.js';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

/** Runs a command beside a server, or where one was. */
function run(server: Pick<ServerProcess, 'dataDir' | 'issuer'>, ...args: string[]) {
  const { port } = new URL(server.issuer);
  return startInVain({ DATA_DIR: server.dataDir, PORT: port }, args);
}

const newKey = () => randomBytes(32).toString('base64');

async function rows<T>(server: ServerProcess, sql: string): Promise<T[]> {
  const database = new Database(join(server.dataDir, 'gatehouse.sqlite'), { readonly: true });
  try {
    return database.prepare(sql).all() as T[];
  } finally {
    database.close();
  }
}

/** Without their seals, which come a moment later. */
const EVENTS = 'SELECT id, type, at, actor, client_id, user_id, facts FROM events';

describe('the command line', () => {
  it('--help and --version tell and start nothing', async () => {
    const dataDir = join(temporaryDirectory(), 'data');
    for (const args of [['--help'], ['-h'], ['start', '--help'], ['backup', '--help']]) {
      const { code, stdout, stderr } = await startInVain({ DATA_DIR: dataDir }, args);
      expect([code, stderr]).toEqual([0, '']);
      const names = 'start migrate check-config reset-admin backup restore export import move';
      for (const name of names.split(' ')) {
        expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
      }
    }
    expect(await startInVain({}, ['--version'])).toMatchObject({ code: 0, stdout: `${version}\n` });
    expect(existsSync(dataDir)).toBe(false);
  });

  it.each([
    [['strat']],
    [['--port=80']],
    [['start', 'now']],
    [['backup']],
    [['import']],
    [['move', 'mysql://127.0.0.1/x']],
    [['backup', 'a', 'b']],
    [['backup', 'a', '--replace']],
    [['reset-admin', '--force', 'x']],
  ])('%j is refused, and starts nothing', async (args) => {
    const dataDir = join(temporaryDirectory(), 'data');
    const { code, stdout, stderr } = await startInVain({ DATA_DIR: dataDir }, args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('--help');
    expect(stderr).not.toMatch(/\bat .*\.js:\d/);
    expect(existsSync(dataDir)).toBe(false);
  });

  it('check-config says what is wrong, or what a start would find, and changes nothing', async () => {
    const dataDir = join(temporaryDirectory(), 'data');
    const good = await startInVain({ DATA_DIR: dataDir }, ['check-config']);
    expect(good).toMatchObject({ code: 0, stderr: '' });
    expect(good.stdout).toContain('http://localhost:3000');
    expect(existsSync(dataDir)).toBe(false);
    const bad = await startInVain({ DATA_DIR: dataDir, PORT: 'x', ISSUER: 'y' }, ['check-config']);
    expect(bad.code).toBe(1);
    expect(bad.stderr).toMatch(/PORT must[^]*ISSUER must/);
  });

  it('check-config finds what else a start would refuse', async () => {
    const folder = temporaryDirectory();
    const file = join(folder, 'file.js');
    writeFileSync(file, 'export default 1;');
    const dataDir = join(folder, 'data');
    const policy = { REGISTRATION_POLICY: '{"scope":"users:write"}' };
    const started = await startInVain({ DATA_DIR: join(folder, 'started'), ...policy });
    expect([started.code, started.stderr]).toEqual([
      1,
      expect.stringContaining('REGISTRATION_POLICY scope'),
    ]);
    for (const [wrong, reason] of [
      [policy, 'REGISTRATION_POLICY scope'],
      [{ REGISTRATION_POLICY: '{"grant_types":["password"]}' }, 'REGISTRATION_POLICY grant_types'],
      [{ EXTENSIONS: file }, `EXTENSIONS: ${file} has no function`],
      [{ ADMIN_PASSWORD: 'short', ADMIN_EMAIL: 'nobody' }, 'ADMIN_PASSWORD cannot be used'],
      [{ DATABASE_URL: `sqlite:${file}/x.sqlite`, SECRET_KEY: newKey() }, 'cannot be made'],
    ] as const) {
      const { code, stderr } = await startInVain({ DATA_DIR: dataDir, ...wrong }, ['check-config']);
      expect([wrong, code, stderr]).toEqual([wrong, 1, expect.stringContaining(reason)]);
      expect(existsSync(dataDir)).toBe(false);
    }
  }, 300_000);

  it('check-config judges the key of an installation, and one whose database is gone', async () => {
    const server = await startServer();
    // What is for the first admin only is not judged once there is one.
    const environment = { DATA_DIR: server.dataDir, ADMIN_PASSWORD: 'short' };
    const before = await rows(server, EVENTS);
    expect(await startInVain(environment, ['check-config'])).toMatchObject({ code: 0, stderr: '' });
    expect(await rows(server, EVENTS)).toEqual(before);
    await server.stop();
    const wrongKey = { ...environment, SECRET_KEY: newKey() };
    for (const args of [[], ['check-config']]) {
      const { code, stderr } = await startInVain(wrongKey, args);
      expect([code, stderr]).toEqual([1, expect.stringContaining('is SECRET_KEY the one')]);
    }
    for (const end of ['', '-wal', '-shm']) {
      rmSync(join(server.dataDir, `gatehouse.sqlite${end}`), { force: true });
    }
    for (const args of [['check-config'], []]) {
      const { code, stderr } = await startInVain(environment, args);
      expect([code, stderr]).toEqual([1, expect.stringContaining('restore <file>')]);
    }
  }, 300_000);

  it('migrate makes the schema and ends', async () => {
    const dataDir = temporaryDirectory();
    expect((await startInVain({ DATA_DIR: dataDir }, ['migrate'])).code).toBe(0);
    const server = await startServer({ dataDir });
    expect((await worldOf(server).admin.get('/clients')).status).toBe(200);
    const beside = await run(server, 'migrate');
    expect(beside).toMatchObject({ code: 1 });
    expect(beside.stderr).toContain('Another Gatehouse runs');
  });
});

describe('reset-admin', () => {
  const linkIn = (text: string) => /http\S+\/recover\/password\?link=\S+/.exec(text)?.[0] ?? '';

  it('prints a link to a new password, good once, told in the journal', async () => {
    const server = await startServer();
    const { stdout, code } = await run(server, 'reset-admin');
    expect(code).toBe(0);
    const link = linkIn(stdout);
    const browser = new Browser(server.issuer);
    const page = await browser.get(link);
    expect(page.status).toBe(200);
    const fields = { new_password: 'short', repeat_password: 'short' };
    const refused = await browser.click(page, 'password-submit', fields);
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('at least');
    const password = `correct horse ${newKey()}`;
    const wanted = { new_password: password, repeat_password: password };
    const another = new Browser(server.issuer);
    const opened = await another.get(link);
    expect((await browser.click(page, 'password-submit', wanted)).status).toBe(200);
    // Neither a second time, nor by whoever had opened it before.
    expect((await browser.get(link)).status).toBe(400);
    expect((await another.click(opened, 'password-submit', wanted)).status).toBe(400);
    const world = new World(server.issuer, { username: 'admin', password });
    expect((await world.admin.get('/clients')).status).toBe(200);
    const told = await rows<{ type: string; actor_kind: string }>(
      server,
      "SELECT type, actor_kind FROM events WHERE type LIKE 'password%' ORDER BY rowid",
    );
    expect(told).toEqual([
      { type: 'password_link.created', actor_kind: 'system' },
      { type: 'password.changed', actor_kind: 'user' },
    ]);
    expect(server.logs()).not.toContain(new URL(link).searchParams.get('link'));
  });

  it('a link that was changed, or made with another key, opens nothing', async () => {
    const server = await startServer();
    const link = new URL(linkIn((await run(server, 'reset-admin')).stdout));
    expect((await fetch(link)).status).toBe(200);
    const [id = '', mac = ''] = link.searchParams.get('link')?.split('.') ?? [];
    const changed = (text: string) => text.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'));
    for (const wrong of [[id, changed(mac)], [changed(id), mac], [id, ''], [id], ['']]) {
      link.searchParams.set('link', wrong.join('.'));
      expect((await fetch(link)).status).toBe(400);
    }
  });

  it('names the admins when the one that is meant is none', async () => {
    const server = await startServer();
    const { username } = await worldOf(server).createUser();
    for (const name of [username, 'nobody']) {
      const { code, stderr, stdout } = await run(server, 'reset-admin', name);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(/Name one of: admin$/m);
    }
  });
});

describe('backup and restore', () => {
  it('O18 a copy of a running server holds everything, is checked, and becomes its database', async () => {
    const server = await startServer();
    const world = worldOf(server);
    const client = await world.registerClient({
      ...{ redirect_uris: [], grant_types: ['client_credentials'], scope: 'clients:read' },
    });
    const file = join(temporaryDirectory(), 'copy.sqlite');
    expect(await run(server, 'backup', file)).toMatchObject({ code: 0, stderr: '' });
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
    // One file: nothing of it waits in another.
    expect(existsSync(`${file}-wal`)).toBe(false);
    expect((await run(server, 'backup', file)).stderr).toContain('exists');
    expect((await run(server, 'restore', file)).stderr).toContain('Another Gatehouse runs');

    await world.registerClient();
    await server.stop();
    expect((await run(server, 'restore', file)).stderr).toContain('--replace');
    const restored = await run(server, 'restore', file, '--replace');
    expect(restored).toMatchObject({ code: 0, stderr: '' });
    await server.start();
    const answer = await fetch(`${server.issuer}/token`, {
      method: 'POST',
      headers: { authorization: basic(client) },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    expect(answer.status).toBe(200);
    const former = /before is (\S+)/.exec(restored.stdout)?.[1] ?? '';
    const before = new Database(former, { readonly: true });
    const count = before.prepare('SELECT count(*) AS n FROM clients').get() as { n: number };
    before.close();
    expect(await rows(server, 'SELECT count(*) AS n FROM clients')).toEqual([{ n: count.n - 1 }]);
  });

  it('O18 what is no whole copy is not put in place', async () => {
    const server = await startServer();
    const folder = temporaryDirectory();
    const file = join(folder, 'copy.sqlite');
    await run(server, 'backup', file);
    await server.stop();
    const whole = readFileSync(file);
    const damaged = Buffer.from(whole);
    damaged.fill(0x5a, 8192, 60_000);
    for (const content of [whole.subarray(0, 20_000), damaged, Buffer.from('hello'), '']) {
      writeFileSync(file, content);
      const { code, stderr } = await run(server, 'restore', file, '--replace');
      expect(code).toBe(1);
      expect(stderr).toMatch(/^restore: \S+copy\.sqlite is (damaged|no database|empty)/);
    }
    await server.start();
  });
});

describe('rotate-secret-key', () => {
  /** Every value that is sealed, wherever it is. */
  async function boxes(server: ServerProcess): Promise<string[]> {
    const tables = await rows<{ name: string }>(
      server,
      "SELECT name FROM sqlite_master WHERE type = 'table'",
    );
    const found: string[] = [];
    for (const { name } of tables) {
      for (const row of await rows<object>(server, `SELECT * FROM ${name}`)) {
        const sealed = Object.values(row).filter((value) => /^v1\.[\w-]{16}\./.test(String(value)));
        found.push(...sealed.map(String));
      }
    }
    return found;
  }

  it('everything sealed is sealed anew; refresh tokens go on; the old key alone opens nothing', async () => {
    const [former, next] = [newKey(), newKey()];
    const server = await startServer({ env: { SECRET_KEY: former } });
    const world = worldOf(server);
    await world.registerClient({ token_endpoint_auth_method: 'client_secret_jwt' });
    const [client, user] = [await world.registerClient(), await world.createUser()];
    const tokens = await world.tokens({ client, user });
    const before = await boxes(server);
    expect(before.length).toBeGreaterThanOrEqual(4);
    await server.stop();

    const environment = { DATA_DIR: server.dataDir, PORT: new URL(server.issuer).port };
    const alone = await startInVain({ ...environment, SECRET_KEY: next }, ['rotate-secret-key']);
    expect(alone).toMatchObject({ code: 1 });
    expect(alone.stderr).toContain('SECRET_KEY=new,old');
    const SECRET_KEY = `${next},${former}`;
    const done = await startInVain({ ...environment, SECRET_KEY }, ['rotate-secret-key']);
    expect(done).toMatchObject({ code: 0, stderr: '' });
    expect((await boxes(server)).filter((box) => before.includes(box))).toEqual([]);

    const both = await startServer({
      dataDir: server.dataDir,
      port: Number(environment.PORT),
      env: { SECRET_KEY },
    });
    const renewed = await worldOf(both).refresh(client, tokens.refresh_token ?? '');
    expect(renewed.status).toBe(200);
    await both.stop();
    const old = await startInVain({ ...environment, SECRET_KEY: former });
    expect(JSON.parse(old.stderr)).toMatchObject({
      level: 'fatal',
      reason: expect.stringContaining('is SECRET_KEY the one it was made with?'),
    });
  });

  it('a key in DATA_DIR is replaced there', async () => {
    const server = await startServer();
    const beside = await run(server, 'rotate-secret-key');
    expect(beside.code).toBe(1);
    await server.stop();
    const path = join(server.dataDir, 'secret.key');
    const before = readFileSync(path, 'utf8').trim();
    for (let i = 0; i < 2; i++) {
      expect(await run(server, 'rotate-secret-key')).toMatchObject({ code: 0, stderr: '' });
    }
    const after = readFileSync(path, 'utf8').trim().split(',');
    expect(after).toHaveLength(2);
    expect(after).not.toContain(before);
    await server.start();
    expect((await worldOf(server).admin.get('/clients')).status).toBe(200);
  });
});
