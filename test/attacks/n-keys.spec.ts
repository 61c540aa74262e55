import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeProtectedHeader } from 'jose';
import { randomId, randomToken } from '#platform/crypto';
import { AdminApi } from '../support/admin-api.js';
import { clock } from '../support/clock.js';
import { describeMariadb } from '../support/mariadb.js';
import { productFiles, withoutComments } from '../support/repository-files.js';
import { comparisonsOf } from './comparisons.js';
import { clientAssertion, type RegisteredClient } from '../support/registered-client.js';
import { type OwnWorld, startOwnWorld } from '../support/application.js';
import type { LocalWorld, World } from '../support/world.js';
import { ASSERTION_TYPE } from './jws.js';
import { send } from './requests.js';
import { startTwoNodes } from './two-nodes.js';

const kidsOf = async (world: World) =>
  (await world.get('/jwks')).json.keys.map(({ kid }: { kid: string }) => kid) as string[];

/** Rotates as an administrator who has just signed in: withdrawn keys take their tokens along. */
async function rotate({ application }: LocalWorld, body: object): Promise<string[]> {
  const { issuer, adminPassword } = application;
  const admin = new AdminApi(issuer, { username: 'admin', password: adminPassword });
  return (await admin.post('/keys/rotate', body)).json.kids as string[];
}

