import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { createDatabase, describeEachDatabase, describeMariadb } from '../support/mariadb.js';
import { startServer, type ServerProcess } from '../support/server-process.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { type World, worldOf } from '../support/world.js';
import { startInVain } from './failed-start.js';

const folder = temporaryDirectory();
let files = 0;

function fileWith(text: string): string {
  const path = join(folder, `file-${String(++files)}`);
  writeFileSync(path, text);
  return path;
}

function databaseOf({ dataDir }: ServerProcess, url: string | undefined): Promise<DataSource> {
  return new DataSource(
    url === undefined
      ? { type: 'better-sqlite3', database: join(dataDir, 'gatehouse.sqlite'), timeout: 5000 }
      : { type: 'mysql', url },
  ).initialize();
}

/** As many events as that, written and not sealed yet. */
async function write(database: DataSource, count: number, at: number): Promise<void> {
  const row = (i: number) =>
    `('bulk-${String(at)}-${String(i)}', ${String(at)}, 'login.failed', 'failure', 'anonymous', '{"ip":"192.0.2.7","n":${String(i)}}')`;
  for (let from = 0; from < count; from += 200) {
    const rows = Array.from({ length: Math.min(200, count - from) }, (_, i) => row(from + i));
    await database.query(
      `INSERT INTO events (id, at, type, outcome, actor_kind, facts) VALUES ${rows.join(', ')}`,
    );
  }
}

async function linesOf(world: World): Promise<string> {
  const { status, text } = await world.admin.call('GET', '/events', undefined, {
    accept: 'application/jsonl',
  });
  expect(status).toBe(200);
  return text;
}

describeEachDatabase('the journal as a chain', (databaseUrl) => {
  let server: ServerProcess;
  let world: World;
  let database: DataSource;
  let jwks: string;
  let kept: string;
  let environment: Record<string, string>;

  const command = (...args: string[]) => startInVain(environment, ['audit', ...args]);
  const verify = async (lines: string, ...more: string[]) => {
    const { code, stdout, stderr } = await command(
      ...['verify', fileWith(lines), '--jwks', jwks, ...more],
    );
    return code === 0 ? stdout : stderr;
  };

  beforeAll(async () => {
    const url = await databaseUrl();
    const SECRET_KEY = randomBytes(32).toString('base64');
    server = await startServer({
      env: { SECRET_KEY },
      ...(url === undefined ? {} : { databaseUrl: url }),
    });
    environment = {
      SECRET_KEY,
      ...{ DATA_DIR: server.dataDir, PORT: new URL(server.issuer).port },
      ...(url === undefined ? {} : { DATABASE_URL: url }),
    };
    world = worldOf(server);
    database = await databaseOf(server, url);
    await write(database, 2300, Math.floor(Date.now() / 1000));
    await world.registerClient();
    await linesOf(world);
    jwks = fileWith((await world.admin.get('/events/keys')).text);
    kept = fileWith((await world.admin.get('/events/checkpoints')).text);
  }, 120_000);

  afterAll(() => database.destroy());

  it('is verified by the command, without the server, and every checkpoint with it', async () => {
    const lines = await linesOf(world);
    const events = lines.split('\n').filter((line) => line.includes('"hash"'));
    expect(events.length).toBeGreaterThan(2300);
    const count = events.length.toLocaleString('en-US');
    expect(await verify(lines)).toContain(`${count} events, 0 gaps, checkpoints ok (3, `);
    expect(await verify(lines, '--checkpoints', kept)).toContain('checkpoints ok');
    // What the log says of them is a copy elsewhere as well.
    expect(await verify(lines, '--checkpoints', fileWith(server.logs()))).toContain('ok (3, ');
  });

  it('has the first checkpoint at once, and one every 1,000 events', async () => {
    const { json } = await world.admin.get('/events/checkpoints?sort=seq');
    const numbers = json.items.map(({ seq }: { seq: number }) => seq);
    expect(numbers[1] - numbers[0]).toBe(1000);
    expect(numbers[2] - numbers[1]).toBe(1000);
  });

  it('is written by the command as by the API, beside the server', async () => {
    const target = join(folder, `export-${String(++files)}`);
    expect(await command('export', target)).toMatchObject({ code: 0, stderr: '' });
    const { stdout } = await command('verify', target, '--jwks', jwks);
    expect(stdout).toContain('0 gaps, checkpoints ok');
    const printed = await command('export');
    expect(printed.stdout.split('\n')[5]).toBe((await linesOf(world)).split('\n')[5]);
    expect(await command('export', target)).toMatchObject({ code: 1 });
  });

  const FORGERIES: readonly (readonly [string, readonly string[], readonly string[], string])[] = [
    [
      'one byte of the facts changed',
      [`UPDATE events SET facts = REPLACE(facts, '.7', '.8') WHERE seq = 700`],
      [`UPDATE events SET facts = REPLACE(facts, '.8', '.7') WHERE seq = 700`],
      'Event 700 was changed',
    ],
    [
      'one byte of what else it says',
      [`UPDATE events SET outcome = 'failurE' WHERE seq = 701`],
      [`UPDATE events SET outcome = 'failure' WHERE seq = 701`],
      'Event 701 was changed',
    ],
    [
      'two swapped',
      [
        `UPDATE events SET seq = 999999 WHERE seq = 703`,
        `UPDATE events SET seq = 703 WHERE seq = 704`,
        `UPDATE events SET seq = 704 WHERE seq = 999999`,
      ],
      [
        `UPDATE events SET seq = 999999 WHERE seq = 703`,
        `UPDATE events SET seq = 703 WHERE seq = 704`,
        `UPDATE events SET seq = 704 WHERE seq = 999999`,
      ],
      'Event 703 was changed',
    ],
  ];

  it.each(FORGERIES)(
    'names what was done to the database: %s',
    async (_name, forge, mend, finding) => {
      for (const sql of forge) await database.query(sql);
      try {
        expect(await verify(await linesOf(world))).toContain(finding);
      } finally {
        for (const sql of mend) await database.query(sql);
      }
      expect(await verify(await linesOf(world))).toContain('0 gaps');
    },
  );

  it('names a row that was deleted', async () => {
    const copy = 'CREATE TABLE away AS SELECT * FROM events WHERE seq = 702';
    for (const sql of [copy, 'DELETE FROM events WHERE seq = 702']) await database.query(sql);
    expect(await verify(await linesOf(world))).toContain('Event 702 is missing');
    await database.query('INSERT INTO events SELECT * FROM away');
    expect(await verify(await linesOf(world))).toContain('0 gaps');
  });

  it('names an end that was cut off, by the checkpoint that was kept elsewhere', async () => {
    const lines = (await linesOf(world)).split('\n');
    const cut = lines.findIndex((line) => line.startsWith('{"seq":1501,'));
    const short = lines.slice(0, cut).join('\n');
    // Of itself the beginning of a chain is a chain.
    expect(await verify(short)).toContain('0 gaps');
    expect(await verify(short, '--checkpoints', kept)).toContain('Event 1501 is missing');
    await database.query('CREATE TABLE tail AS SELECT * FROM events WHERE seq > 1500');
    await database.query('DELETE FROM events WHERE seq > 1500');
    expect(await verify(await linesOf(world))).toContain('Event 1501 is missing');
    // The chain goes on behind what it was, and the gap is there for all to see.
    await world.registerClient();
    expect(await verify(await linesOf(world))).toContain('Event 1501 is missing');
    await database.query('INSERT INTO events SELECT * FROM tail');
    expect(await verify(await linesOf(world))).toContain('0 gaps');
  });

  it('says which key is missing, and what is no export', async () => {
    const lines = await linesOf(world);
    const { stderr } = await command('verify', fileWith(lines), '--jwks', fileWith('{"keys":[]}'));
    expect(stderr).toMatch(/signed with the key \S+, which is not among those given/);
    expect(await verify('not json\n')).toContain('is no JSON');
    expect((await command('verify', fileWith(lines))).stderr).toContain('--jwks');
    expect((await command('verify', 'nowhere', '--jwks', jwks)).stderr).toContain('nowhere');
  });

  it('seals what a node left behind when it died', async () => {
    await server.kill();
    await write(database, 3, Math.floor(Date.now() / 1000) + 1);
    await server.start();
    const { json } = await world.admin.get('/events?type=login.failed&sort=-seq&limit=3');
    expect(json.items.map(({ facts }: { facts: { n: number } }) => facts.n).sort()).toEqual([
      0, 1, 2,
    ]);
    expect(await verify(await linesOf(world))).toContain('0 gaps');
  }, 60_000);
});

