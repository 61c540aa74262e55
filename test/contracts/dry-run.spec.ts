import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ParameterObject } from '@nestjs/swagger';
import { Answer } from '../support/answer.js';
import { calls } from './calls/index.js';
import { Contract, type Operation } from './contract.js';
import { Scene } from './scene.js';

let scene: Scene;

/** What is written behind the answers of other requests. */
const BEHIND = ['leases', 'attempt_budgets', 'outbox', 'event_readers', 'webhook_deliveries'];

const takesDryRun = ({ definition: { parameters = [] } }: Operation) =>
  (parameters as ParameterObject[]).some(({ name }) => name === 'dry_run');

/** Of these, what is not written meanwhile: who signs in, and that the database can be written. */
const WHERE: Readonly<Record<string, string>> = {
  events: "WHERE type NOT LIKE 'login.%'",
  installation: "WHERE name <> 'written_at'",
};

/** All rows of all tables, but for events of people who sign in. */
async function everything(): Promise<Record<string, unknown>> {
  const { world } = scene;
  const tables = await world.query<{ name: string }[]>(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
  );
  const rows: Record<string, unknown> = {};
  for (const { name } of tables) {
    if (BEHIND.includes(name)) continue;
    rows[name] = await world.query(`SELECT * FROM ${name} ${WHERE[name] ?? ''}`);
  }
  return rows;
}

const waiting = async (): Promise<unknown[]> =>
  (await scene.world.query<{ id: unknown }[]>('SELECT id FROM outbox')).map(({ id }) => id);

beforeAll(async () => {
  scene = await Scene.set(async (world) => new Contract((await world.get('/openapi.json')).json));
}, 60_000);

describe('dry_run', () => {
  it('is taken by every operation that changes something of the admin API', () => {
    const without = scene.contract.operations
      .filter(({ path, method }) => path.startsWith('/admin/') && method !== 'GET')
      .filter((operation) => !takesDryRun(operation))
      .map(({ key }) => key);
    expect(without.sort()).toEqual(WITHOUT);
  });

  it('tells what would come of it, and leaves every row as it was', async () => {
    for (const operation of scene.contract.operations.filter(takesDryRun)) {
      if (BY_ITSELF.includes(operation.key)) continue;
      const success = (calls[operation.key] ?? []).filter(({ status }) => status < 300);
      expect([operation.key, success.length]).not.toEqual([operation.key, 0]);
      for (const { when, make } of success) {
        const request = await make(scene);
        if (request instanceof Answer) throw new Error(`${operation.key} takes a browser`);
        await scene.world.application.control.settleEvents();
        const [before, messages] = [await everything(), await waiting()];
        const query = { ...request.query, dry_run: 'true' };
        const answer = await scene.send(operation, { ...request, query });
        const about = [operation.key, when, answer.status, answer.text];
        expect(about).toEqual([operation.key, when, 200, answer.text]);
        expect(Object.keys(answer.json as object).sort()).toEqual([
          ...['changes', 'effects', 'warnings'],
        ]);
        for (const name of ['etag', 'location']) expect(answer.headers.get(name)).toBeNull();
        expect([operation.key, when, await everything()]).toEqual([operation.key, when, before]);
        expect(messages).toEqual(expect.arrayContaining(await waiting()));
      }
    }
  }, 120_000);
});

/** It answers line by line, with a dry run of its own. */
const BY_ITSELF = ['POST /admin/users/import'];

/** They change nothing. */
const WITHOUT = [
  // The one is the dry run of the other.
  ...['POST /admin/config/apply', 'POST /admin/config/plan'],
  ...['POST /admin/explain/authorization', 'POST /admin/explain/token'],
  ...['POST /admin/identity-providers/{id}/test', 'POST /admin/mail/test'],
  'POST /admin/webhooks/{id}/test',
];
