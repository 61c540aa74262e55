// draft-ietf-oauth-client-id-metadata-document: clients that strangers describe.
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { clock } from '../support/clock.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser, unique } from '../support/world.js';
import { auditEvent } from './subject.js';

const REDIRECT_URI = 'https://app.example/callback';
const CALLS = { OUTBOUND_ALLOWED_NETWORKS: '127.0.0.1/32' };

let server: Server;
let origin: string;
const asked: string[] = [];
const documents = new Map<string, (response: ServerResponse) => void>();

beforeAll(async () => {
  server = createServer(({ url = '' }, response) => {
    asked.push(url);
    const answer = documents.get(url);
    if (answer === undefined) response.writeHead(404).end();
    else answer(response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => void (asked.length = 0));

const json = (body: unknown) => (response: ServerResponse) => {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

/** Puts a document where its client_id says; `changes` are made to what is right. */
function publish(changes: object = {}, path = `/${unique()}/client.json`): RegisteredClient {
  const client = { client_id: origin + path, redirect_uris: [REDIRECT_URI] };
  documents.set(path, json({ client_name: 'Tool', ...client, ...changes }));
  return { ...client, token_endpoint_auth_method: 'none' };
}

const ask = (world: LocalWorld, client_id: string) =>
  world.browser().get('/authorize', {
    ...{ client_id, response_type: 'code', redirect_uri: REDIRECT_URI, scope: 'openid' },
    ...{ code_challenge: 'a'.repeat(43), code_challenge_method: 'S256' },
  });

describe('client id metadata documents', () => {
  let world: LocalWorld;
  let user: RegisteredUser;
  beforeAll(async () => {
    world = await startWorld({ ...CALLS, CLIENT_ID_DOCUMENTS: 'any' });
    user = await world.createUser();
  });
  // Twenty an hour are for one address.
  beforeAll(async () => {
    await world.admin.patch('/settings/limits', { registrations_per_hour: 10_000 });
  });

  it('"enabling the authorization server to fetch the metadata about the client as needed"', async () => {
    const client = publish({
      client_name: 'Tool',
      scope: 'openid email offline_access users:read',
    });
    const tokens = await world.tokens({ client, user, scope: 'openid offline_access' });
    expect(tokens.refresh_token).toBeDefined();
    expect((await world.refresh(client, tokens.refresh_token ?? '')).status).toBe(200);
    expect(asked).toHaveLength(1);
    const { json: stored } = await world.admin.get(
      `/clients/${encodeURIComponent(client.client_id)}`,
    );
    expect(stored).toMatchObject({
      ...{ client_id: client.client_id, unverified: true, require_pkce: true },
      ...{ token_endpoint_auth_method: 'none', first_party: false, id_token_claims: 'minimal' },
      scope: 'openid email offline_access',
      expires_at: expect.any(Number),
    });
    const event = await auditEvent(world, 'client.registered', client.client_id);
    expect(event).toMatchObject({ client_id: client.client_id });
  });

  it('"client_id_metadata_document_supported" (§5)', async () => {
    const path = '/.well-known/oauth-authorization-server';
    expect((await world.get(path)).json.client_id_metadata_document_supported).toBe(true);
  });

  it('people are warned each time, and told who says what the client is called (A36)', async () => {
    const client = publish({ client_name: 'Your bank' });
    const browser = world.browser();
    const options = { client, user, browser };
    await world.authorizationCode(options);
    const parameters = {
      ...{ client_id: client.client_id, redirect_uri: REDIRECT_URI, scope: 'openid' },
      ...{ response_type: 'code', code_challenge: 'a'.repeat(43), code_challenge_method: 'S256' },
    };
    const page = await browser.follow(await browser.get('/authorize', parameters));
    expect(page.text).toContain('Nobody has checked');
    expect(page.text).toContain(new URL(origin).host);
  });

  describe('H04 what cannot be a document is refused on our page, all in the same words', () => {
    const texts = new Set<string>();
    it.each<[string, (path: string) => void]>([
      ['there is none', () => undefined],
      [
        'a redirect, which is not followed',
        (path) => {
          publish({}, '/elsewhere');
          documents.set(
            path,
            (response) => void response.writeHead(302, { location: '/elsewhere' }).end(),
          );
        },
      ],
      [
        'no JSON',
        (path) =>
          documents.set(
            path,
            (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('{}'),
          ),
      ],
      [
        'malformed JSON',
        (path) =>
          documents.set(
            path,
            (response) =>
              void response.writeHead(200, { 'content-type': 'application/json' }).end('{'),
          ),
      ],
      ['an array', (path) => documents.set(path, json([]))],
      ['null', (path) => documents.set(path, json(null))],
      [
        'another client_id (§4: "simple string comparison")',
        (path) => publish({ client_id: `${origin}/other` }, path),
      ],
      ['no client_id', (path) => publish({ client_id: undefined }, path)],
      ['a secret in it', (path) => publish({ client_secret: 'x'.repeat(40) }, path)],
      [
        'a method with a secret',
        (path) => publish({ token_endpoint_auth_method: 'client_secret_basic' }, path),
      ],
      ['no redirect URI', (path) => publish({ redirect_uris: [] }, path)],
      [
        'an unsafe redirect URI (A16)',
        (path) => publish({ redirect_uris: ['javascript:alert(1)'] }, path),
      ],
      [
        'plain http elsewhere',
        (path) => publish({ redirect_uris: ['http://app.example/cb'] }, path),
      ],
      ['a scheme of anybody’s (A17)', (path) => publish({ redirect_uris: ['cursor://cb'] }, path)],
      ['a member of the wrong type', (path) => publish({ redirect_uris: { a: 1 } }, path)],
      ['more than 64 kB', (path) => publish({ x: 'x'.repeat(70_000) }, path)],
    ])('%s', async (_what, prepare) => {
      const path = `/${unique()}/client.json`;
      prepare(path);
      const page = await ask(world, origin + path);
      expect([page.status, asked]).toEqual([400, [path]]);
      expect(page.location).toBeUndefined();
      texts.add(page.text.replaceAll(/[\w-]{20,}/g, ''));
      expect(page.text).toContain('no description of a client');
      // And not asked for again at once.
      await ask(world, origin + path);
      expect(asked).toEqual([path]);
    });
  });

  it.each([
    ['no path', () => origin],
    ['a root', () => `${origin}/`],
    ['a fragment', () => `${origin}/c.json#x`],
    ['a user', () => origin.replace('//', '//u@') + '/c.json'],
    ['a dot segment', () => `${origin}/a/../c.json`],
    ['an encoded dot segment', () => `${origin}/a/%2e%2e/c.json`],
    ['a host in capitals', () => 'https://APP.example/c.json'],
    ['a port that goes without saying', () => 'https://app.example:443/c.json'],
    ['plain http', () => 'http://app.example/c.json'],
    ['more than 255 characters', () => `${origin}/${'c'.repeat(255)}`],
    ['another scheme', () => 'ftp://app.example/c.json'],
  ])('an address with %s is nobody’s client_id, and nothing is asked', async (_what, id) => {
    publish({}, '/c.json');
    const page = await ask(world, id());
    expect([page.status, asked]).toEqual([400, []]);
    expect(page.text).toContain('No application is registered');
  });

  it('a client follows its document after five minutes, and goes on for a day without it', async () => {
    const path = `/${unique()}/client.json`;
    const { client_id } = publish({}, path);
    expect((await ask(world, client_id)).status).toBe(303);
    publish({ redirect_uris: ['https://moved.example/callback'] }, path);
    expect((await ask(world, client_id)).status).toBe(303);
    clock.elapse(301);
    expect((await ask(world, client_id)).status).toBe(400);
    publish({}, path);
    clock.elapse(301);
    expect((await ask(world, client_id)).status).toBe(303);
    documents.delete(path);
    clock.elapse(301);
    expect((await ask(world, client_id)).status).toBe(303);
    clock.elapse(24 * 3600);
    expect((await ask(world, client_id)).status).toBe(400);
    publish({ client_id: `${origin}/other` }, path);
    clock.elapse(31);
    expect((await ask(world, client_id)).status).toBe(400);
  });

  it('H10 an admin can switch one off for good, and change nothing of it', async () => {
    const client = publish();
    expect((await ask(world, client.client_id)).status).toBe(303);
    const path = `/clients/${encodeURIComponent(client.client_id)}`;
    const vouched = await world.admin.patch(path, { unverified: false });
    expect(vouched.status).toBe(409);
    expect((await world.admin.patch(path, { disabled: true })).status).toBe(200);
    expect((await ask(world, client.client_id)).status).toBe(400);
  });

  it('E21 what it was given ends when it is deleted, though it may come again', async () => {
    const client = publish();
    const first = await world.tokens({ client, user, scope: 'openid offline_access' });
    const path = `/clients/${encodeURIComponent(client.client_id)}`;
    expect((await world.admin.delete(path)).status).toBe(204);
    expect((await world.userinfo(first.access_token)).status).toBe(401);
  });
});

describe('where they are not for everybody', () => {
  it('H04 nothing in our network is asked', async () => {
    const closed = await startWorld({ CLIENT_ID_DOCUMENTS: 'any' });
    for (const id of [
      `${origin}/c.json`,
      'https://169.254.169.254/c',
      'https://10.0.0.1/c',
      'https://[::1]/c',
    ]) {
      const page = await ask(closed, id);
      expect([id, page.status, asked]).toEqual([id, 400, []]);
    }
  });

  it('nobody’s unless it is switched on, and those of the hosts that are named', async () => {
    const client = publish();
    const off = await startWorld(CALLS);
    expect((await ask(off, client.client_id)).status).toBe(400);
    const { json: metadata } = await off.get('/.well-known/openid-configuration');
    expect(metadata.client_id_metadata_document_supported).toBeUndefined();
    const listed = await startWorld({ ...CALLS, CLIENT_ID_DOCUMENTS: 'clients.example' });
    expect((await ask(listed, client.client_id)).status).toBe(400);
    expect(asked).toEqual([]);
    const named = await startWorld({
      ...CALLS,
      CLIENT_ID_DOCUMENTS: `clients.example ${new URL(origin).host}`,
    });
    expect((await ask(named, client.client_id)).status).toBe(303);
  });

  it('L15 an address brings twenty an hour, and those that are there go on', async () => {
    const small = await startWorld({
      ...CALLS,
      CLIENT_ID_DOCUMENTS: `few.example ${new URL(origin).host}`,
    });
    await small.admin.patch('/settings/limits', { registrations_per_hour: 2 });
    const clients = [publish(), publish(), publish()];
    const statuses: number[] = [];
    for (const { client_id } of clients) statuses.push((await ask(small, client_id)).status);
    expect(statuses).toEqual([303, 303, 400]);
    expect((await ask(small, clients[0]?.client_id ?? '')).status).toBe(303);
    expect(asked).toHaveLength(2);
  });
});
