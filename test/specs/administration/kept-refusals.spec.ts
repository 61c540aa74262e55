import { beforeAll, describe, expect, it } from '@jest/globals';
import { getRepositoryToken } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { Housekeeper } from '#platform/housekeeping';
import { RefusedRequests } from '#platform/http';
import { Metrics } from '#platform/metrics';
import { RefusalEntity, RefusalLog } from '#platform/refusals';
import { OAuthError } from '#protocol';
import { startOwnWorld, type OwnWorld } from '../../support/application.js';
import { freePort } from '../../support/free-port.js';
import { createDatabase, describeMariadb } from '../../support/mariadb.js';

const DAY = 24 * 3600;

const DATABASES = [
  [describe, 'SQLite', () => Promise.resolve({})],
  [describeMariadb, 'MariaDB', async () => ({ DATABASE_URL: (await createDatabase()).url })],
] as const;

for (const [describeOn, database, environment] of DATABASES) {
  describeOn(`A03 refused requests that are kept on ${database}`, () => {
    let world: OwnWorld;
    let rows: Repository<RefusalEntity>;

    beforeAll(async () => {
      const METRICS_PORT = String(await freePort());
      world = await startOwnWorld({ ...(await environment()), METRICS_PORT });
      rows = world.application.nest.get(getRepositoryToken(RefusalEntity));
    }, 60_000);

    const get = <T>(type: new (...args: never[]) => T): T => world.application.nest.get(type);

    /** As the filter of exceptions tells of one. */
    function refuse(requestId: string, ip = '192.0.2.1', client?: { id: string; proven: boolean }) {
      const error = OAuthError.invalidRequest('No.').refusedBy({
        ...{ check: 'nonce', spec: 'RFC 1 §1', expected: 'much', got: requestId },
      });
      const origin = { ip, requestId, userAgent: undefined };
      get(RefusedRequests).tell({
        error,
        endpoint: '/authorize',
        origin,
        client,
        toBeExplained: true,
      });
    }

    const notKept = async () => {
      const { text } = await get(Metrics).read();
      return Number(
        /gatehouse_refusals_not_kept_total\{because="limit"\} (\d+)/.exec(text)?.[1] ?? 0,
      );
    };

    const idle = () => world.application.control.flushEvents();
    const row = (reference: string, at: number) => ({
      ...{ reference, at, endpoint: '/token', error: 'invalid_grant', check: 'standing' },
      ...{ spec: 'RFC 1', clientId: null, userId: null, ip: '192.0.2.1', facts: null },
    });

    it('under one reference the first one stays', async () => {
      refuse('twice-the-same', '192.0.2.1', { id: 'first', proven: false });
      refuse('twice-the-same', '192.0.2.1', { id: 'second', proven: false });
      await idle();
      expect(await rows.findBy({ reference: 'twice-the-same' })).toEqual([
        expect.objectContaining({ clientId: 'first', check: 'nonce' }),
      ]);
    });

    it('60 a minute of one address, 600 of a client that authenticated; the rest is counted', async () => {
      const before = await notKept();
      const kept = (ip: string) => rows.countBy({ ip });
      for (let i = 0; i < 70; i++) refuse(`stranger-${String(i)}`, '192.0.2.2');
      // A client that only says its name is a stranger.
      for (let i = 0; i < 70; i++)
        refuse(`p-${String(i)}`, '192.0.2.3', { id: 'p', proven: false });
      // One household.
      for (let i = 0; i < 70; i++) refuse(`v6-${String(i)}`, `2001:db8::${i.toString(16)}`);
      for (let i = 0; i < 610; i++)
        refuse(`c-${String(i)}`, '192.0.2.4', { id: 'c', proven: true });
      while ((await rows.countBy({ ip: '192.0.2.4' })) < 600) await idle();
      await idle();
      expect([await kept('192.0.2.2'), await kept('192.0.2.3'), await kept('192.0.2.4')]).toEqual([
        ...[60, 60, 600],
      ]);
      expect((await notKept()) - before).toBe(40);
    });

    it('for 14 days', async () => {
      const now = Math.floor(Date.now() / 1000);
      await rows.insert([row('old', now - 15 * DAY), row('young', now - 13 * DAY)]);
      await world.application.control.keepHouse();
      const left = (await rows.find()).map(({ reference }) => reference);
      expect(left).toContain('young');
      expect(left).not.toContain('old');
    });

    it('and no more than there is room for: the oldest go', async () => {
      await rows.createQueryBuilder().delete().execute();
      const now = Math.floor(Date.now() / 1000);
      const all = Array.from({ length: 60 }, (_, i) => row(`row-${String(i)}`, now - i));
      await rows.insert(all);
      get(Housekeeper).registerBound(rows, 'at', 20);
      await world.application.control.keepHouse();
      const left = (await rows.find({ order: { at: 'DESC' } })).map(({ reference }) => reference);
      expect(left).toEqual(all.slice(0, 20).map(({ reference }) => reference));
    });

    it('are listed newest first, those of one second each once', async () => {
      await rows.createQueryBuilder().delete().execute();
      const same = Array.from({ length: 7 }, (_, i) => row(`same-${String(i)}`, 1000));
      await rows.insert([...same, row('newest', 2000)]);
      const seen: string[] = [];
      let cursor = '';
      do {
        const { json } = await world.admin.get(`/errors?limit=3&check=standing&cursor=${cursor}`);
        seen.push(...json.items.map(({ reference }: RefusalEntity) => reference));
        cursor = json.next ?? '';
      } while (cursor !== '');
      expect(seen[0]).toBe('newest');
      expect(seen.slice(1).toSorted()).toEqual(same.map(({ reference }) => reference));
    });

    it('a database that is away costs nobody their answer', async () => {
      await rows.query('ALTER TABLE errors RENAME TO errors_away');
      try {
        refuse('lost');
        await get(RefusalLog).flush();
        expect((await world.get('/authorize')).status).toBe(400);
      } finally {
        await idle();
        await rows.query('ALTER TABLE errors_away RENAME TO errors');
      }
      expect(await rows.findBy({ reference: 'lost' })).toEqual([]);
    });
  });
}
