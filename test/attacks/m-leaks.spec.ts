import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Answer } from '../support/answer.js';
import { describeEachDatabase } from '../support/mariadb.js';
import { rawHttp } from '../support/raw-http.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { startOwnWorld, type OwnWorld } from '../support/application.js';
import { authorizationRequest } from './authorization-request.js';
import { jsonEndpoints, sendJson, type JsonEndpoint } from './json-endpoints.js';
import { send } from './requests.js';

/** What only the inside of a server says: stacks, SQL, paths, names and versions of its parts. */
const INSIDE = new RegExp(
  [
    ...[String.raw`\bat [\w.<> ]+ ?\(`, String.raw`\.[jt]s:\d`, 'node_modules', 'node:internal'],
    ...[
      String.raw`\bSELECT\b.+\bFROM\b`,
      String.raw`\bINSERT INTO\b`,
      String.raw`\bUPDATE \W?\w+\W? SET\b`,
    ],
    ...[
      'SQLITE_',
      String.raw`\bER_[A-Z]{3,}`,
      'QueryFailed',
      'typeorm',
      'better-sqlite',
      'mysql',
      'MariaDB',
    ],
    ...[
      'fastify',
      'FST_ERR',
      '@nestjs',
      'TypeError',
      'RangeError',
      'SyntaxError',
      'ENOENT',
      '/src/',
    ],
    ...['Unexpected token', 'in JSON at', 'undefined is not', 'Cannot read'],
  ].join('|'),
  'i',
);

function expectNothingOfTheInside({ status, text, headers, url }: Answer): void {
  const found = INSIDE.exec(text)?.[0];
  expect([url.pathname, status, found]).toEqual([url.pathname, status, undefined]);
  expect([url.href, status < 500]).toEqual([url.href, true]);
  for (const name of ['server', 'x-powered-by', 'via', 'x-aspnet-version']) {
    expect(headers.get(name)).toBeNull();
  }
}

const ODD = [
  ...["'", '"', '\\', '%00', '%0d%0a', '%c0%af', '%ff', "1' OR '1'='1", ';--', '${7*7}', '{{7*7}}'],
  ...['..%2f..%2fetc%2fpasswd', '../../package.json', '<x>', '%F0%9F%A6%8A', 'null', 'undefined'],
  ...['-1', '99999999999999999999', '[object Object]', 'a'.repeat(3000), '%E2%80%AE', '%', '*'],
];

/** Every address that takes a form. */
const PATHS = [
  ...[
    '/token',
    '/introspect',
    '/revoke',
    '/userinfo',
    '/device_authorization',
    '/par',
    '/authorize',
  ],
  ...['/logout', '/logout/confirm', '/device', '/device/approve', '/device/deny'],
  ...['/account/password', '/account/sessions/end', '/account/consents/withdraw'],
  ...['/account/authorizations/end', '/recover', '/recover/password', '/invitation', '/not-me'],
  ...['/sign-up', '/sign-up/confirm'],
  ...['/email/verify', '/email/confirm', '/email/undo', '/account/email', '/account/email/verify'],
  ...['/account/data/download', '/account/data/delete', '/account/profile'],
  '/account/sessions/end-others',
  '/desk/people/somebody/unlock',
  '/account/trusted-browsers/end',
  ...['/account/linked/add', '/account/linked/unlink'],
  ...['rename', 'remove', 'new/login'].map((form) => `/account/authenticators/${form}`),
  ...[
    'login',
    'login/begin',
    'enrol/login',
    'consent',
    'cancel',
    'later',
    'new-password',
    'account',
    'other-account',
  ].map((step) => `/interaction/${'x'.repeat(43)}/${step}`),
];

