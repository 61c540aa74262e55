import { randomBytes } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { createConnection, type Connection } from 'mysql2/promise';
import Database from 'better-sqlite3';
import type { RegisteredClient } from '../support/registered-client.js';
import { createDatabase, describeMariadb } from '../support/mariadb.js';
import { startServer, type ServerProcess } from '../support/server-process.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { type RegisteredUser, World, worldOf } from '../support/world.js';
import { startInVain } from './failed-start.js';

const newKey = () => randomBytes(32).toString('base64');

/** Somebody with an application, and what it goes on with. */
interface Inhabitant {
  client: RegisteredClient;
  user: RegisteredUser;
  refreshToken: string;
}

async function settle(world: World): Promise<Inhabitant> {
  const user = await world.createUser({ name: 'Ærøskøbing 🦭 "\\' });
  const client = await world.registerClient({ token_endpoint_auth_method: 'client_secret_jwt' });
  const { refresh_token = '' } = await world.tokens({ client, user });
  return { client, user, refreshToken: refresh_token };
}

/** They sign in, their refresh token goes on, and the client authenticates with what it had. */
async function expectToLiveOn(world: World, inhabitant: Inhabitant): Promise<void> {
  const { client, user } = inhabitant;
  const renewed = await world.refresh(client, inhabitant.refreshToken);
  expect(renewed.status).toBe(200);
  inhabitant.refreshToken = String(renewed.json['refresh_token']);
  const { access_token } = await world.tokens({ client, user });
  expect((await world.userinfo(access_token)).json).toMatchObject({ sub: user.sub });
  expect((await world.admin.get('/clients')).status).toBe(200);
}

/** A server with a key that is given, since the databases have no directory in common. */
async function installation(databaseUrl?: string, SECRET_KEY = newKey()) {
  const env = { SECRET_KEY, ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }) };
  const server = await startServer({ env });
  const { port } = new URL(server.issuer);
  const environment = { ...env, DATA_DIR: server.dataDir, PORT: port };
  const run = (args: readonly string[], changes: Record<string, string> = {}) =>
    startInVain({ ...environment, ...changes }, args);
  return { server, SECRET_KEY, environment, run };
}

/** The same issuer, and people's passwords, with another database. */
async function continueWith(
  { server, SECRET_KEY }: { server: ServerProcess; SECRET_KEY: string },
  DATABASE_URL: string,
): Promise<{ server: ServerProcess; world: World }> {
  const port = Number(new URL(server.issuer).port);
  const next = await startServer({ port, env: { SECRET_KEY, DATABASE_URL } });
  const password = server.adminPassword ?? '';
  return { server: next, world: new World(server.issuer, { username: 'admin', password }) };
}

function connect(url: string): Promise<Connection> {
  const { hostname, port, username, password, pathname } = new URL(url);
  return createConnection({
    ...{ host: hostname, port: Number(port || 3306), user: username, password },
    database: pathname.slice(1),
  });
}

