import { beforeAll, describe, expect, it } from '@jest/globals';
import { rawHttp, type RawAnswer } from '../support/raw-http.js';
import { startWorld, type LocalWorld } from '../support/world.js';

interface Route {
  readonly method: string;
  readonly path: string;
}

/** Other ways to write a path, some of which some servers take for the same. */
const VARIANTS: readonly ((path: string) => string)[] = [
  (path) => path,
  (path) => `/.well-known/..${path}`,
  (path) => `/.well-known/%2e%2e${path}`,
  (path) => `/health/live/..${path}`,
  (path) => `/health/live;/..${path}`,
  (path) => `/health/live%3f/..${path}`,
  (path) => `/docs/..;${path}`,
  (path) => `/.${path}`,
  (path) => `/%2e${path}`,
  (path) => `/${path}`,
  (path) => `//${path}`,
  (path) => `/\\${path}`,
  (path) => path.replace(/\//g, '//'),
  (path) => path.replace(/\//g, '/./'),
  (path) => path.replace(/(?<=.)\//g, '%2f'),
  (path) => path.replace(/(?<=.)\//g, '\\'),
  (path) => path.replace('/admin', '/%61dmin'),
  (path) => path.replace('/admin', '/%2561dmin'),
  (path) => path.replace('/admin', '/ADMIN'),
  (path) => path.replace('/admin', '/admin;v=1'),
  (path) => path.replace('/admin', '/admin.'),
  (path) => path.replace('/admin', '/adm\u0131n'),
  (path) => path.toUpperCase(),
  (path) => `${path}/`,
  (path) => `${path}//`,
  (path) => `${path}.`,
  (path) => `${path}/.`,
  (path) => `${path}/..`,
  (path) => `${path};`,
  (path) => `${path};jsessionid=1`,
  (path) => `${path}%20`,
  (path) => `${path}%00`,
  (path) => `${path}%0a`,
  (path) => `${path}.json`,
  (path) => `${path}?`,
  (path) => `${path}?access_token=x`,
  (path) => `${path}#fragment`,
  (path) => `${path}/.well-known/openid-configuration`,
  (path) => `${path}?/health/live`,
  (path) => `http://localhost${path}`,
  (path) => `http://evil.example${path}`,
];

describe('addresses and methods', () => {
  let world: LocalWorld;
  let routes: Route[];

  beforeAll(async () => {
    world = await startWorld();
    const { paths } = (await world.get('/openapi.json')).json as { paths: Record<string, object> };
    routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({
        method: method.toUpperCase(),
        path: path.replace(/\{\w+\}/g, 'admin'),
      })),
    );
  });

  const raw = (head: string, body = ''): Promise<RawAnswer> =>
    rawHttp(world.application.origin, `${head}\r\nHost: x\r\nConnection: close\r\n${body}`);
  const ask = (method: string, target: string, headers = '') =>
    raw(`${method} ${target} HTTP/1.1`, `${headers}\r\n`);

  it('L23 the admin API has the routes that this test walks through', () => {
    const admin = routes.filter(({ path }) => path.startsWith('/admin'));
    expect(admin.length).toBeGreaterThanOrEqual(18);
    expect(admin.map(({ path }) => path.split('/')[2])).toEqual(
      expect.arrayContaining(['clients', 'users', 'resource-servers', 'keys']),
    );
  });

  it.each(VARIANTS.map((variant) => [variant('/admin/users'), variant] as const))(
    'L23 %s and every other management route written like this need a token',
    async (_name, variant) => {
      const management = /^\/(admin|account\/api)/;
      for (const { method, path } of routes.filter((route) => management.test(route.path))) {
        const target = Buffer.from(variant(path), 'utf8').toString('latin1');
        const { status, body } = await ask(method, target);
        expect([method, target, [400, 401, 404, 405, 414].includes(status)]).toEqual([
          ...[method, target, true],
        ]);
        expect(body).not.toMatch(/"items"|"sub"|"kid"|client_secret/);
      }
    },
  );

  it.each(['/token', '/introspect', '/revoke', '/admin/users', '/userinfo', '/logout'])(
    'L24 %s answers TRACE and methods it has not with 405, and says which it has',
    async (path) => {
      const own = new Set(
        routes.filter((route) => route.path === path).map(({ method }) => method),
      );
      for (const method of ['TRACE', 'PUT', 'PATCH', 'DELETE', 'PROPFIND', 'SEARCH', 'LOCK']) {
        const answer = await ask(method, path, 'X-Canary: reflected\r\n');
        expect([path, method, answer.status]).toEqual([path, method, 405]);
        expect(answer.body).not.toContain('reflected');
        const allow = (answer.header('allow') ?? '').split(', ').filter((name) => name !== 'HEAD');
        for (const name of own) expect(allow).toContain(name);
        expect(allow).not.toContain(method);
      }
    },
  );

  it.each(['/token', '/introspect', '/revoke', '/admin/keys/rotate'])(
    'L24 HEAD and GET %s are 405: what is posted there cannot be asked for',
    async (path) => {
      for (const method of ['HEAD', 'GET']) {
        expect([method, (await ask(method, path)).status]).toEqual([method, 405]);
      }
    },
  );

  it('L24 HEAD is held to the same rules as GET', async () => {
    expect((await ask('HEAD', '/admin/users')).status).toBe(401);
    expect((await ask('HEAD', '/userinfo')).status).toBe(401);
    expect((await ask('HEAD', '/account')).status).toBe(303);
  });

  it('L24 no header, parameter or field turns one method into another', async () => {
    const user = await world.createUser();
    const path = `/admin/users/${user.sub}`;
    const token = `Authorization: Bearer ${await world.admin.token()}\r\n`;
    for (const name of ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override']) {
      const answer = await ask('GET', path, `${token}${name}: DELETE\r\n`);
      expect([answer.status, answer.body.includes(user.sub)]).toEqual([200, true]);
      expect((await ask('POST', path, `${token}${name}: DELETE\r\n`)).status).toBe(405);
    }
    expect((await ask('GET', `${path}?_method=DELETE`, token)).status).toBe(400);
    const form = 'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 14\r\n';
    const posted = await ask('POST', path, `${token}${form}\r\n_method=DELETE`);
    expect(posted.status).toBe(405);
    expect((await world.admin.get(`/users/${user.sub}`)).status).toBe(200);
  });

  it('L24 CONNECT opens no tunnel, and an invented method is no request', async () => {
    expect((await ask('CONNECT', 'internal.example:443')).status).toBe(0);
    expect((await ask('JEFF', '/token')).status).toBe(400);
  });
});
