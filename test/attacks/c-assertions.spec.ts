import { beforeAll, describe, expect, it } from '@jest/globals';
import { clock } from '../support/clock.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld } from '../support/world.js';
import { ASSERTION_TYPE, assertionClaims, jws, type Claims } from './jws.js';
import { inParallel, send } from './requests.js';

let world: LocalWorld;
beforeAll(async () => {
  world = await startWorld();
});

const HEADER = { alg: 'ES256', typ: 'client-authentication+jwt' };

const register = (metadata: Record<string, unknown> = {}) =>
  world.registerClient({ token_endpoint_auth_method: 'private_key_jwt', ...metadata });

/** A correctly signed assertion with other claims than a good one has. */
function assertion(client: RegisteredClient, changes: Readonly<Record<string, unknown>> = {}) {
  return jws(HEADER, assertionClaims(client, world.issuer, changes), client.privateKey);
}

const present = (client_assertion: string, path = '/revoke', more: Record<string, string> = {}) =>
  send(world, path, {
    ...{ token: 'never-was', client_assertion_type: ASSERTION_TYPE, client_assertion },
    ...more,
  });

async function expectRefused(client_assertion: string, path?: string): Promise<void> {
  const answer = await present(client_assertion, path);
  expect(answer.json).toMatchObject({ error: 'invalid_client' });
  expect(answer.status).toBe(401);
}

const expectAccepted = async (client_assertion: string, path?: string) => {
  expect((await present(client_assertion, path)).status).toBe(200);
};

describe('C08 an assertion authenticates once', () => {
  it('C08 refuses the same jti again: at once, elsewhere, in another assertion', async () => {
    const client = await register();
    const first = assertion(client);
    await expectAccepted(first);
    await expectRefused(first);
    await expectRefused(first, '/introspect');
    await expectRefused(assertion(client, { jti: 'j' }).replace(/.$/, ''));
    await expectAccepted(assertion(client, { jti: 'j' }));
    await expectRefused(assertion(client, { jti: 'j', exp: clock.now() + 300 }));
  });

  it('C08 refuses it until its very end, skew included', async () => {
    const client = await register();
    const first = assertion(client, { exp: clock.now() + 60 });
    await expectAccepted(first);
    for (const seconds of [30, 29, 5, 5, 2, 3600]) {
      clock.advance(seconds);
      await expectRefused(first);
    }
  });

  it('C08 nor is it forgotten by a node whose clock is ahead', async () => {
    const client = await register();
    const first = assertion(client, { exp: clock.now() + 60 });
    await expectAccepted(first);
    clock.advance(130);
    await world.keepHouse();
    clock.advance(-90);
    await expectRefused(first);
    await expectAccepted(assertion(client));
  });

  it('C08 a refused assertion does not use the jti up, and clients do not share one', async () => {
    const [client, other] = [await register(), await register()];
    await expectRefused(assertion(client, { jti: 'shared', aud: 'https://other.example' }));
    const forged = assertionClaims(client, world.issuer, { jti: 'shared' });
    await expectRefused(jws(HEADER, forged, other.privateKey));
    await expectAccepted(assertion(other, { jti: 'shared' }));
    await expectAccepted(assertion(client, { jti: 'shared' }));
  });

  it('C08 of 20 parallel uses exactly one succeeds, in every round', async () => {
    for (let round = 0; round < 5; round++) {
      const client = await register();
      const once = assertion(client);
      const answers = await inParallel(20, (n) =>
        present(once, ['/revoke', '/introspect'][n % 2] ?? '/revoke'),
      );
      const statuses = answers.map(({ status }) => status).sort();
      expect(statuses).toEqual([200, ...Array<number>(19).fill(401)]);
    }
  });
});

