import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clock } from '../support/clock.js';
import type { Answer } from '../support/answer.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { type LocalWorld, startWorld } from '../support/world.js';
import { ASSERTION_TYPE, assertionClaims, jws } from './jws.js';
import { inParallel, send } from './requests.js';

/** A host that publishes whatever the test puts at a path, and counts who asks for it. */
class Publisher {
  readonly documents = new Map<string, unknown>();
  readonly hits: string[] = [];
  private readonly server: Server = createServer((request, response) => {
    this.serve(request, response);
  });

  async start(): Promise<void> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  uri(path: string, host = '127.0.0.1'): string {
    return `http://${host}:${(this.server.address() as AddressInfo).port}${path}`;
  }

  hitsOf(path: string): number {
    return this.hits.filter((hit) => hit === path).length;
  }

  private serve({ url = '' }: IncomingMessage, response: ServerResponse): void {
    this.hits.push(url);
    const document = this.documents.get(url);
    response.writeHead(document === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(document));
  }
}

const publisher = new Publisher();
let world: LocalWorld;
beforeAll(async () => {
  await publisher.start();
  world = await startWorld({ OUTBOUND_ALLOWED_NETWORKS: '127.0.0.1' });
});
afterAll(() => {
  publisher.stop();
});

let sequence = 0;
function key(kid: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { privateKey, jwk: { ...publicKey.export({ format: 'jwk' }), kid } };
}

async function register(jwks_uri: string, other = world): Promise<RegisteredClient> {
  const metadata = { token_endpoint_auth_method: 'private_key_jwt', jwks: undefined, jwks_uri };
  return other.registerClient(metadata);
}

/** A client whose keys are at an address of its own. */
async function publishing() {
  const path = `/jwks-${sequence++}`;
  const { privateKey, jwk } = key('k1');
  publisher.documents.set(path, { keys: [jwk] });
  return { path, privateKey, client: await register(publisher.uri(path)) };
}

function authenticate(
  client: RegisteredClient,
  privateKey: KeyObject,
  header: object = { kid: 'k1' },
  other = world,
): Promise<Answer> {
  const claims = assertionClaims(client, other.issuer);
  const client_assertion = jws({ alg: 'ES256', ...header }, claims, privateKey);
  const fields = { client_assertion_type: ASSERTION_TYPE, client_assertion };
  return send(other, '/revoke', { token: 'never-was', ...fields });
}

const status = async (...asked: Parameters<typeof authenticate>) =>
  (await authenticate(...asked)).status;

describe('keys by jwks_uri (RFC 7591 §2)', () => {
  it('are fetched once however many ask, and again after five minutes', async () => {
    const { client, path, privateKey } = await publishing();
    const first = await inParallel(5, () => status(client, privateKey));
    expect(first).toEqual([200, 200, 200, 200, 200]);
    expect(publisher.hitsOf(path)).toBe(1);
    clock.elapse(299);
    expect(await status(client, privateKey)).toBe(200);
    expect(publisher.hitsOf(path)).toBe(1);
    publisher.documents.set(path, { keys: [key('k2').jwk] });
    clock.elapse(302);
    expect(await status(client, privateKey)).toBe(401);
    expect(publisher.hitsOf(path)).toBe(2);
  });

  it('a client that rotates its key is not locked out for five minutes', async () => {
    const { client, path, privateKey } = await publishing();
    expect(await status(client, privateKey)).toBe(200);
    clock.elapse(61);
    const next = key('k2');
    publisher.documents.set(path, { keys: [next.jwk] });
    expect(await status(client, next.privateKey, { kid: 'k2' })).toBe(200);
    expect(publisher.hitsOf(path)).toBe(2);
  });

  it.each<[string, object]>([
    ['both at once', { jwks: { keys: [key('k').jwk] }, jwks_uri: 'https://x.example/jwks' }],
    ['plain http', { jwks_uri: 'http://x.example/jwks' }],
    ['no URI', { jwks_uri: 'jwks' }],
    ['user information', { jwks_uri: 'https://a:b@x.example/jwks' }],
    ['neither', {}],
  ])('registration refuses %s', async (_what, members) => {
    const answer = await world.admin.post('/clients', {
      client_name: 'Odd',
      redirect_uris: ['https://odd.example/cb'],
      token_endpoint_auth_method: 'private_key_jwt',
      ...members,
    });
    expect([answer.status, answer.json.error]).toEqual([400, 'invalid_client_metadata']);
  });
});

