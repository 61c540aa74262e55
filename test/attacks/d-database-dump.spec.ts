import { beforeAll, describe, expect, it } from '@jest/globals';
import { tokensOf } from '../support/authorization.js';
import { Browser } from '../support/browser.js';
import { basic, type RegisteredClient } from '../support/registered-client.js';
import { type LocalWorld, startWorld } from '../support/world.js';
import { send } from './requests.js';
import { refreshTokenOf } from './subject.js';

describe('D17 who has read the whole database holds nothing that can be used', () => {
  let world: LocalWorld;
  let client: RegisteredClient;
  let dump: Map<string, string[]>;
  let issued: string[];

  beforeAll(async () => {
    world = await startWorld();
    const user = await world.createUser();
    await world.registerResourceServer({
      ...{ identifier: 'https://vault.example', scopes: ['vault:read'] },
      access_token_format: 'opaque',
    });
    client = await world.registerClient({ scope: 'openid offline_access vault:read' });
    const scope = 'openid offline_access vault:read';
    const browser = new Browser(world.issuer);
    const tokens = await world.tokens({ client, user, scope, browser });
    const pending = await world.authorizationCode({ client, user, scope, browser });
    const { refresh_token } = tokensOf(await world.refresh(client, refreshTokenOf(tokens)));
    issued = [tokens.access_token, refreshTokenOf(tokens), String(refresh_token), pending.code];
    issued.push(String(client.client_secret), user.password, browser.cookies.get('session') ?? '');
    dump = await readEverything();
  });

  /** Every text in the database, and every text within the JSON documents in it, by table. */
  async function readEverything(): Promise<Map<string, string[]>> {
    const found = new Map<string, string[]>();
    const tables = await world.query<{ name: string }[]>(
      "SELECT name FROM sqlite_master WHERE type = 'table'",
    );
    for (const { name } of tables) {
      const rows = await world.query<object[]>(`SELECT * FROM "${name}"`);
      const cells = rows.flatMap((row) => Object.values(row) as unknown[]);
      const texts = cells.filter((cell): cell is string => typeof cell === 'string');
      found.set(name, [
        ...new Set([...texts, ...texts.flatMap((text) => text.match(/[\w-]{16,}/g) ?? [])]),
      ]);
    }
    return found;
  }

  it('D17 nothing that was issued is in it', () => {
    const everything = [...dump.values()].flat().join('\n');
    expect(everything.length).toBeGreaterThan(5000);
    for (const secret of issued) {
      expect(secret.length).toBeGreaterThan(10);
      expect(everything).not.toContain(secret);
      expect(everything).not.toContain(secret.replace(/^gh_\w\w_/, ''));
    }
    expect(everything).not.toMatch(/PRIVATE KEY|"d"\s*:/);
  });

  it('D17 no value in it is a token, a code or a cookie', async () => {
    const values = [...dump].flatMap(([table, texts]) => (table === 'migrations' ? [] : texts));
    const plain = values.filter((value) => /^[\x21-\x7e]{4,600}$/.test(value));
    expect(plain.length).toBeGreaterThan(100);
    for (const value of plain) {
      for (const token of [value, `gh_at_${value}`, `gh_rt_${value}`]) {
        const introspected = await world.introspect(client, token);
        expect([value, introspected.json.active ?? false]).toEqual([value, false]);
      }
      for (const refresh_token of [value, `gh_rt_${value}`]) {
        const refreshed = await world.refresh(client, refresh_token);
        expect([value, refreshed.status]).toEqual([value, 400]);
      }
      for (const code of [value, `gh_ac_${value}`]) {
        const [redirect_uri = ''] = client.redirect_uris;
        const fields = { grant_type: 'authorization_code', code, redirect_uri };
        // 429 after many of them: who guesses is slowed down, but what is right is honoured.
        const { status } = await world.token(client, fields);
        expect([value, [400, 429].includes(status)]).toEqual([value, true]);
      }
      const cookie = `gatehouse_session=${value}; gatehouse_browser=${value}`;
      const account = await world.get('/account', { cookie, accept: 'text/html' });
      expect([value, account.status]).toEqual([value, 303]);
    }
  }, 60_000);

  it('D17 a stored digest is no client secret', async () => {
    const digests = await world.query<{ secret_hash: string; id: string }[]>(
      'SELECT id, secret_hash FROM client_secrets WHERE client_id = ?',
      [client.client_id],
    );
    expect(digests).toHaveLength(1);
    for (const { id, secret_hash } of digests) {
      for (const client_secret of [secret_hash, `gh_cs_${secret_hash}`, id]) {
        const authorization = basic({ ...client, client_secret });
        const answer = await send(world, '/revoke', { token: 'x' }, { authorization });
        expect(answer.status).toBe(401);
      }
    }
  });
});
