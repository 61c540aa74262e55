import { allOfAccount } from '../specs/account/visits.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from '../support/browser.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { startOwnWorld, type OwnWorld } from '../support/application.js';
import type { RegisteredUser } from '../support/world.js';

describe('what can be read from outside, and what nobody can read back', () => {
  let world: OwnWorld;
  let client: RegisteredClient;
  let user: RegisteredUser;
  let browser: Browser;
  let ownToken: string;
  const secrets = new Map<string, string>();

  const rows = (sql: string): Promise<Record<string, string | null>[]> => world.query(sql);

  beforeAll(async () => {
    world = await startOwnWorld();
    client = await world.registerClient({
      ...{ token_endpoint_auth_method: 'client_secret_post' },
      scope: 'openid profile offline_access account:read',
    });
    user = await world.createUser();
    browser = world.browser();
    const scope = 'openid profile offline_access account:read';
    const issued = await world.authorizationCode({ client, user, browser, scope });
    const tokens = (await world.redeem(client, issued)).json;
    ownToken = tokens.access_token;
    const rotated = (await world.admin.post(`/clients/${client.client_id}/secrets`)).json;
    const add = (name: string, value: unknown) => secrets.set(name, String(value));
    add('client secret', client.client_secret);
    add('second client secret', rotated.client_secret);
    add('password', user.password);
    add('administrator’s password', world.application.adminPassword);
    add('code', issued.code);
    add('refresh token', tokens.refresh_token);
    add('session cookie', browser.cookies.get('session'));
    add('secret key', readFileSync(join(world.application.dataDir, 'secret.key'), 'utf8').trim());
    const hidden = [
      ['password_hash', 'users'],
      ['secret_hash', 'client_secrets'],
      ['token_hash', 'sessions'],
      ['private_key', 'signing_keys'],
    ] as const;
    for (const [column, table] of hidden) {
      const found = await rows(`SELECT ${column} AS value FROM ${table}`);
      expect(found.length).toBeGreaterThan(0);
      for (const [index, { value }] of found.entries()) add(`${table}.${column} ${index}`, value);
    }
  });

  function expectNoSecret(path: string, text: string): void {
    for (const [name, secret] of secrets) {
      expect([path, name, text.includes(secret)]).toEqual([path, name, false]);
    }
    expect([
      path,
      /password_hash|secret_hash|token_hash|private_key"|PRIVATE KEY/.test(text),
    ]).toEqual([...[path, false]]);
  }

  it('M09 no management GET shows a secret, a digest of one, or a private key', async () => {
    const { paths } = (await world.get('/openapi.json')).json as {
      paths: Record<string, { get?: object }>;
    };
    const ids: Record<string, string[]> = {};
    for (const [path, { get }] of Object.entries(paths)) {
      if (get === undefined || !path.startsWith('/admin') || path.includes('{')) continue;
      const { text, json } = await world.admin.get(path.replace('/admin', ''));
      expectNoSecret(path, text);
      ids[path] = (json.items ?? []).map(
        (item: Record<string, string>) => item['client_id'] ?? item['sub'] ?? item['id'],
      );
    }
    for (const [path, { get }] of Object.entries(paths)) {
      const [collection = '', rest] = path.split('/{');
      if (get === undefined || rest === undefined) continue;
      for (const id of ids[collection] ?? []) {
        const { status, text } = await world.admin.get(`${collection.replace('/admin', '')}/${id}`);
        expect(status).toBe(200);
        expectNoSecret(path, text);
      }
    }
    expect(ids['/admin/clients']).toContain(client.client_id);
    expect(ids['/admin/users']).toContain(user.sub);
  });

  it('M09 a change answers without the secret as well; only making one shows it, once', async () => {
    const path = `/clients/${client.client_id}`;
    expectNoSecret(path, (await world.admin.patch(path, { client_name: 'Other' })).text);
    expectNoSecret('user', (await world.admin.patch(`/users/${user.sub}`, { name: 'Other' })).text);
    const password = 'a password that was just set';
    const changed = await world.admin.patch(`/users/${user.sub}`, { password });
    expect(changed.text).not.toContain(password);
    const created = await world.admin.post('/users', { username: 'fresh', password });
    expect(created.text).not.toContain(password);
    const twice = [await world.admin.post(`${path}/secrets`), await world.admin.get(path)];
    expect(twice[1]?.text).not.toContain(twice[0]?.json.client_secret);
  });

  it('M09 people see no secret of theirs: account page, account API, userinfo, introspection', async () => {
    const account = await world.authorizationCode({
      ...{ client, user: { ...user, password: 'a password that was just set' } },
      scope: 'openid profile account:read',
    });
    ownToken = (await world.redeem(client, account)).json.access_token;
    const read = async (path: string, token: string) => {
      const { status, text } = await world.get(path, { authorization: `Bearer ${token}` });
      expect([path, status]).toEqual([path, 200]);
      expectNoSecret(path, text);
    };
    for (const what of ['profile', 'sessions', 'consents', 'authorizations']) {
      await read(`/account/api/${what}`, ownToken);
    }
    // A token for the account API is for nothing else.
    const again = { client, user, browser: account.browser, scope: 'openid profile' };
    const { access_token } = await world.tokens(again);
    await read('/userinfo', access_token);
    const page = await allOfAccount(account.browser);
    expect(page.has('password-submit')).toBe(true);
    expectNoSecret('/account', page.text);
    secrets.set('the session cookie of this browser', account.browser.cookies.get('session') ?? '');
    expectNoSecret('/account', page.text);
    expectNoSecret('introspection', (await world.introspect(client, ownToken)).text);
  });

  it('M09 the JWKS holds public keys only', async () => {
    const { keys } = (await world.get('/jwks')).json as { keys: Record<string, string>[] };
    expect(keys.length).toBeGreaterThanOrEqual(2);
    for (const key of keys) {
      const secret = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'].filter((name) => name in key);
      expect(secret).toEqual([]);
    }
  });

  it.each([
    ...['/metrics', '/debug', '/debug/pprof', '/actuator', '/actuator/env', '/status', '/info'],
    ...['/env', '/.env', '/.git/config', '/package.json', '/server-status', '/graphql', '/api'],
    ...['/swagger', '/swagger.json', '/api-docs', '/docs-json', '/docs/swagger.json', '/docs-yaml'],
    ...[
      '/docs/package.json',
      '/docs/..%2fpackage.json',
      '/assets/',
      '/health',
      '/version',
      '/console',
    ],
    ...[
      '/data/gatehouse.sqlite',
      '/secret.key',
      '/dist/main.js',
      '/admin',
      '/phpinfo.php',
      '/test',
    ],
  ])('M05 there is nothing at %s', async (path) => {
    expect((await world.get(path)).status).toBe(404);
  });

  it('M05 health says ok or not, and not what of', async () => {
    for (const path of ['/health/live', '/health/ready', '/health/ready?verbose=1&full']) {
      const { text } = await world.get(path);
      expect(text).toBe('{"status":"ok"}');
    }
  });

  it('M05 the API description is for everybody, and says nothing that is not for everybody', async () => {
    for (const path of ['/openapi.json', '/docs', '/docs/openapi.json', '/gatehouse.schema.json']) {
      const { text } = await world.get(path);
      // An import takes the hashes of other systems; nothing gives one.
      expectNoSecret(path, text.replaceAll('password_hash', ''));
      for (const inside of [
        world.application.dataDir,
        'sqlite',
        'mysql',
        client.client_id,
        user.sub,
      ]) {
        expect([path, inside, text.includes(inside)]).toEqual([path, inside, false]);
      }
    }
    // Every operation that shows or changes anything needs a token, whatever the page offers.
    const { paths } = (await world.get('/openapi.json')).json as { paths: Record<string, object> };
    for (const [path, methods] of Object.entries(paths)) {
      if (!/^\/(admin|account\/api)/.test(path)) continue;
      for (const method of Object.keys(methods)) {
        const url = world.issuer + path.replace(/[{}]/g, '');
        const { status } = await fetch(url, { method: method.toUpperCase() });
        expect([method, path, status]).toEqual([method, path, 401]);
      }
    }
  });
});
