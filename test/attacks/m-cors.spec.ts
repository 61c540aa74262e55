import { beforeAll, describe, expect, it } from '@jest/globals';
import { basic, type RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld } from '../support/world.js';

const REGISTERED = 'https://spa.example';

const STRANGERS = [
  ...[
    'https://evil.example',
    'null',
    'https://spa.example.evil.example',
    'https://evilspa.example',
  ],
  ...[
    'http://spa.example',
    'https://spa.example:8443',
    'https://spa.example.',
    'https://SPA.example',
  ],
  ...[
    'https://sub.spa.example',
    'https://spa.example/',
    'https://spa.example/callback',
    'spa.example',
  ],
  ...[
    'https://user@spa.example',
    'https://spa.example#',
    'https://spa.example,https://evil.example',
  ],
  ...['https://spa.example https://evil.example', 'file://', 'https://disabled.example', '*'],
  ...['com.example.app://callback', 'javascript:alert(1)', 'https://%73pa.example', ' '],
];

describe('which scripts of other origins may read what', () => {
  let world: LocalWorld;
  let client: RegisteredClient;
  let routes: (readonly [method: string, path: string])[];

  beforeAll(async () => {
    world = await startWorld();
    client = await world.registerClient({ redirect_uris: [`${REGISTERED}/callback`] });
    const other = { redirect_uris: ['com.example.app://callback'], application_type: 'native' };
    await world.registerClient(other);
    const disabled = { redirect_uris: ['https://disabled.example/cb'], disabled: true };
    await world.registerClient(disabled);
    const { paths } = (await world.get('/openapi.json')).json as { paths: Record<string, object> };
    routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map(
        (method) => [method.toUpperCase(), path.replace(/\{\w+\}/g, 'x')] as const,
      ),
    );
  });

  const ask = (
    method: string,
    path: string,
    origin?: string,
    headers: Record<string, string> = {},
  ) =>
    fetch(world.issuer + path, {
      ...{ method, redirect: 'manual' },
      headers: { ...headers, ...(origin === undefined ? {} : { origin }) },
    });

  const preflight = (path: string, origin: string, method = 'POST') =>
    ask('OPTIONS', path, origin, {
      'access-control-request-method': method,
      'access-control-request-headers': 'authorization',
    });

  const cors = (response: Response) =>
    Object.fromEntries(
      [...response.headers].filter(([name]) => name.startsWith('access-control-')),
    );

  const FOR_CLIENTS = [
    '/par',
    '/token',
    '/userinfo',
    '/revoke',
    '/register',
    '/register/x',
    '/device_authorization',
    '/account/api/profile',
    '/account/api/sessions',
    '/account/api/sessions/x',
    '/account/api/consents',
    '/account/api/consents/x',
    '/account/api/password',
    '/account/api/authorizations',
    '/account/api/authorizations/x',
    '/account/api/trusted-browsers',
    '/account/api/trusted-browsers/x',
  ] as const;
  const OPEN = [
    '/.well-known/openid-configuration',
    '/.well-known/oauth-authorization-server',
    '/.well-known/oauth-protected-resource',
    '/.well-known/oauth-protected-resource/x',
    '/jwks',
    '/openapi.json',
    '/gatehouse.schema.json',
  ];

  it.each(FOR_CLIENTS)(
    'M04 %s: the origin of a registered client, by name, without credentials',
    async (path) => {
      const reads = /userinfo|register\/x|profile|sessions$|consents$|authorizations$/.test(path);
      const method = reads ? 'GET' : path.endsWith('/x') ? 'DELETE' : 'POST';
      const answer = await ask(method, path, REGISTERED, { authorization: basic(client) });
      expect(cors(answer)).toEqual({
        'access-control-allow-origin': REGISTERED,
        'access-control-expose-headers': 'WWW-Authenticate, Retry-After, X-Request-Id',
      });
      expect(answer.headers.get('vary')).toBe('Origin');
      const before = await preflight(path, REGISTERED, method);
      expect(before.status).toBe(204);
      expect(cors(before)).toMatchObject({
        'access-control-allow-origin': REGISTERED,
        'access-control-allow-headers': 'authorization',
      });
      expect(cors(before)).not.toHaveProperty('access-control-allow-credentials');
      expect(cors(before)['access-control-allow-methods']).not.toContain('*');
    },
  );

  it.each(STRANGERS)(
    'M04 the origin %j gets nothing where the origins of clients do',
    async (origin) => {
      for (const path of FOR_CLIENTS) {
        for (const answer of [
          ...[await ask('POST', path, origin), await ask('GET', path, origin)],
          ...[await preflight(path, origin), await preflight(path, origin, 'GET')],
        ]) {
          expect([path, cors(answer)]).toEqual([path, {}]);
          expect(answer.headers.get('vary')).toBe('Origin');
        }
      }
    },
  );

  it('M04 without Origin there is no such header either, but Vary is there for caches', async () => {
    for (const path of FOR_CLIENTS) {
      const answer = await ask('POST', path);
      expect([path, cors(answer), answer.headers.get('vary')]).toEqual([path, {}, 'Origin']);
    }
  });

  it.each(['https://evil.example', 'null', REGISTERED])(
    'M04 documents for everybody say *, to %s as well',
    async (origin) => {
      for (const path of OPEN) {
        const headers = cors(await ask('GET', path, origin));
        expect(headers['access-control-allow-origin']).toBe('*');
      }
    },
  );

  it('M04 nothing else can be read from another origin: no page, no management, no /authorize', async () => {
    const others = routes.filter(([, path]) => ![...OPEN, ...FOR_CLIENTS].includes(path));
    expect(others.length).toBeGreaterThan(25);
    const pages = ['/', '/authorize', '/account', '/logout', '/docs', '/interaction/x', '/device'];
    for (const [method, path] of [...others, ...pages.map((page) => ['GET', page] as const)]) {
      for (const origin of [REGISTERED, 'https://evil.example', 'null', world.issuer]) {
        for (const answer of [await ask(method, path, origin), await preflight(path, origin)]) {
          expect([method, path, origin, cors(answer)]).toEqual([method, path, origin, {}]);
        }
      }
    }
  });

  it('M04 a host name longer than any gives its client no origin, and no error either', async () => {
    const origin = `https://${'long.'.repeat(80)}example`;
    const client_name = 'Long';
    const answer = await world.admin.post('/clients', {
      client_name,
      redirect_uris: [`${origin}/`],
    });
    expect(answer.status).toBe(201);
    expect(cors(await ask('POST', '/token', origin))).toEqual({});
  });

  it('M04 credentials are allowed nowhere', async () => {
    for (const [method, path] of routes) {
      for (const origin of [REGISTERED, 'null']) {
        const { headers } = await ask(method, path, origin);
        expect([path, headers.get('access-control-allow-credentials')]).toEqual([path, null]);
      }
    }
  });

  it('M04 an origin is a stranger again when its client goes', async () => {
    const gone = await world.registerClient({ redirect_uris: ['https://gone.example/cb'] });
    expect(cors(await ask('POST', '/token', 'https://gone.example'))).not.toEqual({});
    await world.admin.delete(`/clients/${gone.client_id}`);
    // Another node may go on for a second with what it knows.
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(cors(await ask('POST', '/token', 'https://gone.example'))).toEqual({});
  });
});
