import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sha256 } from '#platform/crypto';
import { encode, type Query } from '../support/browser.js';
import {
  beside,
  requestObject,
  RequestObjectHost,
  signingClient,
  type SigningClient,
} from '../support/request-object.js';
import { walk } from '../support/sign-in.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';
import {
  authorizationRequest,
  expectAccepted,
  expectErrorPage,
  expectErrorRedirect,
} from './authorization-request.js';
import { inParallel } from './requests.js';

const REDIRECT_URI = 'https://client.example/callback';
const host = new RequestObjectHost();
let world: LocalWorld;
let signer: SigningClient;
let user: RegisteredUser;

beforeAll(async () => {
  await host.start();
  world = await startWorld({
    ...{ OUTBOUND_ALLOWED_NETWORKS: '127.0.0.1', TRUSTED_PROXIES: '127.0.0.1' },
  });
  const request_uris = [
    ...[host.uri('/object'), host.uri('/with?query=1'), host.uri('/hashed#47DEQpj8HBSa')],
    ...[host.uri('/missing'), host.uri('/broken'), host.uri('/large')],
  ];
  signer = await signingClient(world, { request_uris });
  user = await world.createUser();
});
afterAll(() => {
  host.stop();
});

const ask = (request_uri: string, changes: Query = {}, one = signer, server = world) =>
  server.browser().get('/authorize', authorizationRequest(one.client, { request_uri, ...changes }));

describe('OIDC Core §6.2: request objects by reference', () => {
  it('oidcc-request-uri-signed-rs256: the object is fetched, and what it says is done', async () => {
    host.objects.set('/object', await requestObject(world, signer, { nonce: 'by-reference' }));
    const request_uri = host.uri('/object');
    for (const sent of [
      beside(signer.client, { request_uri }),
      { client_id: signer.client.client_id, request_uri },
    ]) {
      const browser = world.browser();
      const start = await browser.get('/authorize', sent);
      const end = await walk(browser, start, { user, until: REDIRECT_URI });
      expect(end.parameters['code']).toMatch(/^gh_ac_/);
      expect(end.parameters['state']).toBe('state-of-the-client');
    }
    const sql = 'SELECT nonce FROM authorizations WHERE client_id = ?';
    const rows = await world.query(sql, [signer.client.client_id]);
    expect(rows).toEqual([{ nonce: 'by-reference' }, { nonce: 'by-reference' }]);
  });

  it('it is fetched once for a request, whatever comes of that', async () => {
    host.objects.set('/object', await requestObject(world, signer));
    host.hits.length = 0;
    const browser = world.browser();
    const start = await browser.get(
      '/authorize',
      beside(signer.client, { request_uri: host.uri('/object') }),
    );
    // What it becomes meanwhile is of no consequence (attack A27).
    host.objects.set('/object', await requestObject(world, signer, { state: 'changed' }));
    const end = await walk(browser, start, { user, until: REDIRECT_URI });
    expect(end.parameters['state']).toBe('state-of-the-client');
    expect(host.hits).toEqual(['/object']);
  });

  it('a query counts, a fragment does not, and is not sent', async () => {
    const object = await requestObject(world, signer);
    host.objects.set('/with?query=1', object).set('/hashed', object);
    host.hits.length = 0;
    expectAccepted(await ask(host.uri('/with?query=1')));
    expectAccepted(await ask(host.uri('/with?query=1#anything')));
    expectAccepted(await ask(host.uri('/hashed')));
    expectAccepted(await ask(host.uri('/hashed#other')));
    expect(host.hits).toEqual(['/with?query=1', '/with?query=1', '/hashed', '/hashed']);
  });

  it('application/jwt is accepted, other types are not', async () => {
    host.objects.set('/object', await requestObject(world, signer));
    for (const [type, accepted] of [
      ['application/jwt', true],
      ['application/oauth-authz-req+jwt; charset=utf-8', true],
      ['application/json', false],
      ['text/html', false],
    ] as const) {
      host.type = type;
      const answer = await ask(host.uri('/object'));
      if (accepted) expectAccepted(answer);
      else expectErrorRedirect(answer, signer.client, 'invalid_request_uri');
    }
    host.type = 'application/oauth-authz-req+jwt';
  });

  it('people who come at the same moment cause one fetch, and all get on', async () => {
    host.objects.set('/object', await requestObject(world, signer));
    host.hits.length = 0;
    const answers = await inParallel(10, () => ask(host.uri('/object')));
    for (const answer of answers) expectAccepted(answer);
    expect(host.hits.length).toBeLessThan(10);
  });

  it('what is no request object there is refused, and told no further', async () => {
    host.objects.set('/broken', 'no JWT').set('/large', 'x'.repeat(70_000));
    for (const [path, error] of [
      ['/missing', 'invalid_request_uri'],
      ['/large', 'invalid_request_uri'],
      ['/broken', 'invalid_request_object'],
    ] as const) {
      const answer = await ask(host.uri(path));
      expectErrorRedirect(answer, signer.client, error);
      expect(answer.parameters['error_description']).not.toMatch(/404|127\.0|status|large/);
    }
  });

  it('an address cannot be registered that is not https, or is too long', async () => {
    for (const uri of [
      'http://client.example/request',
      'ftp://client.example/request',
      'urn:ietf:params:oauth:request_uri:x',
      'https://user@client.example/request',
      `https://client.example/${'x'.repeat(500)}`,
      'nothing',
    ]) {
      const answer = await world.admin.post('/clients', {
        ...{ client_name: 'x', redirect_uris: [REDIRECT_URI], request_uris: [uri] },
      });
      expect([uri, answer.status, answer.json.error]).toEqual([
        uri,
        400,
        'invalid_client_metadata',
      ]);
    }
  });
});

