import { beforeAll, expect, it } from '@jest/globals';
import { startOwnWorld } from '../../support/application.js';
import { describeEachDatabase } from '../../support/mariadb.js';
import { countStatements } from '../../support/statements.js';
import type { LocalWorld } from '../../support/world.js';

const MANY = 2000;

describeEachDatabase('clients are found', (databaseUrl) => {
  let world: LocalWorld;
  let sqlite: boolean;
  const register = (metadata: object) => world.registerClient({ ...metadata });
  const found = async (query: string): Promise<string[]> => {
    const { json } = await world.admin.get(`/clients?${query}`);
    return (json.items as { client_id: string }[]).map(({ client_id }) => client_id).sort();
  };

  let printing: string;
  let photos: string;
  let service: string;
  beforeAll(async () => {
    const DATABASE_URL = await databaseUrl();
    sqlite = DATABASE_URL === undefined;
    world = await startOwnWorld({ DATABASE_URL });
    ({ client_id: printing } = await register({
      ...{ client_name: 'Photo Printing (Süd)', redirect_uris: ['https://print.example/cb'] },
      contacts: ['Team@Print.example'],
    }));
    ({ client_id: photos } = await register({
      ...{ client_name: 'Photo-Wall', redirect_uris: ['https://wall.example:8443/cb'] },
      scope: 'openid email',
    }));
    ({ client_id: service } = await register({
      ...{ client_name: 'Nightly', grant_types: ['client_credentials'], scope: 'clients:read' },
      redirect_uris: [],
    }));
  });

  it('by words of their name, in any case and order, and by their client_id', async () => {
    const both = [printing, photos].sort();
    expect(await found('q=photo')).toEqual(both);
    expect(await found('q=PRINT%20pho')).toEqual([printing]);
    expect(await found('q=s%C3%BCd')).toEqual([printing]);
    expect(await found('q=wall')).toEqual([photos]);
    expect(await found('q=hoto')).toEqual([]);
    expect(await found(`q=${service.slice(0, 8)}`)).toContain(service);
  });

  it('by host, grant type, scope, contact, method and state', async () => {
    expect(await found('host=WALL.example')).toEqual([photos]);
    expect(await found('grant_type=client_credentials')).toContain(service);
    expect(await found('grant_type=client_credentials&q=photo')).toEqual([]);
    expect(await found('scope=clients:read&q=nightly')).toEqual([service]);
    expect(await found('contact=team@print.example')).toEqual([printing]);
    expect(await found('auth_method=none&q=photo')).toEqual([]);
    expect(await found('unverified=false&q=wall')).toEqual([photos]);
    await world.admin.patch(`/clients/${photos}`, { disabled: true });
    expect(await found('q=photo&disabled=false')).toEqual([printing]);
    expect(await found('q=photo&disabled=true')).toEqual([photos]);
  });

  it('by a secret that ends soon', async () => {
    const soon = Math.floor(Date.now() / 1000) + 3600;
    const body = { label: 'Soon', expires_at: soon };
    expect((await world.admin.post(`/clients/${photos}/secrets`, body)).status).toBe(201);
    expect(await found(`secret_expires_before=${soon + 1}&q=photo`)).toEqual([photos]);
    expect(await found(`secret_expires_before=${soon}&q=photo`)).toEqual([]);
    const wrong = await world.admin.get('/clients?secret_expires_before=soon');
    expect([wrong.status, wrong.json.errors[0].parameter]).toEqual([400, 'secret_expires_before']);
  });

  it('as they are now, and not when they are deleted', async () => {
    await world.admin.patch(`/clients/${printing}`, { client_name: 'Posters' });
    expect(await found('q=printing')).toEqual([]);
    expect(await found('q=posters')).toEqual([printing]);
    await world.admin.delete(`/clients/${printing}`);
    expect(await found('q=posters')).toEqual([]);
  });

  it('also those that were registered before there were terms', async () => {
    await world.query('DELETE FROM client_terms');
    expect(await found('q=nightly')).toEqual([]);
    await world.keepHouse();
    expect(await found('q=nightly')).toEqual([service]);
  });

  it('each filter is answered by an index', async () => {
    const [row] = await world.query<Record<string, unknown>[]>(
      'SELECT * FROM clients WHERE client_id = ?',
      [service],
    );
    const columns = Object.keys(row ?? {});
    const marks = `(${columns.map(() => '?').join(', ')})`;
    for (let from = 0; from < MANY; from += 100) {
      const rows = Array.from({ length: 100 }, (_, i) => {
        const id = `copy-${String(from + i)}`;
        return columns.map((name) => (name === 'client_id' ? id : row?.[name]));
      });
      await world.query(
        `INSERT INTO clients (${columns.join(', ')}) VALUES ${rows.map(() => marks).join(', ')}`,
        rows.flat(),
      );
      const terms = rows.map((one) => [
        'word',
        `copy${String(from)}`,
        one[columns.indexOf('client_id')],
      ]);
      await world.query(
        `INSERT INTO client_terms (kind, value, client_id) VALUES ${terms.map(() => '(?, ?, ?)').join(', ')}`,
        terms.flat(),
      );
    }
    if (!sqlite) await world.query('ANALYZE TABLE clients, client_terms, client_secrets');
    for (const asked of [
      ...['q=nightly', 'host=wall.example', 'scope=email', 'contact=a@b.example'],
      ...['secret_expires_before=1', 'external_id=photos', 'grant_type=x&auth_method=y&q=nightly'],
    ]) {
      const { list } = await countStatements(world, () => world.admin.get(`/clients?${asked}`));
      const sql = list.find((one) => /FROM [`"]clients[`"].*LIMIT/s.test(one)) ?? '';
      const values = Array.from(sql.matchAll(/\?/g), () => 'nightly');
      const plan = await world.query<Record<string, unknown>[]>(
        `${sqlite ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN'} ${sql}`,
        values,
      );
      const whole = plan.filter((step) =>
        sqlite
          ? /^SCAN (c|t|s)\b/.test(String(step['detail']))
          : ['ALL', 'index'].includes(String(step['type'])) &&
            ['c', 't', 's'].includes(String(step['table'])),
      );
      expect([asked, whole]).toEqual([asked, []]);
    }
  });
});