describeMariadb('a row of the journal that commits late', () => {
  it('is read by whoever has passed the moment at which it was written', async () => {
    const { url } = await createDatabase();
    const world = worldOf(await startServer({ databaseUrl: url }));
    const database = await new DataSource({ type: 'mysql', url }).initialize();
    const late = database.createQueryRunner();
    try {
      await late.startTransaction();
      await late.query(
        `INSERT INTO events (id, at, type, outcome, actor_kind) VALUES ('late', ${String(
          Math.floor(Date.now() / 1000),
        )}, 'logout', 'success', 'system')`,
      );
      await world.registerClient();
      const read = async (after: number) =>
        (await world.admin.get(`/events?sort=seq&limit=200&after=${String(after)}`)).json.items as {
          id: string;
          seq: number;
        }[];
      const before = await read(0);
      expect(before.length).toBeGreaterThan(0);
      expect(before.map(({ id }) => id)).not.toContain('late');
      await late.commitTransaction();
      let later: { id: string; seq: number }[] = [];
      for (let i = 0; i < 50 && later.length === 0; i++) {
        later = (await read(before.at(-1)?.seq ?? 0)).filter(({ id }) => id === 'late');
        await sleep(100);
      }
      expect(later).toHaveLength(1);
    } finally {
      await late.release();
      await database.destroy();
    }
  }, 60_000);
});

describe('the command audit', () => {
  it('is refused where it is not understood', async () => {
    const dataDir = join(folder, 'nothing');
    for (const args of [['audit'], ['audit', 'all'], ['audit', 'verify']]) {
      expect((await startInVain({ DATA_DIR: dataDir }, args)).code).toBeGreaterThan(0);
    }
  });
});