describe('S18 G10 a request_uri makes us fetch no more often than it must', () => {
  let one: SigningClient;
  let calls = 0;

  beforeEach(async () => {
    one = await signingClient(world, { request_uris: [host.uri(`/s18-${++calls}`)] });
    host.objects.set(`/s18-${calls}`, await requestObject(world, one));
    host.hits.length = 0;
  });

  const uri = () => host.uri(`/s18-${calls}`);
  const hash = () => `#${sha256(host.objects.get(`/s18-${calls}`) ?? '')}`;
  /** By every way that an anonymous request can have. */
  const from = (ip: string, request_uri: string, method = 'GET') =>
    fetch(
      `${world.issuer}/authorize${method === 'GET' ? `?${encode({ client_id: one.client.client_id, request_uri }).toString()}` : ''}`,
      {
        ...{ method, redirect: 'manual', headers: { 'x-forwarded-for': ip } },
        ...(method === 'GET'
          ? {}
          : { body: encode({ client_id: one.client.client_id, request_uri }) }),
      },
    );

  /** What the client is told, if it is told of an error; a person would be asked otherwise. */
  async function errorOf(answer: Response): Promise<string | undefined> {
    expect(answer.status).toBe(303);
    const location = new URL(answer.headers.get('location') ?? '', world.issuer);
    return location.searchParams.get('error') ?? undefined;
  }

  it.each(['GET', 'POST'])('S18 by its hash it is fetched once (%s)', async (method) => {
    for (let n = 0; n < 50; n++) {
      expect(await errorOf(await from(`192.0.2.${n}`, uri() + hash(), method))).toBeUndefined();
    }
    expect(host.hits).toHaveLength(1);
    // Another hash says that it is another by now.
    host.objects.set(`/s18-${calls}`, await requestObject(world, one, { state: 'changed' }));
    expect(await errorOf(await from('192.0.2.1', uri() + hash(), method))).toBeUndefined();
    expect(host.hits).toHaveLength(2);
  });

  it.each(['GET', 'POST'])(
    'S18 one address has it fetched so often, and keeps nobody out (%s)',
    async (method) => {
      for (let n = 0; n < 60; n++) {
        // Without a hash the last that was there is as good.
        expect(await errorOf(await from('192.0.2.60', uri(), method))).toBeUndefined();
        const made = `${uri()}#${String(n).padStart(43, 'x')}`;
        expect([undefined, 'temporarily_unavailable']).toContain(
          await errorOf(await from('192.0.2.60', made, method)),
        );
      }
      const refused = await from('192.0.2.60', `${uri()}#${'y'.repeat(43)}`, method);
      expect(await errorOf(refused)).toBe('temporarily_unavailable');
      expect(host.hits).toHaveLength(30);
      expect(await errorOf(await from('192.0.2.60', uri() + hash(), method))).toBeUndefined();
      expect(await errorOf(await from('192.0.2.61', uri(), method))).toBeUndefined();
    },
  );

  it('S18 all together have it fetched so often for one client, and no other suffers', async () => {
    for (let n = 0; n < 330; n++)
      await from(`10.${n % 200}.${Math.floor(n / 200)}.1`, `${uri()}#${'z'.repeat(43)}`);
    expect(host.hits).toHaveLength(300);
    expect(await errorOf(await from('10.250.0.1', uri() + hash()))).toBeUndefined();
    one = await signingClient(world, { request_uris: [host.uri(`/s18-${++calls}`)] });
    host.objects.set(`/s18-${calls}`, await requestObject(world, one));
    expect(await errorOf(await from('10.0.1.1', uri()))).toBeUndefined();
  });
});

