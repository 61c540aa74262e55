import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../support/free-port.js';
import { startServer, type ServerProcess } from '../support/server-process.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { World } from '../support/world.js';
import { startInVain } from './failed-start.js';

const PASSWORD = /^ {2}Password\s+(\S+)\s+\(shown only now/m;

const worldWith = (server: ServerProcess, password: string) =>
  new World(server.issuer, { username: 'admin', password });

function filesIn(directory: string): { path: string; mode: string; text: string }[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({
      path: path.slice(directory.length + 1),
      mode: (statSync(path).mode & 0o777).toString(8),
      text: readFileSync(path, 'latin1'),
    }));
}

describe('the first start and the second', () => {
  let server: ServerProcess;
  let first: string;
  let password: string;
  let client: { client_id: string; client_secret: string };

  beforeAll(async () => {
    const dataDir = temporaryDirectory();
    // As an operator's `mkdir` leaves it: others may look in.
    chmodSync(dataDir, 0o755);
    server = await startServer({ dataDir, env: { ADMIN_PASSWORD: undefined } });
    first = server.logs();
    password = PASSWORD.exec(first)?.[1] ?? '';
  });

  it('prints where to go: "issuer, Swagger UI, the admin\'s name"', () => {
    expect(first).toContain(`\n  Issuer      ${server.issuer}\n`);
    expect(first).toContain(`\n  Swagger UI  ${server.issuer}/docs\n`);
    expect(first).toMatch(/\n {2}Admin {7}admin\n/);
  });

  it('"and, the first time only, a random initial password", which signs the admin in', async () => {
    expect(first.match(/Password/g)).toHaveLength(1);
    // 100 bits: nobody can guess it before it is changed.
    expect(password).toMatch(/^(?:[0-9a-hj-km-np-tv-z]{4}-){4}[0-9a-hj-km-np-tv-z]{4}$/);
    const created = await worldWith(server, password).registerClient({ client_name: 'Kept' });
    client = created as typeof client;
    expect(client.client_secret).toEqual(expect.any(String));
  });

  it('writes JSON lines around the banner, and the password into none of them', () => {
    const lines = first.split('\n').filter((line) => line.startsWith('{'));
    for (const line of lines) expect(JSON.parse(line)).toHaveProperty('level');
    expect(lines.join('\n')).not.toContain(password);
  });

  it('leaves no file that another user of the machine may read', () => {
    const files = filesIn(server.dataDir);
    expect(files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['gatehouse.sqlite', 'secret.key']),
    );
    expect(files.filter(({ mode }) => mode !== '600')).toEqual([]);
  });

  it('keeps the password and the client secret as digests only', () => {
    for (const { text } of filesIn(server.dataDir)) {
      expect(text.includes(password)).toBe(false);
      expect(text.includes(client.client_secret)).toBe(false);
    }
  });

  it('"The second start keeps everything" and prints no password', async () => {
    const keys = await (await fetch(`${server.issuer}/jwks`)).json();
    expect(await server.stop()).toBe(0);
    await server.start();
    const second = server.logs().slice(first.length);
    expect(second).toContain('Gatehouse is ready.');
    expect(second).toMatch(/\n {2}Admin {7}admin\n/);
    expect(second).not.toContain('Password');
    expect(second).not.toContain(password);
    expect(await (await fetch(`${server.issuer}/jwks`)).json()).toEqual(keys);
    const kept = await worldWith(server, password).admin.get(`/clients/${client.client_id}`);
    expect(kept).toMatchObject({ status: 200, json: { client_name: 'Kept' } });
  });

  it('a later ADMIN_PASSWORD does not replace the password that is there', async () => {
    await server.stop();
    const again = await startServer({
      dataDir: server.dataDir,
      env: { ADMIN_PASSWORD: 'something else entirely' },
    });
    const kept = await worldWith(again, password).admin.get(`/clients/${client.client_id}`);
    expect(kept.status).toBe(200);
  });
});

