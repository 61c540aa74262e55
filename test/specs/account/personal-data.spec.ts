import { beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { personalTables } from '#platform/database';
import { startOwnWorld, type OwnWorld } from '../../support/application.js';
import { clock } from '../../support/clock.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { unique } from '../../support/world.js';
import { auditTrail, visit } from './visits.js';

/** What no document has, whatever is stored under it. */
const SECRET =
  /hash|secret|sealed|public_key|credential_id|id_token|token|verifier|challenge|password|_version$/;

let world: OwnWorld;
let client: RegisteredClient;
beforeAll(async () => {
  world = await startOwnWorld();
  client = await world.registerClient({ client_name: 'Prints' });
}, 60_000);

/** Every member of a document, by its path without indices. */
function members(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, inner]) =>
    members(inner, Array.isArray(value) ? path : `${path}/${name}`),
  );
}

describe('what is stored about a person', () => {
  it('is declared of each table that has rows about people: told, or why not', () => {
    const tables = personalTables(world.application.nest.get(DataSource).entityMetadatas);
    expect(tables.length).toBeGreaterThan(12);
    const forgotten = tables.filter(({ declared }) => declared === undefined);
    expect(forgotten.map(({ entity }) => entity.tableName)).toEqual([]);
    for (const { entity, declared } of tables) {
      if (declared === undefined || 'why' in declared) continue;
      for (const property of declared.properties) {
        const name = entity.findColumnWithPropertyName(property)?.databaseName ?? '';
        expect([entity.tableName, name]).toEqual([
          entity.tableName,
          expect.not.stringMatching(SECRET),
        ]);
        expect(name).not.toBe('');
      }
    }
  });

  it('is given out as one document, to admins and to whoever has just proven to be the person', async () => {
    const group = await world.admin.create('/groups', { name: `Crew ${unique()}` });
    const user = await world.createUser({ name: 'Ada Example', nickname: 'Ada' });
    await world.admin.call('PUT', `/groups/${group.id}/members/${user.sub}`);
    await world.tokens({ client, user, scope: 'openid profile offline_access' });
    await world.application.control.flushEvents();
    const answer = await world.admin.get(`/users/${user.sub}/data`);
    expect([answer.status, answer.headers.get('content-disposition')]).toEqual([
      200,
      'attachment; filename="user.json"',
    ]);
    const document = answer.json;
    expect(document.profile).toMatchObject({
      ...{ sub: user.sub, username: user.username, name: 'Ada Example', nickname: 'Ada' },
      groups: [group.name],
    });
    expect(document.sessions).toMatchObject([{ ip: '127.0.0.1' }]);
    expect(document.consents).toMatchObject([{ client_id: client.client_id }]);
    expect(document.authorizations).toMatchObject([
      { client_id: client.client_id, grant_type: 'authorization_code' },
    ]);
    expect(document.memberships).toMatchObject([{ group_id: group.id }]);
    expect(document.passkeys).toEqual([]);
    expect(document.events.map(({ type }: { type: string }) => type)).toEqual(
      expect.arrayContaining(['user.created', 'login.succeeded', 'consent.granted']),
    );
    // Who else has done something about them is nobody's business.
    expect(answer.text).not.toContain('"actor":');
    const secrets = members(document).filter((path) => SECRET.test(path.split('/').at(-1) ?? ''));
    expect(secrets).toEqual([]);

    const { browser } = await visit(world, user);
    const page = await browser.get('/account/data');
    const own = await browser.click(page, 'download');
    expect([own.status, own.headers.get('content-disposition')]).toEqual([
      200,
      'attachment; filename="my-data.json"',
    ]);
    expect(own.headers.get('cache-control')).toBe('no-store');
    expect(own.json.profile).toEqual(document.profile);
    const entries = await auditTrail(world, user.sub, 'user.data_exported');
    const trail = entries.filter(({ type }) => type === 'user.data_exported');
    expect(trail.map(({ actor }) => actor === user.sub).sort()).toEqual([false, true]);
  });

  it('I28 is not given to who has only come by a browser in which somebody is signed in', async () => {
    const user = await world.createUser();
    const { browser } = await visit(world, user);
    const { password } = user;
    const page = await browser.get('/account/data');
    expect(page.has('download')).toBe(true);
    // A form may be filled in for ten minutes.
    clock.advance(901);
    const asked = await browser.follow(await browser.click(page, 'download'));
    expect(asked.has('login-submit')).toBe(true);
    expect(asked.text).not.toContain('exported_at');
    const back = await browser.follow(await browser.click(asked, 'login-submit', { password }));
    expect((await browser.click(back, 'download')).json.profile.sub).toBe(user.sub);
  });

  it('is told some rows at a time, however many there are', async () => {
    const user = await world.createUser();
    const rows = Array.from({ length: 1203 }, (_, n) => `row-${String(n).padStart(6, '0')}`);
    for (const id of rows) {
      await world.query(
        "INSERT INTO events (id, at, type, outcome, actor_kind, user_id) VALUES (?, 1, 'login.failed', 'failure', 'anonymous', ?)",
        [`${user.sub.slice(0, 8)}${id}`, user.sub],
      );
    }
    const { events } = (await world.admin.get(`/users/${user.sub}/data`)).json;
    const failed = events.filter(({ at }: { at: number }) => at === 1);
    expect(failed.length).toBe(rows.length);
  });
});