describe('errors, everywhere that input goes', () => {
  let world: OwnWorld;
  let client: RegisteredClient;

  beforeAll(async () => {
    world = await startOwnWorld();
    client = await world.registerClient({ token_endpoint_auth_method: 'client_secret_post' });
  });

  it.each(ODD.map((value) => [value.slice(0, 30), value]))(
    'M06 %j in every path and query',
    async (_name, value) => {
      const { paths } = (await world.get('/openapi.json')).json as {
        paths: Record<string, object>;
      };
      const token = await world.admin.token();
      const rest = `Host: x\r\nConnection: close\r\nAuthorization: Bearer ${token}\r\n\r\n`;
      const query = ['after', 'limit', 'search', 'client_id', 'x'].map((n) => `${n}=${value}`);
      const heads = Object.entries(paths)
        // Takes nothing from its address, and does what it says each time.
        .filter(([path]) => path !== '/admin/keys/rotate' && path !== '/openapi.json')
        .flatMap(([path, methods]) => {
          const filled = path.replace(/\{\w+\}/g, encodeURI(value).slice(0, 250));
          const targets = [filled, `${path}?${query.join('&')}`.replace(/[{}]/g, '')];
          return Object.keys(methods).flatMap((method) =>
            targets.map(
              (target) => `${method.toUpperCase()} ${target.replace(/[^\x21-\x7e]/g, '')}`,
            ),
          );
        });
      await Promise.all(
        heads.map(async (head) => {
          const request = `${head} HTTP/1.1\r\n${rest}`;
          const { status, raw } = await rawHttp(world.application.origin, request, 30_000);
          expect([head, status > 0 && status < 500]).toEqual([head, true]);
          expect([head, INSIDE.exec(raw)?.[0]]).toEqual([head, undefined]);
        }),
      );
    },
  );

  it('M06 anything in the fields of a form', async () => {
    const { client_id, client_secret } = client;
    const names = [
      ...['grant_type', 'code', 'redirect_uri', 'code_verifier', 'refresh_token', 'scope', 'token'],
      ...['resource', 'client_assertion', 'client_assertion_type', 'subject_token', 'assertion'],
      ...['device_code', 'token_type_hint', 'username', 'password', 'user_code', 'access_token'],
      ...['request_uri', 'request', 'id_token_hint', 'post_logout_redirect_uri', 'state', 'csrf'],
      ...['session', 'session_id', 'consent_id', 'username_token', 'credential_version', 'prompt'],
    ];
    const grants = (await world.get('/.well-known/openid-configuration')).json
      .grant_types_supported as string[];
    const field = fc.tuple(fc.constantFrom(...names), fc.string({ unit: 'binary', maxLength: 40 }));
    const form = fc.tuple(
      fc.constantFrom(...PATHS),
      fc.constantFrom(...grants),
      fc.array(field, { maxLength: 6 }),
    );
    await fc.assert(
      fc.asyncProperty(form, async ([path, grant_type, fields]) => {
        const known = { grant_type, client_id, client_secret };
        expectNothingOfTheInside(
          await send(world, path, { ...known, ...Object.fromEntries(fields) }),
        );
      }),
      { numRuns: 400 },
    );
  });

  it('M06 the forms of the pages are all among them', async () => {
    const posts = world.application.nest
      .getHttpAdapter()
      .getInstance()
      .routeTable['routes'].filter(
        ({ method, traits }) => method === 'POST' && traits.errors === 'page',
      )
      .map(({ url }) =>
        url
          .replace(':uid', 'x'.repeat(43))
          .replace(':path', 'login')
          .replace(':call', 'begin')
          .replace(':sub/:action', 'somebody/unlock'),
      );
    expect(posts.filter((path) => !PATHS.includes(path))).toEqual([]);
  });

  it('M06 anything in an authorization request', async () => {
    const good = authorizationRequest(client);
    const names = [...Object.keys(good), 'prompt', 'max_age', 'nonce', 'response_mode', 'request'];
    names.push('claims', 'id_token_hint', 'login_hint', 'acr_values', 'resource', 'registration');
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom(
        '',
        ' ',
        'a.b.c',
        '{}',
        'e30.e30.e30',
        'none login',
        'code id_token',
        'https://',
      ),
    );
    const changes = fc.dictionary(fc.constantFrom(...names), text, { maxKeys: 4 });
    await fc.assert(
      fc.asyncProperty(changes, async (change) => {
        expectNothingOfTheInside(await world.browser().get('/authorize', { ...good, ...change }));
      }),
      { numRuns: 150 },
    );
  });
});

describeEachDatabase('management documents with anything in them', (databaseUrl) => {
  let world: OwnWorld;
  let endpoints: JsonEndpoint[];

  beforeAll(async () => {
    world = await startOwnWorld({ DATABASE_URL: await databaseUrl() });
    endpoints = await jsonEndpoints(world);
  });

  /** Each member of each document by the name and an example from its own description. */
  async function members(): Promise<string[]> {
    const { components } = (await world.get('/openapi.json')).json as {
      components: { schemas: Record<string, { properties?: object }> };
    };
    const names = Object.entries(components.schemas)
      .filter(([name]) => name.endsWith('Request'))
      .flatMap(([, { properties }]) => Object.keys(properties ?? {}));
    return [...new Set(names)];
  }

  it('M06 anything in any member', async () => {
    const names = await members();
    expect(names.length).toBeGreaterThan(50);
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 4 }),
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.webUrl(),
      fc.constantFrom('a'.repeat(5000), '🦊'.repeat(100), '\ud800', '\u0000', 'https://a.example/'),
      fc.constantFrom(1e308, -1, 2 ** 53, 0.5, [[]], [null], [{}], { keys: [{}] }, { keys: {} }),
    );
    const body = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 5 });
    await fc.assert(
      fc.asyncProperty(fc.nat(endpoints.length - 1), body, async (index, changes) => {
        const endpoint = endpoints[index]!;
        if (endpoint.path.endsWith('/rotate')) return;
        const answer = await sendJson(world, endpoint, { ...endpoint.good, ...changes });
        expectNothingOfTheInside(answer);
      }),
      { numRuns: 250 },
    );
  });

  it('M06 texts as long as they may be fit into their columns', async () => {
    const [clients, , , users, , servers] = endpoints;
    for (const length of [
      40, 50, 64, 100, 200, 250, 254, 255, 256, 300, 320, 500, 512, 1000, 2000,
    ]) {
      for (const unit of ['a', '\u00e9', '\u6f22', '\ud83e\udd8a']) {
        const text = unit.repeat(length / unit.length);
        const uri = `https://${text.slice(0, 60)}.example/${encodeURI(text)}`.slice(0, length);
        const documents: [JsonEndpoint, object][] = [
          [users!, { username: text.slice(0, length) }],
          [
            users!,
            { username: `u${length}${unit}`, email: `${text.slice(0, length - 12)}@a.example` },
          ],
          [users!, { username: `n${length}${unit}`, name: text, nickname: text, website: uri }],
          [users!, { username: `r${length}${unit}`, roles: [text], address: { formatted: text } }],
          [clients!, { client_name: text, redirect_uris: [uri], contacts: [text], scope: text }],
          [
            clients!,
            { client_name: 'x', redirect_uris: [uri], resource_server: uri, client_uri: uri },
          ],
          [servers!, { identifier: uri, name: text, scopes: [{ name: text, description: text }] }],
          [servers!, { identifier: uri, name: 'x', scopes: [] }],
        ];
        for (const [endpoint, document] of documents) {
          expectNothingOfTheInside(await sendJson(world, endpoint, document));
        }
        expectNothingOfTheInside(await world.admin.get(`/users?q=${encodeURIComponent(text)}`));
      }
    }
  });
});