describe('C09 every claim is required and means what it should', () => {
  const now = () => clock.now();
  const MISSING = ['iss', 'sub', 'aud', 'exp', 'jti'].map(
    (claim) => [`no ${claim}`, () => ({ [claim]: undefined })] as const,
  );
  const ODD: readonly (readonly [string, () => Record<string, unknown>])[] = [
    ['iss that is not sub', () => ({ iss: 'somebody-else' })],
    ['iss in an array', () => ({ iss: ['x'] })],
    ['sub that is not the client', () => ({ sub: 'somebody-else' })],
    ['sub that is a number', () => ({ sub: 7 })],
    ['sub that is an object', () => ({ sub: { a: 1 } })],
    ['sub that is empty', () => ({ iss: '', sub: '' })],
    ['exp in the past', () => ({ exp: now() - 11 })],
    ['exp of zero', () => ({ exp: 0 })],
    ['exp below zero', () => ({ exp: -1 })],
    ['exp more than ten minutes ahead', () => ({ exp: now() + 630 })],
    ['exp in milliseconds', () => ({ exp: (now() + 60) * 1000 })],
    ['exp as a text', () => ({ exp: String(now() + 60) })],
    ['exp in the past, as a fraction', () => ({ exp: now() - 11.5 })],
    ['exp too far ahead, as a fraction', () => ({ exp: now() + 630.5 })],
    ['exp as null', () => ({ exp: null })],
    ['exp as an array', () => ({ exp: [now() + 60] })],
    ['iat more than a minute ahead', () => ({ iat: now() + 75 })],
    ['iat as a text', () => ({ iat: String(now()) })],
    ['nbf more than a minute ahead', () => ({ nbf: now() + 75 })],
    ['nbf as a text', () => ({ nbf: String(now()) })],
    ['jti that is empty', () => ({ jti: '' })],
    ['jti that is a number', () => ({ jti: 42 })],
    ['jti that is an object', () => ({ jti: { a: 1 } })],
    ['jti of 300 characters', () => ({ jti: 'j'.repeat(300) })],
  ];

  it.each([...MISSING, ...ODD])('C09 refuses %s', async (_what, changes) => {
    const client = await register();
    await expectRefused(assertion(client, changes()));
    await expectAccepted(assertion(client));
  });

  // RFC 7519 §2, NumericDate: "... other than that non-integer values can be represented."
  it('C09 C08 times may have a fraction (RFC 7519 §2), and it is good once until its very end', async () => {
    const client = await register();
    const [exp, past] = [now() + 60.999, now() - 0.5];
    const first = assertion(client, { exp, iat: past, nbf: past });
    await expectAccepted(first);
    for (const seconds of [60, 10, 1]) {
      clock.advance(seconds);
      await world.keepHouse();
      await expectRefused(first);
    }
  });

  it('C09 refuses numbers that JSON can write and dates cannot be', async () => {
    const client = await register();
    const claims = JSON.stringify(assertionClaims(client, world.issuer));
    for (const exp of ['1e400', '-1e400', '1e19', '1e-400', 'true', '{}']) {
      const json: Claims = claims.replace(/"exp":\d+/, `"exp":${exp}`);
      expect(json).toContain(`"exp":${exp}`);
      await expectRefused(jws(HEADER, json, client.privateKey));
    }
    for (const json of ['', 'null', '[]', '"x"', '{', `${claims}x`]) {
      await expectRefused(jws(HEADER, json, client.privateKey));
    }
  });

  it('C09 accepts a clock that is up to ten seconds ahead or behind', async () => {
    const client = await register();
    await expectAccepted(assertion(client, { iat: now() + 10, nbf: now() + 9 }));
    await expectAccepted(assertion(client, { iat: now() - 70, exp: now() - 5 }));
    await expectAccepted(assertion(client, { iat: undefined }));
  });
});

describe('C10 the audience is the issuer, as a string (RFC 10070)', () => {
  const audiences = ({ issuer }: { issuer: string }) => [
    [issuer],
    [issuer, 'https://other.example'],
    [],
    `${issuer}/`,
    `${issuer}/token`,
    `${issuer}/par`,
    `${issuer}/introspect`,
    `${issuer}/revoke`,
    issuer.toUpperCase(),
    ` ${issuer}`,
    `${issuer}?`,
    `${issuer}#`,
    issuer.replace('localhost', '127.0.0.1'),
    issuer.replace(/:\d+$/, ''),
    'https://other.example',
    '*',
    '',
    null,
    { issuer },
  ];

  it.each(['/token', '/par', '/introspect', '/revoke'])('C10 at %s', async (path) => {
    let client = await register();
    for (const [n, aud] of audiences(world).entries()) {
      if (n % 10 === 0) client = await register();
      await expectRefused(assertion(client, { aud }), path);
    }
    const fields: Record<string, string> =
      path === '/token' ? { grant_type: 'refresh_token', refresh_token: 'x' } : {};
    const right = await present(assertion(client), path, fields);
    // Authenticated: only what is asked for is not good.
    if (path === '/token') expect(right.json.error).toBe('invalid_grant');
    else if (path === '/par') expect(right.json.error).toBe('invalid_request');
    else expect(right.status).toBe(200);
  });

  it('C10 the token endpoint is accepted only where an administrator decided so', async () => {
    const client = await register({ legacy_assertion_audience: true });
    await expectAccepted(assertion(client, { aud: `${world.issuer}/token` }));
    await expectAccepted(assertion(client, { aud: [world.issuer] }));
    await expectRefused(assertion(client, { aud: 'https://other.example/token' }));
    await expectRefused(assertion(client, { aud: `${world.issuer}/` }));
  });
});

describe('C15 client_id and assertion speak of the same client', () => {
  it('C15 a good assertion of A with the client_id of B authenticates neither', async () => {
    const [client, other] = [await register(), await register()];
    for (const client_id of [other.client_id, client.client_id.toLowerCase(), 'unknown']) {
      const answer = await present(assertion(client), '/revoke', { client_id });
      expect([answer.status, answer.json.error]).toEqual([401, 'invalid_client']);
    }
    const { client_id } = client;
    expect((await present(assertion(client), '/revoke', { client_id })).status).toBe(200);
  });

  it('C15 nobody can sign for another client: iss, sub and key belong together', async () => {
    const [client, other] = [await register(), await register()];
    const { client_id } = other;
    await expectRefused(assertion(client, { iss: client_id, sub: client_id }));
    await expectRefused(assertion(client, { sub: client_id }));
    await expectRefused(assertion(client, { iss: client_id }));
  });
});