describeMariadb('export, import and move between SQLite and MariaDB', () => {
  it('a move there and back loses nothing: people, refresh tokens and clients go on', async () => {
    const home = await installation();
    const world = worldOf(home.server);
    const inhabitant = await settle(world);
    // More than one page of a table, and more than one statement.
    const file = join(home.server.dataDir, 'gatehouse.sqlite');
    const { url } = await createDatabase();

    const beside = await home.run(['move', '--to', url]);
    expect([beside.code, beside.stderr]).toEqual([
      1,
      expect.stringContaining('Another Gatehouse runs'),
    ]);
    await home.server.stop();
    fillJournal(file, 1700);
    const there = await home.run(['move', '--to', url]);
    expect(there).toMatchObject({ code: 0, stderr: '' });
    expect(there.stdout).toMatch(/^events: (\d+) of \1$/m);
    expect(there.stdout).not.toContain(home.SECRET_KEY);

    const moved = await continueWith(home, url);
    await expectToLiveOn(moved.world, inhabitant);

    const back = join(temporaryDirectory(), 'back.sqlite');
    const running = await home.run(['move', '--to', `sqlite:${back}`], { DATABASE_URL: url });
    expect(running).toMatchObject({ code: 1 });
    expect(running.stderr).toMatch(/connected to the database: stop every node/);
    expect(existsSync(back)).toBe(false);
    await moved.server.stop();
    const returned = await home.run(['move', '--to', `sqlite:${back}`], { DATABASE_URL: url });
    expect(returned).toMatchObject({ code: 0, stderr: '' });
    const again = await continueWith(home, `sqlite:${back}`);
    await expectToLiveOn(again.world, inhabitant);
    expect(countIn(back, "SELECT count(*) AS n FROM events WHERE id LIKE 'filler%'")).toBe(1700);
    expect(countIn(back, "SELECT count(*) AS n FROM installation WHERE name = 'import'")).toBe(0);
  }, 300_000);

  it('export of a running server is whole, and import checks it before it writes', async () => {
    const home = await installation();
    const inhabitant = await settle(worldOf(home.server));
    const file = join(temporaryDirectory(), 'copy.ndjson');
    expect(await home.run(['export', file])).toMatchObject({ code: 0, stderr: '' });
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
    expect((await home.run(['export', file])).stderr).toContain('exists');
    await home.server.stop();

    const { url } = await createDatabase();
    const into = { DATABASE_URL: url };
    const whole = readFileSync(file, 'utf8');
    const damaged = join(temporaryDirectory(), 'damaged.ndjson');
    const lines = whole.trimEnd().split('\n');
    for (const [text, reason] of [
      [`${lines.slice(0, -20).join('\n')}\n`, 'is damaged'],
      [whole.replace('🦭', '🐳'), 'is damaged'],
      ['{"hello": "world"}\n', 'was not written by the command export'],
      ['', 'is empty'],
    ] as const) {
      writeFileSync(damaged, text);
      const { code, stderr } = await home.run(['import', damaged], into);
      expect([code, stderr]).toEqual([1, expect.stringContaining(reason)]);
    }
    const another = await home.run(['import', file], { ...into, SECRET_KEY: newKey() });
    expect([another.code, another.stderr]).toEqual([1, expect.stringContaining('SECRET_KEY')]);
    const connection = await connect(url);
    const [untouched] = await connection.query('SHOW TABLES');
    await connection.end();
    expect(untouched).toEqual([]);

    // A schema without an installation in it, as migrate leaves it, is empty.
    expect(await home.run(['migrate'], into)).toMatchObject({ code: 0 });
    expect(await home.run(['import', file], into)).toMatchObject({ code: 0, stderr: '' });
    const { world } = await continueWith(home, url);
    await expectToLiveOn(world, inhabitant);
    const twice = await home.run(['import', file], into);
    expect([twice.code, twice.stderr]).toEqual([1, expect.stringContaining('is not empty')]);
  }, 300_000);

  it('a database that was half filled is refused by every start and command, until it is made anew', async () => {
    const home = await installation();
    const inhabitant = await settle(worldOf(home.server));
    await home.server.stop();
    const { url } = await createDatabase();
    const into = { DATABASE_URL: url };
    expect(await home.run(['migrate'], into)).toMatchObject({ code: 0 });

    // Holds the move up in the middle, with clients there and authorizations not.
    const [holder, looker] = [await connect(url), await connect(url)];
    await holder.query('LOCK TABLES authorizations READ');
    const child = spawn(process.execPath, ['dist/main.js', 'move', '--to', url], {
      env: { PATH: process.env['PATH'], ...home.environment },
      stdio: 'ignore',
    });
    const ended = once(child, 'exit');
    const insert =
      "SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND info LIKE 'INSERT INTO `authorizations`%'";
    let waiting: unknown[] = [];
    for (let asked = 0; waiting.length === 0 && asked < 500; asked++) {
      await sleep(20);
      [waiting] = (await looker.query(insert)) as unknown as [unknown[]];
    }
    child.kill('SIGKILL');
    await ended;
    await holder.query('UNLOCK TABLES');
    await Promise.all([holder.end(), looker.end()]);
    expect(waiting).toHaveLength(1);

    const half = expect.stringContaining('make the database anew') as unknown;
    for (const args of [['start'], ['check-config'], ['migrate'], ['move', '--to', url]]) {
      const environment = args[0] === 'move' ? {} : into;
      const { code, stderr } = await home.run(args, environment);
      expect([args, code, stderr]).toEqual([args, 1, half]);
    }
    const other = await createDatabase();
    expect(await home.run(['move', '--to', other.url])).toMatchObject({ code: 0 });
    const { world } = await continueWith(home, other.url);
    await expectToLiveOn(world, inhabitant);
  }, 300_000);

  it('nothing goes to what is no database, or to where something is', async () => {
    const home = await installation();
    await home.server.stop();
    const own = `sqlite:${join(home.server.dataDir, 'gatehouse.sqlite')}`;
    for (const [args, reason] of [
      [['move'], '--to mysql://'],
      [['move', '--to', 'postgres://x/y'], '--to must be sqlite:<path> or mysql://'],
      [['move', '--to', own], 'is not empty'],
      [['import', 'nowhere.ndjson'], 'can be read (ENOENT)'],
    ] as const) {
      const { code, stderr } = await home.run(args);
      expect([code, stderr]).toEqual([1, expect.stringContaining(reason)]);
    }
    // A table of somebody else's extension has no place to go to.
    const database = new Database(join(home.server.dataDir, 'gatehouse.sqlite'));
    database.exec('CREATE TABLE badges (id varchar(32) PRIMARY KEY)');
    database.close();
    const target = join(temporaryDirectory(), 'target.sqlite');
    const { code, stderr } = await home.run(['move', '--to', `sqlite:${target}`]);
    expect([code, stderr]).toEqual([1, expect.stringContaining('no place for badges.id')]);
    // And what is there by then is still empty.
    expect((await home.run(['move', '--to', `sqlite:${target}`])).stderr).toContain('badges.id');
  }, 300_000);
});

function fillJournal(file: string, rows: number): void {
  const database = new Database(file);
  const insert = database.prepare(
    "INSERT INTO events (id, at, type, outcome, actor_kind, facts) VALUES (?, ?, 'client.updated', 'success', 'system', ?)",
  );
  database.exec('BEGIN');
  for (let i = 0; i < rows; i++) {
    insert.run(`filler${String(i).padStart(6, '0')}`, 1_700_000_000 + i, 'x'.repeat(i));
  }
  database.exec('COMMIT');
  database.close();
}

function countIn(file: string, sql: string): number {
  const database = new Database(file, { readonly: true });
  const { n } = database.prepare(sql).get() as { n: number };
  database.close();
  return n;
}
