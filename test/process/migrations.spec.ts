import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createDatabase, describeMariadb } from '../support/mariadb.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

/** Every so many statements; `npm run chaos` kills after each of them. */
const STEP = process.env['CHAOS_KILLS'] === undefined ? 7 : 1;

/** Statements of which a slow run may have more than a fast one. */
const RENEWALS = 5;

interface Outcome {
  readonly signal: string | null;
  /** How many statements changed something; NaN for one that was killed. */
  readonly changes: number;
}

/** A process that opens the database and, with `killAt`, dies before that statement. */
function migrate(kind: 'sqlite' | 'mysql', where: string, killAt?: number): Outcome {
  const script = ['test/support/migrate-and-die.js', kind, where, String(killAt ?? 0)];
  const { signal, stdout, stderr } = spawnSync(process.execPath, script, { encoding: 'utf8' });
  if (signal === null && stdout === '') throw new Error(stderr);
  return { signal, changes: Number(stdout === '' ? NaN : stdout) };
}

function killsAt(total: number): number[] {
  return Array.from({ length: total }, (_, index) => index + 1).filter(
    (at) => at === 1 || at === total || at % STEP === 0,
  );
}

/** Kills a migration of a new database at each of these statements, and starts again. */
async function expectToGoOn(
  kind: 'sqlite' | 'mysql',
  newDatabase: () => Promise<string>,
): Promise<void> {
  const { changes } = migrate(kind, await newDatabase());
  expect(changes).toBeGreaterThan(30);
  for (const at of killsAt(changes)) {
    const where = await newDatabase();
    const killed = migrate(kind, where, at);
    // The lock is renewed as time goes by: a run that is faster than the first may end before the last of them.
    const over = changes - at < RENEWALS && killed.changes < at;
    expect([at, over ? 'SIGKILL' : killed.signal]).toEqual([at, 'SIGKILL']);
    expect([at, migrate(kind, where).signal]).toEqual([at, null]);
    // And then there is nothing left to do.
    expect([at, migrate(kind, where).changes]).toEqual([at, 0]);
  }
}

describe('a node that is killed while it makes the schema', () => {
  it('O01 is followed by one that goes on (SQLite)', async () => {
    const folder = temporaryDirectory();
    let files = 0;
    await expectToGoOn('sqlite', async () => join(folder, `${String(files++)}.sqlite`));
  }, 600_000);
});

describeMariadb('a node that is killed while it makes the schema', () => {
  it('O01 is followed by one that goes on (MariaDB)', async () => {
    await expectToGoOn('mysql', async () => (await createDatabase()).url);
  }, 600_000);
});
