import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import type { RegisteredClient } from '../../support/registered-client.js';
import type { LocalWorld } from '../../support/world.js';

export const MANY = 20_000;
const AT_A_TIME = 400;

/** Whose authorizations: a column and its value. */
export type Whose = readonly ['client_id' | 'user_id', string];

/** Copies the one authorization that there is. */
export async function multiply(world: LocalWorld, [column, value]: Whose): Promise<void> {
  const [row] = await world.query<Record<string, unknown>[]>(
    `SELECT * FROM authorizations WHERE ${column} = ?`,
    [value],
  );
  const columns = Object.keys(row ?? {});
  const values = columns.map((name) => {
    if (name === 'id') return 'copies.copy';
    return name.endsWith('_hash') ? 'NULL' : name;
  });
  for (let from = 0; from < MANY; from += AT_A_TIME) {
    const copies = Array.from(
      { length: AT_A_TIME },
      (_, i) => `SELECT 'copy-${String(from + i)}' AS copy`,
    ).join(' UNION ALL ');
    await world.query(
      `INSERT INTO authorizations (${columns.join(', ')}) SELECT ${values.join(', ')} ` +
        `FROM authorizations, (${copies}) copies WHERE id = ?`,
      [row?.['id']],
    );
  }
}

export async function left(world: LocalWorld, [column, value]: Whose): Promise<number> {
  const [row] = await world.query<{ n: number }[]>(
    `SELECT COUNT(*) AS n FROM authorizations WHERE ${column} = ?`,
    [value],
  );
  return Number(row?.n);
}

/** Somebody else gets tokens all the time. @returns what ends that: how long the slowest took, in ms */
export function othersAtWork(world: LocalWorld, service: RegisteredClient): () => Promise<number> {
  let slowest = 0;
  const over = new AbortController();
  const asking = (async () => {
    while (!over.signal.aborted) {
      const startedAt = performance.now();
      const answer = await world.clientCredentials(service);
      expect(answer.access_token).toBeDefined();
      slowest = Math.max(slowest, performance.now() - startedAt);
      await sleep(5);
    }
  })();
  return async () => {
    over.abort();
    await asking;
    return slowest;
  };
}