describe('keys, chance and clocks', () => {
  let world: OwnWorld;

  beforeAll(async () => {
    world = await startOwnWorld();
  });

  it('N01 what is rotated in an emergency leaves at once, also what was on its way out already', async () => {
    const compromised = await kidsOf(world);
    await rotate(world, {});
    expect(await kidsOf(world)).toEqual(expect.arrayContaining(compromised));
    const fresh = await rotate(world, { immediately: true });
    expect((await kidsOf(world)).sort()).toEqual(fresh.sort());
  });

  it('N01 a new key is published longer before its first use than anybody may cache', async () => {
    clock.advance(0);
    const [, maxAge] = /max-age=(\d+)/.exec(
      (await world.get('/jwks')).headers.get('cache-control') ?? '',
    ) ?? [''];
    const kids = await rotate(world, {});
    const items = (await world.admin.get('/keys')).json.items as {
      kid: string;
      active_from: number;
    }[];
    for (const { kid, active_from } of items) {
      // With a margin: the clocks of two nodes differ, and a cache counts from when it has read.
      if (kids.includes(kid))
        expect(active_from - clock.now()).toBeGreaterThan(Number(maxAge) + 10);
    }
    expect(items.filter(({ kid }) => kids.includes(kid))).toHaveLength(2);
  });

  it('N04 a million secrets have no two beginnings in common', () => {
    const COUNT = 1_000_000;
    const beginnings = new BigUint64Array(COUNT);
    for (let i = 0; i < COUNT; i++) {
      beginnings[i] = Buffer.from(randomToken(), 'base64url').readBigUInt64LE();
    }
    expect(duplicates(beginnings)).toBe(0);
    const ids = new BigUint64Array(COUNT / 10);
    for (let i = 0; i < ids.length; i++) {
      ids[i] = Buffer.from(randomId(), 'base64url').readBigUInt64LE(8);
    }
    expect(duplicates(ids)).toBe(0);
  });

  function duplicates(values: BigUint64Array): number {
    values.sort();
    let found = 0;
    for (let i = 1; i < values.length; i++) if (values[i] === values[i - 1]) found += 1;
    return found;
  }

  it('N04 a UUID names requests and nodes, and nothing that has to be secret', () => {
    const users = productFiles().filter(({ text }) => withoutComments(text).includes('randomUUID'));
    expect(users.map(({ path }) => path).sort()).toEqual([
      // The events of one apply.
      'src/endpoints/configuration/applications.ts',
      'src/platform/housekeeping/leases.ts',
      'src/platform/http/request-id.ts',
    ]);
  });

  it('N05 nothing that is secret is compared in a time that depends on it', () => {
    // On either side, as a variable, a member or what a function answers: it would be found.
    for (const text of [
      'given === x',
      'x !== row.secretHash',
      'sha256(x) === x',
      'all.includes(csrf)',
    ]) {
      expect(comparisonsOf({ path: 'x.ts', text, lines: 1 })).toEqual([`x.ts: ${text}`]);
    }
    expect(productFiles().flatMap(comparisonsOf).sort()).toEqual([
      // Digest against digest, of the fragment of a request_uri (OIDC Core §6.2).
      'src/endpoints/authorize/request-object/request-object-documents.ts: hash === sha256(known)',
      // Part of a request that the person sees in the address.
      'src/endpoints/token/grants/authorization-code/code-verifier.ts: given === redirectUri',
      // Digest against digest: whoever times it learns of the digest only.
      'src/people/sessions/trusted-browsers/trusted-browsers.ts: row.secretHash === sha256(next)',
      'src/people/sessions/trusted-browsers/trusted-browsers.ts: row.secretHash === sha256(one.next)',
      // Who is meant, and no secret: the subject of whoever is signed in.
      'src/people/sign-in/expected-people.ts: expectedUser !== userId',
      // Digest against digest: whoever times it learns of the digest only.
      'src/people/sign-in/interactions.ts: row.browserHash === sha256(name)',
      // Who is meant, as above.
      'src/people/sign-in/proving.ts: expected === sub',
      // Looked up by a digest in a list that everybody can have, by whoever has the password.
      'src/people/users/credentials/breached-sign-ins.ts: this.breached.includes(password)',
      // Which of a browser's own values is replaced, after its person has signed in.
      'src/people/users/credentials/known-devices.ts: mac !== own',
      'src/people/users/credentials/password-rules.ts: this.breached.includes(password)',
      // Values of ssl-mode, from the configuration.
      'src/platform/config/database-url.ts: one === given',
      // Hashes that stand in the file that is verified.
      'src/platform/events/verify-export.ts: claims.hash !== this.link.hash',
      "src/platform/events/verify-export.ts: digestOf(salt ?? '', facts) !== members.facts_digest",
      'src/platform/events/verify-export.ts: hashAfter(this.link, members as unknown as ChainedMembers) !== hash',
      'src/platform/events/verify-export.ts: kept.hash !== hash',
      // JSON that does not parse.
      'src/platform/http/json-syntax.ts: SIGNS[sign]?.at.includes(expected)',
      'src/platform/http/json-syntax.ts: VALUE.includes(expected)',
      // Digest against digest, of what a caller sent before and sends again.
      'src/platform/idempotency/idempotency-keys.ts: row.requestHash !== asked.requestHash',
      // The fragment of a URI.
      "src/protocol/absolute-uri.ts: hash !== parts.rest.lastIndexOf('#')",
      // Names of methods and algorithms.
      'src/tokens/id-token/id-tokens.ts: client?.metadata.id_token_signed_response_alg !== alg',
      // How often a token was refreshed.
      'src/tokens/refresh-token/refresh-tokens.ts: presented !== authorization.refreshGeneration',
      'src/tokens/refresh-token/refresh-tokens.ts: presented !== generation - 1',
    ]);
  });

  it('N06 a client whose clock is ten seconds ahead is accepted, a minute ahead is not', async () => {
    const client = await world.registerClient({ token_endpoint_auth_method: 'private_key_jwt' });
    const status = async (claims: Record<string, number>) => {
      const client_assertion = await clientAssertion(client, world.issuer, claims);
      const fields = { client_assertion, client_assertion_type: ASSERTION_TYPE, token: 'none' };
      return (await send(world, '/introspect', fields)).status;
    };
    clock.advance(0);
    const now = clock.now();
    expect(await status({ iat: now + 10, nbf: now + 10, exp: now + 70 })).toBe(200);
    expect(await status({ iat: now - 60, nbf: now - 60, exp: now - 9 })).toBe(200);
    expect(await status({ nbf: now + 61, exp: now + 120 })).toBe(401);
    expect(await status({ iat: now + 61, exp: now + 120 })).toBe(401);
    expect(await status({ exp: now - 61 })).toBe(401);
  });

  it('N06 a token from a node whose clock is ten seconds ahead is good on this one', async () => {
    const client = await world.registerClient();
    const user = await world.createUser();
    clock.advance(10);
    const { access_token } = await world.tokens({ client, user });
    clock.advance(-10);
    expect((await world.userinfo(access_token)).status).toBe(200);
    expect((await world.introspect(client, access_token)).json.active).toBe(true);
  });

  it('N01 a token that was good a moment ago is worth nothing once its key is withdrawn', async () => {
    const own = await startOwnWorld();
    const client = await own.registerClient();
    const { access_token } = await own.tokens({ client, user: await own.createUser() });
    expect((await own.userinfo(access_token)).status).toBe(200);
    await rotate(own, { immediately: true });
    expect((await own.userinfo(access_token)).status).toBe(401);
  });
});

describeMariadb('a node that only checks tokens', () => {
  it('N02 knows within a second of a key that another node has made or withdrawn', async () => {
    const { first, second } = await startTwoNodes();
    const client: RegisteredClient = await first.registerClient();
    const user = await first.createUser();
    const service = { redirect_uris: [], grant_types: ['client_credentials'], scope: 'keys:read' };
    const program = await first.registerClient(service);
    const old = await first.tokens({ client, user });
    // The second node signs nothing here, and does nothing else that would make it look.
    expect((await second.userinfo(old.access_token)).status).toBe(200);
    await rotate(first, { immediately: true });
    await sleep(1100);
    expect((await second.userinfo(old.access_token)).status).toBe(401);
    const fresh = await first.tokens({ client, user });
    expect((await second.userinfo(fresh.access_token)).status).toBe(200);

    // And one that was idle all the time signs with what is valid now.
    await sleep(1100);
    await rotate(first, { immediately: true });
    await sleep(1100);
    const signed = await second.clientCredentials(program);
    const { kid } = decodeProtectedHeader(signed.access_token);
    expect(await kidsOf(first)).toContain(kid);
  });
});