describe('C14 names of keys that are made up', () => {
  it('C14 500 of them lead to at most two fetches, one a minute', async () => {
    const { client, path, privateKey } = await publishing();
    for (let round = 0; round < 10; round++) {
      const answers = await inParallel(50, (n) =>
        status(client, privateKey, { kid: `made-up-${round}-${n}` }),
      );
      expect(answers.filter((code) => code !== 401 && code !== 429)).toEqual([]);
    }
    expect(publisher.hitsOf(path)).toBeLessThanOrEqual(2);
  });

  it('C14 a minute later it is one more', async () => {
    const { client, path, privateKey } = await publishing();
    const attempt = () => status(client, privateKey, { kid: 'made-up' });
    await attempt();
    await attempt();
    expect(publisher.hitsOf(path)).toBe(1);
    clock.elapse(61);
    await attempt();
    await attempt();
    expect(publisher.hitsOf(path)).toBe(2);
    expect(await status(client, privateKey)).toBe(200);
  });

  it('C14 keys that cannot be fetched are left alone for a minute', async () => {
    const { client, path, privateKey } = await publishing();
    const document = publisher.documents.get(path);
    publisher.documents.delete(path);
    for (let i = 0; i < 5; i++) expect(await status(client, privateKey)).toBe(401);
    publisher.documents.set(path, document);
    expect(await status(client, privateKey)).toBe(401);
    expect(publisher.hitsOf(path)).toBe(1);
    clock.elapse(61);
    expect(await status(client, privateKey)).toBe(200);
  });
});

describe('C13 keys that come with the assertion', () => {
  it('C13 are not used and not fetched', async () => {
    const { client, path } = await publishing();
    const { privateKey, jwk } = key('k1');
    publisher.documents.set('/attacker', { keys: [jwk] });
    const uri = publisher.uri('/attacker');
    for (const header of [{ jku: uri }, { x5u: uri }, { jwk }, { jku: uri, kid: 'k9' }]) {
      expect(await status(client, privateKey, { kid: 'k1', ...header })).toBe(401);
    }
    expect(publisher.hitsOf('/attacker')).toBe(0);
    expect(publisher.hitsOf(path)).toBe(1);
  });
});

describe('C17 what is published is held to the rules of registration', () => {
  const weak = () => generateKeyPairSync('rsa', { modulusLength: 1024 });

  it('C17 a weak, private or doubled key makes the whole set useless', async () => {
    const good = key('k1');
    const { publicKey, privateKey } = weak();
    const rsa = { ...publicKey.export({ format: 'jwk' }), kid: 'k2' };
    const sets: unknown[] = [
      { keys: [good.jwk, rsa] },
      { keys: [{ ...good.privateKey.export({ format: 'jwk' }), kid: 'k1' }] },
      { keys: [good.jwk, { ...key('k1').jwk }] },
      { keys: [good.jwk, { kty: 'oct', k: 'AAAA' }] },
      { keys: Array.from({ length: 21 }, (_, n) => key(`k${n}`).jwk) },
      { keys: [] },
      [],
      'keys',
      null,
      { keys: {} },
    ];
    for (const [n, set] of sets.entries()) {
      const path = `/weak-${n}`;
      publisher.documents.set(path, set);
      const client = await register(publisher.uri(path));
      expect([n, await status(client, good.privateKey)]).toEqual([n, 401]);
      const rs = await status(client, privateKey, { alg: 'RS256', kid: 'k2' });
      expect([n, rs]).toEqual([n, 401]);
    }
  });

  it('C17 also when the keys were good when the client was registered', async () => {
    const { client, path, privateKey } = await publishing();
    expect(await status(client, privateKey)).toBe(200);
    const rsa = weak();
    const jwk = { ...rsa.publicKey.export({ format: 'jwk' }), kid: 'k2' };
    publisher.documents.set(path, { keys: [jwk] });
    clock.elapse(301);
    expect(await status(client, rsa.privateKey, { alg: 'RS256', kid: 'k2' })).toBe(401);
  });
});

describe('H05 jwks_uri as a way into our network', () => {
  it('H05 nothing in it is reached, and nobody learns what is there', async () => {
    const closed = await startWorld();
    const { privateKey } = key('k1');
    const before = publisher.hits.length;
    const answers: unknown[] = [];
    const times: number[] = [];
    for (const uri of [
      publisher.uri('/jwks-0'),
      publisher.uri('/jwks-0', 'localhost'),
      'http://127.0.0.1:1/',
      'https://127.0.0.1/',
      'https://169.254.169.254/latest/meta-data',
      'https://10.0.0.1/',
      'https://[::1]/',
      'https://localhost/',
    ]) {
      const client = await register(uri, closed);
      const started = performance.now();
      const answer = await authenticate(client, privateKey, { kid: 'k1' }, closed);
      times.push(performance.now() - started);
      answers.push([answer.status, answer.json]);
    }
    expect(publisher.hits.length).toBe(before);
    const [first] = answers;
    expect(first).toMatchObject([401, { error: 'invalid_client' }]);
    expect(answers).toEqual(answers.map(() => first));
    // An open and a closed port take equally long, since neither is tried.
    expect(Math.max(...times)).toBeLessThan(1000);
  });
});
