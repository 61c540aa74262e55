import { beforeAll, expect, it } from '@jest/globals';
import { authorizationRequest } from '../../attacks/authorization-request.js';
import { startOwnWorld } from '../../support/application.js';
import { describeEachDatabase } from '../../support/mariadb.js';
import { RelyingParty } from '../../support/relying-party.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { countStatements } from '../../support/statements.js';
import { type LocalWorld, unique } from '../../support/world.js';

const SCOPE = 'openid offline_access';
/** Enough that a database does not read all of them for want of anything better. */
const MANY = 3000;

describeEachDatabase('what people are signed in to, and have allowed', (databaseUrl) => {
  let world: LocalWorld;
  let client: RegisteredClient;
  let party: RelyingParty;
  let sqlite: boolean;
  beforeAll(async () => {
    const DATABASE_URL = await databaseUrl();
    sqlite = DATABASE_URL === undefined;
    const OUTBOUND_ALLOWED_NETWORKS = '127.0.0.0/8';
    world = await startOwnWorld({ DATABASE_URL, OUTBOUND_ALLOWED_NETWORKS });
    party = await RelyingParty.start();
    client = await world.registerClient({ ...party.metadata, scope: SCOPE });
  });

  const list = async (what: string): Promise<any[]> =>
    (await world.admin.get(`/${what}`)).json.items;
  const remove = async (what: string) => (await world.admin.delete(`/${what}`)).status;

  /** Somebody who is signed in to the client. */
  async function signedIn() {
    const [user, browser] = [await world.createUser(), world.browser()];
    const tokens = await world.tokens({ client, user, browser, scope: SCOPE });
    return { user, browser, ...tokens };
  }

  /** Copies a session, an authorization or a consent, each for a person of its own. */
  async function multiply(table: string, id: string, many: number): Promise<void> {
    const [row] = await world.query<Record<string, unknown>[]>(
      `SELECT * FROM ${table} WHERE id = ?`,
      [id],
    );
    const columns = Object.keys(row ?? {});
    const people = await world.query<{ sub: string }[]>('SELECT sub FROM users');
    for (let from = 0; from < many; from += 100) {
      const rows = Array.from({ length: Math.min(100, many - from) }, (_, i) => {
        const copy = `${table.slice(0, 4)}-${unique()}-${String(from + i)}`.slice(0, 32);
        return columns.map((name) => {
          if (name === 'id' || name === 'token_hash') return copy;
          if (name === 'code_hash') return null;
          return name === 'user_id' ? people[(from + i) % people.length]?.sub : row?.[name];
        });
      });
      const marks = `(${columns.map(() => '?').join(', ')})`;
      await world.query(
        `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${rows.map(() => marks).join(', ')}`,
        rows.flat(),
      );
    }
  }

  it('sessions are those that the person sees, by person, client, address and time', async () => {
    const before = Math.floor(Date.now() / 1000);
    const { user } = await signedIn();
    const scope = 'account:read';
    const own = await world.registerClient({ scope, first_party: true });
    const { access_token } = await world.tokens({ client: own, user, scope });
    const authorization = `Bearer ${access_token}`;
    const { items } = (await world.get('/account/api/sessions', { authorization })).json;
    const ids = (sessions: { id: string }[]) => sessions.map(({ id }) => id).sort();
    expect(ids(await list(`sessions?user_id=${user.sub}`))).toEqual(ids(items));
    expect(items).toHaveLength(2);
    const [told] = await list(`sessions?user_id=${user.sub}&client_id=${client.client_id}`);
    expect(told).toMatchObject({ user_id: user.sub, amr: ['pwd'], ip: '127.0.0.1' });
    expect(await list(`sessions?user_id=${user.sub}&ip=192.0.2.7`)).toEqual([]);
    expect(await list(`sessions?user_id=${user.sub}&since=${before}`)).toHaveLength(2);
    expect(await list(`sessions?user_id=${user.sub}&since=${before + 3600}`)).toEqual([]);
  });

  it('one of each is ended by its id, and what rests on it', async () => {
    const { user, browser, access_token, refresh_token = '' } = await signedIn();
    const byUser = `?user_id=${user.sub}`;
    const [session] = await list(`sessions${byUser}`);
    const [authorization] = await list(`authorizations${byUser}&offline=true`);
    const [consent] = await list(`consents${byUser}&client_id=${client.client_id}`);
    expect(authorization).toMatchObject({ user_id: user.sub, client_id: client.client_id });
    expect(consent).toMatchObject({ user_id: user.sub, scope: SCOPE, claims: [] });
    expect(await list(`authorizations${byUser}&grant_type=password`)).toEqual([]);
    expect(await remove(`sessions/${session.id}`)).toBe(204);
    const silent = authorizationRequest(client, { prompt: 'none' });
    const { parameters } = await browser.get('/authorize', silent);
    expect(parameters['error']).toBe('login_required');
    expect((await world.userinfo(access_token)).status).toBe(200);
    expect(await remove(`consents/${consent.id}`)).toBe(204);
    expect((await world.userinfo(access_token)).status).toBe(401);
    const again = await world.tokens({ client, user, scope: SCOPE });
    const [other] = await list(`authorizations${byUser}`);
    expect(await remove(`authorizations/${other.id}`)).toBe(204);
    expect((await world.userinfo(again.access_token)).status).toBe(401);
    expect((await world.refresh(client, refresh_token)).status).toBe(400);
    for (const gone of [
      ...[`sessions/${session.id}`, `consents/${consent.id}`, `authorizations/${other.id}`],
    ]) {
      expect([gone, await remove(gone)]).toEqual([gone, 404]);
    }
  });

  it('those of a filter end together, with one event, and clients are told', async () => {
    const { user } = await signedIn();
    const spared = await signedIn();
    const [session] = await list(`sessions?user_id=${user.sub}`);
    await world.query('UPDATE sessions SET ip = ? WHERE id = ?', ['192.0.2.7', session.id]);
    await multiply('sessions', session.id, 250);
    const live = 'sessions?ip=192.0.2.7&count=true&limit=1';
    expect((await world.admin.get(`/${live}`)).json.total).toBe(251);
    const told = party.visits.length;
    const rehearsed = await world.admin.post('/sessions/end?dry_run=true', { ip: '192.0.2.7' });
    expect(rehearsed.json.effects).toEqual({ sessions_ended: 251 });
    const answer = await world.admin.post('/sessions/end', { ip: '192.0.2.7' });
    expect(answer.json).toEqual({ ended: 251 });
    expect((await world.admin.get(`/${live}`)).json.total).toBe(0);
    expect(await list(`sessions?user_id=${spared.user.sub}`)).toHaveLength(1);
    const events = await world.query<{ facts: string }[]>(
      "SELECT facts FROM events WHERE type = 'sessions.revoked'",
    );
    expect(events.map(({ facts }) => JSON.parse(facts) as object)).toMatchObject([
      { filter: { ip: '192.0.2.7' }, count: 251 },
    ]);
    await party.expect('/back', told + 1);
    expect((await world.admin.post('/sessions/end', { ip: '192.0.2.7' })).json).toEqual({
      ended: 0,
    });
  });

  it('each list, by each filter, is read by an index', async () => {
    const { user } = await signedIn();
    for (const table of ['sessions', 'authorizations', 'consents']) {
      const [one] = await list(`${table}?user_id=${user.sub}`);
      if (table === 'consents') continue;
      await multiply(table, one.id, MANY);
      if (!sqlite) await world.query(`ANALYZE TABLE ${table}`);
    }
    const filters = [
      ...['sessions', `sessions?user_id=${user.sub}`, `sessions?client_id=${client.client_id}`],
      ...['sessions?ip=192.0.2.9', 'sessions?since=1900000000'],
      ...[
        'authorizations',
        `authorizations?user_id=${user.sub}`,
        'authorizations?client_id=nobody',
      ],
      ...['consents', `consents?user_id=${user.sub}`, `consents?client_id=${client.client_id}`],
    ];
    for (const asked of filters) {
      const { list: sent } = await countStatements(world, () =>
        world.admin.get(`/${asked}&limit=5`.replace(/^(\/\w+)&/, '$1?')),
      );
      const table = asked.split('?')[0] ?? '';
      const found = sent.filter(
        (sql) => sql.includes(`FROM ${quoted(table)}`) && sql.includes('LIMIT 6'),
      );
      expect([asked, found.length]).toEqual([asked, 1]);
      expect([asked, await scannedBy(found[0] ?? '', table, asked.includes('?'))]).toEqual([
        asked,
        [],
      ]);
    }
  }, 120_000);

  const quoted = (name: string) => (sqlite ? `"${name}"` : `\`${name}\``);

  /** What of the plan reads a whole table; in the order of its key, where nothing is filtered. */
  async function scannedBy(sql: string, table: string, filtered: boolean): Promise<string[]> {
    const values = Array.from(sql.matchAll(/\?/g), () => '1');
    const alias = { sessions: 's', authorizations: 'a', consents: 'c' }[table] ?? '';
    if (sqlite) {
      const plan = await world.query<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${sql}`, values);
      const scan = new RegExp(filtered ? `^SCAN ${alias}\\b` : '^SCAN (?!.*USING )');
      return plan.map(({ detail }) => detail).filter((detail) => scan.test(detail));
    }
    const plan = await world.query<{ table: string; type: string }[]>(`EXPLAIN ${sql}`, values);
    const whole = filtered ? ['ALL', 'index'] : ['ALL'];
    return plan
      .filter((step) => step.table === alias && whole.includes(step.type))
      .map(({ type }) => type);
  }
});
