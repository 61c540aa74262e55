import { type Config, type DatabaseConfig, StartRefused } from '#platform/config';
import { requireKeyOf, type SealedSecret } from '#platform/crypto';
import type { Progress, Snapshot } from '#platform/database';

/**
 * A secret that the key of the installation opens: whoever has it can tell whether theirs is that key.
 * @throws StartRefused where `config` has another one, or nothing was ever started with the database
 */
export async function keyOf(snapshot: Snapshot, config: Config): Promise<SealedSecret> {
  const [secret] = await snapshot.query<SealedSecret[]>(
    'SELECT name, sealed FROM installation_secrets ORDER BY name LIMIT 1',
  );
  if (secret === undefined) {
    throw new StartRefused([
      'There is no installation in the database yet: start the server first.',
    ]);
  }
  requireKeyOf(secret, config);
  return secret;
}

export function tellRows(print: (line: string) => void): Progress {
  return ({ name, rows }, done) => {
    print(`${name}: ${String(done)} of ${String(rows)}`);
  };
}

/** For people, without the password. */
export function nameOf(database: DatabaseConfig): string {
  return database.kind === 'sqlite' ? database.path : `${database.host}/${database.name}`;
}