describe('ADMIN_PASSWORD and ADMIN_USERNAME', () => {
  it('are honoured and never printed', async () => {
    const given = 'correct horse battery staple';
    const server = await startServer({
      env: { ADMIN_USERNAME: 'gatekeeper', ADMIN_PASSWORD: given },
    });
    expect(server.logs()).toMatch(/\n {2}Admin {7}gatekeeper\n/);
    expect(server.logs()).not.toContain('Password');
    expect(server.logs()).not.toContain(given);
    const world = new World(server.issuer, { username: 'gatekeeper', password: given });
    expect((await world.admin.get('/clients')).status).toBe(200);
  });

  it('too weak a password is refused by name, not by value', async () => {
    const { code, stdout, stderr } = await startInVain({
      DATA_DIR: temporaryDirectory(),
      PORT: String(await freePort()),
      ADMIN_PASSWORD: 'hunter2',
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/ADMIN_PASSWORD cannot be used: .*at least/);
    expect(stdout + stderr).not.toContain('hunter2');
  });
});

describe('a configuration that cannot be used', () => {
  const WRONG = {
    PORT: 'seventeen',
    ISSUER: 'http://sso.wrong.example',
    DATABASE_URL: 'postgres://dba:canary-1@db.wrong.example/prod',
    SECRET_KEY: 'canary-2',
    LEGACY_GRANTS: 'canary-3',
    REGISTRATION: 'canary-4',
    OUTBOUND_ALLOWED_NETWORKS: 'canary-5',
    TRUSTED_PROXIES: 'canary-6',
    LOG_LEVEL: 'canary-7',
  };

  it('"All errors at once, names only, never values": exit 1, nothing written', async () => {
    const dataDir = temporaryDirectory();
    const { code, stdout, stderr } = await startInVain({ DATA_DIR: dataDir, ...WRONG });
    expect(code).toBe(1);
    expect(stdout).toBe('');
    const named = [...stderr.matchAll(/^ {2}- ([A-Z_]+) must /gm)].map(([, name]) => name);
    expect(named.sort()).toEqual(Object.keys(WRONG).sort());
    expect(stderr).not.toMatch(/canary|seventeen|wrong\.example/);
    expect(stderr).not.toMatch(/\bat .*\.js:\d/);
    expect(readdirSync(dataDir)).toEqual([]);
  });
});

describe('terms for strangers that give them power', () => {
  it.each([
    [
      'users:write',
      { scope: 'users:write' },
      'scope: Clients that register themselves cannot have',
    ],
    ['account:write', { scope: 'account:write' }, 'cannot have: account:write.'],
    ['no scope at all', { scope: 'a  b' }, 'scope: It must be scope names'],
    ['a grant that is off', { grant_types: ['password'] }, 'grant_types: It may contain: '],
  ])(
    'S06 %s: REGISTRATION_POLICY is refused as an admin’s would be',
    async (_what, policy, told) => {
      for (const REGISTRATION of ['open', 'token']) {
        const { code, stdout, stderr } = await startInVain({
          ...{ DATA_DIR: temporaryDirectory(), PORT: String(await freePort()), REGISTRATION },
          REGISTRATION_POLICY: JSON.stringify(policy),
        });
        expect([code, stdout]).toEqual([1, '']);
        expect(stderr).toContain('  - REGISTRATION_POLICY ');
        expect(stderr).toContain(told);
        expect(stderr).not.toMatch(/\bat .*\.js:\d/);
      }
    },
  );
});

describe('a port that is in use', () => {
  it('is named, with what to do; exit 1', async () => {
    const running = await startServer();
    const { port } = new URL(running.issuer);
    const dataDir = temporaryDirectory();
    const { code, stdout, stderr } = await startInVain({ DATA_DIR: dataDir, PORT: port });
    expect(code).toBe(1);
    expect(stderr).toContain(`Port ${port} is in use.`);
    expect(stderr).toContain('PORT');
    expect(stderr).not.toMatch(/\bat .*\.js:\d/);

    // This start created the admin, so it is the one that has to say the password.
    const password = PASSWORD.exec(stdout)?.[1] ?? '';
    const next = await startServer({ dataDir, env: { ADMIN_PASSWORD: undefined } });
    expect(next.logs()).not.toContain('Password');
    expect((await worldWith(next, password).admin.get('/clients')).status).toBe(200);
  });
});