describe('G10 a request_uri makes us fetch nothing but what was registered', () => {
  it('G10 without registered addresses it is not supported', async () => {
    const none = await signingClient(world);
    host.hits.length = 0;
    const answer = await ask(host.uri('/object'), {}, none);
    expectErrorRedirect(answer, none.client, 'request_uri_not_supported');
    expect(host.hits).toEqual([]);
  });

  it('G10 any other address is refused unseen', async () => {
    host.hits.length = 0;
    for (const uri of [
      host.uri('/other'),
      host.uri('/object/'),
      host.uri('/object?x'),
      host.uri('/with'),
      host.uri('/with?query=1&x=y'),
      host.uri('/%6fbject'),
      host.uri('/OBJECT'),
      host.uri('/object', 'localhost'),
      host.uri('/object').replace('http:', 'https:'),
      host.uri('/object').replace('//', '//user@'),
      `${host.uri('/object')}#${'x'.repeat(500)}`,
      'http://169.254.169.254/latest/meta-data/',
      'http://[::ffff:7f00:1]/object',
      'http://2130706433/object',
      'file:///etc/passwd',
      'URN:ietf:params:oauth:request_uri:x',
      'x',
    ]) {
      const answer = await ask(uri);
      expectErrorRedirect(answer, signer.client, 'invalid_request_uri');
      expectErrorPage(
        await ask(uri, { redirect_uri: 'https://evil.example' }),
        'invalid_request_uri',
      );
    }
    expect(host.hits).toEqual([]);
  });

  it('G10 H08 a redirect is not followed', async () => {
    const { createServer } = await import('node:http');
    const server = createServer((_request, response) => {
      response.writeHead(302, { location: host.uri('/object') }).end();
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as { port: number };
    const uri = `http://127.0.0.1:${port}/object`;
    const one = await signingClient(world, { request_uris: [uri] });
    host.hits.length = 0;
    expectErrorRedirect(await ask(uri, {}, one), one.client, 'invalid_request_uri');
    expect(host.hits).toEqual([]);
    server.closeAllConnections();
    server.close();
  });

  it('G10 it cannot be pushed either', async () => {
    host.hits.length = 0;
    const fields = { client_id: signer.client.client_id, request_uri: host.uri('/object') };
    const answer = await world.post('/par', signer.client, fields);
    expect([answer.status, answer.json.error]).toEqual([400, 'invalid_request']);
    expect(host.hits).toEqual([]);
  });

  // Last: people sign in to the world that was started last.
  it('G10 H07 one that leads into our own network is refused when it is used', async () => {
    const uris = [
      ...[host.uri('/object'), host.uri('/object', 'localhost'), 'https://169.254.169.254/'],
      ...['https://10.0.0.1/object', 'https://[::1]/object', 'https://[::ffff:7f00:1]/object'],
    ];
    host.hits.length = 0;
    const guarded = await startWorld();
    for (const uri of uris) {
      const registration = {
        ...{ client_name: 'x', redirect_uris: [REDIRECT_URI], request_uris: [uri] },
        jwks: signer.client['jwks'],
      };
      const registered = await guarded.admin.post('/clients', registration);
      // What cannot be registered cannot be asked for either.
      if (registered.status === 400) continue;
      const one = { ...signer, client: registered.json };
      expectErrorRedirect(await ask(uri, {}, one, guarded), one.client, 'invalid_request_uri');
    }
    expect(host.hits).toEqual([]);
  });
});
