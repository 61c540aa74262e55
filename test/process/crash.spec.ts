import { beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { audit } from '../support/chaos/audit.js';
import { verifiedChain } from '../support/chaos/chain.js';
import { wreak, type Havoc } from '../support/chaos/kills.js';
import { Ledger, OF_EACH_KIND } from '../support/chaos/ledger.js';
import { eventsStand } from '../support/chaos/journal.js';
import { Scene } from '../support/chaos/scene.js';
import { createDatabase, describeMariadb } from '../support/mariadb.js';
import { startServer, type ServerProcess } from '../support/server-process.js';
import { worldOf } from '../support/world.js';

// `npm run chaos` sets it.
const KILLS = Number(process.env['CHAOS_KILLS'] ?? 4);
const TIMEOUT = 120_000 + KILLS * 10_000;

/** What the ledger says once the server was killed `havoc.kills` times and held to its word. */
function suite(havoc: Havoc, databaseUrl: () => Promise<string | undefined>): () => ServerProcess {
  const ledger = new Ledger();
  let server: ServerProcess;
  let starts: number[];

  beforeAll(async () => {
    const url = await databaseUrl();
    server = await startServer(url === undefined ? {} : { databaseUrl: url });
    const scene = await Scene.set(worldOf(server));
    starts = await wreak(server, scene, ledger, havoc);
    await audit(scene, ledger);
    await withDatabase(server, url, (database) => eventsStand(database, ledger));
    if (process.env['CHAOS_KILLS'] !== undefined) say(ledger);
  }, TIMEOUT);

  const contradictions = (pattern: RegExp) =>
    ledger.contradictions.filter((line) => pattern.test(line));

  it('P06 it starts again each time and is ready', () => {
    expect(starts).toHaveLength(havoc.kills);
  });

  it('the kills hit requests in flight, and there was work of each kind', () => {
    expect(ledger.lost).toBeGreaterThan(0);
    expect(ledger.replayed).toBeGreaterThanOrEqual(OF_EACH_KIND);
    expect(ledger.worked).toBe(true);
  });

  it('P06 no acknowledged registration is lost', () => {
    expect(contradictions(/registered/)).toEqual([]);
  });

  it('P06 what was revoked stays dead', () => {
    expect(contradictions(/revoked/)).toEqual([]);
  });

  it('of what was acknowledged nothing is without its event', () => {
    expect(contradictions(/event/)).toEqual([]);
  });

  it('the journal has no gap, and its chain is whole', async () => {
    const { first, last, events, checkpoints } = await verifiedChain(worldOf(server));
    expect([first, last - events]).toEqual([1, 0]);
    expect(checkpoints).toBeGreaterThan(0);
  });

  it('B18 no code is usable twice, and a lost answer ends in invalid_grant at worst', () => {
    expect(contradictions(/code/)).toEqual([]);
  });

  it('P06 issued tokens work, the successors of refresh tokens too; no family forks', () => {
    expect(contradictions(/^(?!.*revoked).*(refresh token|family|access token)/)).toEqual([]);
  });

  it('nothing else was untrue, and no answer was a 5xx', () => {
    expect(ledger.contradictions).toEqual([]);
    expect(server.logs()).not.toMatch(/"level":"(error|fatal)"/);
  });

  return () => server;
}

describe('kill -9 under load, SQLite', () => {
  const server = suite(
    { workers: 6, kills: KILLS, every: [1000, 3000], answers: 150 },
    async () => undefined,
  );

  it('the database file is whole', async () => {
    await server().kill();
    await withDatabase(server(), undefined, async (database) => {
      expect(await database.query('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
      expect(await database.query('PRAGMA foreign_key_check')).toEqual([]);
    });
  });
});

describeMariadb('kill -9 under load, MariaDB', () => {
  suite(
    { workers: 4, kills: Math.ceil(KILLS / 2), every: [500, 2000], answers: 150 },
    async () => (await createDatabase()).url,
  );
});

async function withDatabase(
  { dataDir }: ServerProcess,
  url: string | undefined,
  work: (database: DataSource) => Promise<void>,
): Promise<void> {
  const database = await new DataSource(
    url === undefined
      ? { type: 'better-sqlite3', database: join(dataDir, 'gatehouse.sqlite') }
      : { type: 'mysql', url },
  ).initialize();
  try {
    await work(database);
  } finally {
    await database.destroy();
  }
}

function say({
  answered,
  lost,
  issued,
  revoked,
  registered,
  replayed,
  contradictions,
  changes,
}: Ledger): void {
  process.stdout.write(
    `${answered} answers in the ledger, ${lost} requests lost; ${registered.length} clients, ` +
      `${issued.length} access tokens, ${revoked.length} revoked, ${replayed} codes replayed, ${changes.length} changes; ` +
      `${contradictions.length} contradictions\n`,
  );
}
