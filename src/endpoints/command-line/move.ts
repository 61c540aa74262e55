import {
  ConfigError,
  type DatabaseConfig,
  type Environment,
  loadConfig,
  StartRefused,
} from '#platform/config';
import { fillDatabase, lockSqlite, Snapshot } from '#platform/database';
import type { Command } from './command.js';
import { keyOf, nameOf, tellRows } from './transfer.js';

/** From the database of DATABASE_URL to another one, of either kind. */
export const move: Command = {
  takes: '--to <url>',
  about: 'copy the whole installation to an empty database; the server must be stopped',
  words: [0, 0],
  options: { to: { type: 'string' } },
  async run({ options: { to } }, { environment, print }) {
    if (typeof to !== 'string') {
      throw new StartRefused([
        'Say where: --to mysql://user:password@host/database, or sqlite:<path>',
      ]);
    }
    const config = loadConfig(environment, 'guest');
    const { database: source } = config;
    const target = targetOf(environment, to);
    await alone(source, async (snapshot) => {
      await keyOf(snapshot, config);
      await fillDatabase(target, snapshot, tellRows(print));
    });
    print(`${nameOf(target)} holds the whole installation, every count compared.`);
    print('Start the server with DATABASE_URL naming it, and with the same key.');
    print(`${nameOf(source)} is as it was: start nothing with it any more.`);
  },
};

function targetOf(environment: Environment, to: string): DatabaseConfig {
  try {
    return loadConfig({ ...environment, DATABASE_URL: to }, 'guest').database;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(error.problems.map((text) => text.replace(/^DATABASE_URL/, '--to')));
  }
}

/** What a server wrote after the moment of the copy would be lost. */
async function alone(
  source: DatabaseConfig,
  work: (snapshot: Snapshot) => Promise<void>,
): Promise<void> {
  const release = source.kind === 'sqlite' ? lockSqlite(source.path) : undefined;
  try {
    await Snapshot.of(source, async (snapshot) => {
      if (source.kind === 'mysql') await requireNobodyElse(snapshot);
      await work(snapshot);
    });
  } finally {
    release?.();
  }
}

async function requireNobodyElse(snapshot: Snapshot): Promise<void> {
  const others = await snapshot.query<unknown[]>(
    'SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()',
  );
  if (others.length === 0) return;
  throw new StartRefused([
    `${String(others.length)} others are connected to the database: stop every node, and whatever else uses it, first.`,
  ]);
}
