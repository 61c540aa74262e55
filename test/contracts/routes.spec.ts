import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService } from '@nestjs/core';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Access, accessOf } from '#platform/http';
import { type OwnWorld, startOwnWorld } from '../support/application.js';
import { Contract } from './contract.js';

interface Route {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly access: Access | undefined;
}

/** Routes that are no part of the contract, each with the reason. */
const UNDOCUMENTED: readonly (readonly [path: RegExp, reason: string])[] = [
  [/^\/\.well-known\/jwks\.json$/, 'leads to /jwks'],
  [
    /^\/\.well-known\/(change-password|passkey-endpoints|webauthn)$/,
    'by what browsers and password managers find the account page',
  ],
  [/^\/$/, 'the welcome page'],
  [
    /^\/account(\/(profile|password|security|sessions(\/end(-others)?)?|applications|consents\/withdraw|authorizations\/end|trusted-browsers\/end))?$/,
    'the account page and its forms',
  ],
  [/^\/account\/data(\/|$)/, 'the page on which people take their data along'],
  [/^\/account\/linked(\/|$)/, 'the page on which people link accounts elsewhere'],
  [
    /^\/upstream\/:provider\/(callback|backchannel-logout)$/,
    'where identity providers send people back to, and say who signed out',
  ],
  [/^\/account\/authenticators\//, 'the forms with which people set up further ways to sign in'],
  [/^\/assets\//, 'the style sheet and icon of the pages'],
  [/^\/check-session\/client$/, 'what the frame of /check-session asks'],
  [/^\/(client-logos|brand)\//, 'pictures and colours of the pages'],
  [/^\/language\//, 'the choice of a language at the foot of the pages'],
  [/^\/desk(\/|$)/, 'the pages of help desk and auditors'],
  [/^\/device(\/(approve|deny))?$/, 'the forms with which people answer devices'],
  [/^\/docs(\/|$)/, 'Swagger UI'],
  [/^\/interaction\//, 'pages to which only Gatehouse itself sends people'],
  [/^\/logout\/(confirm|:uid)$/, 'the question whether to sign out, and the way back to it'],
  [
    /^\/(recover|recover\/password|invitation|not-me|email\/\w+|account\/email(\/verify)?)$/,
    'forgotten passwords, and where mailed links lead',
  ],
  [/^\/sign-up(\/confirm)?$/, 'the pages on which people make an account'],
  [/^\/openapi\.json$/, 'the contract itself'],
  [/^\/gatehouse\.schema\.json$/, 'what may stand in a configuration file'],
];

const undocumented = (path: string) => UNDOCUMENTED.some(([pattern]) => pattern.test(path));
/** Of forms alone the way to them is documented. */
const ENTRANCES = ['GET /device'];

let world: OwnWorld;
let contract: Contract;
let routes: readonly Route[];

/** Every handler of every controller, as Nest routes to it. */
function routesOf(discovery: DiscoveryService): Route[] {
  return discovery.getControllers().flatMap(({ instance, metatype }) => {
    const controller = metatype as { name: string };
    const prefix: string = Reflect.getMetadata(PATH_METADATA, controller) ?? '';
    const members = Object.getOwnPropertyDescriptors(Object.getPrototypeOf(instance));
    return Object.entries(members).flatMap(([name, { value }]: [string, { value?: any }]) => {
      const path =
        name !== 'constructor' && typeof value === 'function'
          ? (Reflect.getMetadata(PATH_METADATA, value) as string | undefined)
          : undefined;
      if (path === undefined) return [];
      return {
        name: `${controller.name}.${name}`,
        method: RequestMethod[Reflect.getMetadata(METHOD_METADATA, value) as number] ?? '',
        path: `/${prefix}/${path}`.replace(/\/+/g, '/').replace(/(?<=.)\/$/, ''),
        access: accessOf(value),
      };
    });
  });
}

beforeAll(async () => {
  world = await startOwnWorld();
  contract = new Contract((await world.get('/openapi.json')).json);
  routes = routesOf(world.application.nest.get(DiscoveryService, { strict: false }));
}, 60_000);

const routeTable = () => world.application.nest.getHttpAdapter().getInstance().routeTable;

describe('every route', () => {
  it('below /admin and /account/api tells problems, and no other does', () => {
    const telling = routeTable()['routes'].filter(({ traits }) => traits.errors === 'problem');
    const managing = routeTable()['routes'].filter(({ url }) =>
      /^\/(admin|account\/api)(\/|$)/.test(url),
    );
    expect(managing.length).toBeGreaterThan(30);
    expect(telling.map(({ url }) => url)).toEqual(managing.map(({ url }) => url));
  });

  it('declares who may call it', () => {
    expect(routes.length).toBeGreaterThan(40);
    expect(routes.filter(({ access }) => access === undefined)).toEqual([]);
  });

  it('is known to the HTTP server, and the server knows no other', () => {
    const served = routeTable()['routes'];
    const filled = (path: string) => path.replace(/:\w+/g, 'x');
    const unserved = routes.filter(
      ({ method, path }) =>
        !served.some((route) => route.method === method && route.pattern.test(filled(path))),
    );
    expect(unserved).toEqual([]);
    // Fastify answers HEAD wherever it answers GET.
    const unknown = served.filter(
      (route) =>
        route.method !== 'HEAD' &&
        !routes.some(
          ({ method, path }) => route.method === method && route.pattern.test(filled(path)),
        ),
    );
    expect(unknown).toEqual([]);
  });

  it('is documented, or is left out for a reason', () => {
    const keys = new Set(contract.operations.map(({ key }) => key));
    const missing = routes
      .filter(({ method, path }) => ENTRANCES.includes(`${method} ${path}`) || !undocumented(path))
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`)
      .filter((key) => !keys.delete(key));
    expect(missing).toEqual([]);
    expect([...keys]).toEqual([]);
  });

  it('that is left out exists', () => {
    const stale = UNDOCUMENTED.filter(
      ([pattern]) => !routes.some(({ path }) => pattern.test(path)),
    );
    expect(stale).toEqual([]);
  });

  it('documents the protection that it declares', () => {
    const wrong = contract.operations.filter(({ key, definition }) => {
      const route = routes.find(
        ({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}` === key,
      );
      const schemes = JSON.stringify(definition.security ?? []);
      const { access } = route ?? {};
      if (access?.kind === 'scope') {
        return schemes !== JSON.stringify([{ gatehouse: [access.scope] }, { bearer: [] }]);
      }
      // Registration is open to the holders of tokens of its own kind (RFC 7591 §3, RFC 7592 §2).
      if (key.includes(' /register')) return schemes !== JSON.stringify([{ bearer: [] }]);
      const expected = access?.kind === 'client' ? [{ client_secret_basic: [] }, {}] : [];
      return schemes !== JSON.stringify(expected);
    });
    expect(wrong.map(({ key }) => key)).toEqual([]);
  });

  it('under /admin needs a scope of the admin API, and under /account/api one of the account API', () => {
    const open = routes.filter(({ path, access }) => {
      const resource = /^\/admin(\/|$)/.test(path) ? '/admin' : '/account';
      const protectedPath = resource === '/admin' || path.startsWith('/account/api');
      return protectedPath && !(access?.kind === 'scope' && access.resource === resource);
    });
    expect(open).toEqual([]);
  });
});

describe('E15 every operation of the admin API is refused', () => {
  const refused = async (token: string | undefined) => {
    const outcomes = await Promise.all(
      contract.operations
        .filter(({ path }) => path.startsWith('/admin/'))
        .map(async ({ key, method, path }) => {
          const answer = await fetch(world.issuer + path.replace(/\{\w+\}/g, 'nobody'), {
            method,
            headers: {
              ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
              ...(method === 'GET' || method === 'DELETE'
                ? {}
                : { 'content-type': 'application/json' }),
            },
            body: method === 'GET' || method === 'DELETE' ? null : '{}',
          });
          const { error } = (await answer.json()) as { error: string };
          return [key, `${answer.status} ${error}`] as const;
        }),
    );
    expect(outcomes.length).toBeGreaterThan(15);
    return new Set(outcomes.map(([, outcome]) => outcome));
  };

  const tokenFor = async (scope: string, parameters = {}) => {
    const client = await world.registerClient({ scope });
    const user = await world.createUser();
    return (await world.tokens({ client, user, scope, parameters })).access_token;
  };

  it('to somebody without a token', async () => {
    expect(await refused(undefined)).toEqual(new Set(['401 invalid_token']));
  });

  it('to an ordinary person who signed in', async () => {
    const token = await tokenFor('openid profile');
    expect(await refused(token)).toEqual(new Set(['403 insufficient_scope']));
  });

  it('to an ordinary person who asked for every scope of it', async () => {
    const scope = 'openid clients:read clients:write users:read users:write keys:read keys:write';
    const token = await tokenFor(`${scope} resource-servers:read resource-servers:write`);
    expect(await refused(token)).toEqual(new Set(['403 insufficient_scope']));
  });

  it('to a service that has none of its scopes', async () => {
    const client = await world.registerClient({
      grant_types: ['client_credentials'],
      scope: 'account:read',
    });
    const { access_token } = await world.clientCredentials(client);
    expect(await refused(access_token)).toEqual(new Set(['401 invalid_token']));
  });

  it('E14 with a token for another API', async () => {
    await world.registerResourceServer({
      identifier: 'https://other.example',
      scopes: ['other:use'],
    });
    expect(await refused(await tokenFor('other:use'))).toEqual(new Set(['401 invalid_token']));
  });

  it('with the admin’s own token that is for another API', async () => {
    const client = await world.registerClient({ scope: 'openid account:read clients:read' });
    const user = { username: 'admin', password: world.application.adminPassword };
    const options = { client, user, scope: 'openid account:read' };
    const { access_token } = await world.tokens(options);
    expect(await refused(access_token)).toEqual(new Set(['401 invalid_token']));
  });
});
