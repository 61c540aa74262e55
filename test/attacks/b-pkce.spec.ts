// RFC 7636; RFC 9700 §2.1.1.
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../support/answer.js';
import type { Query } from '../support/browser.js';
import { pkce } from '../support/pkce.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';
import { ask, expectAccepted, expectErrorRedirect } from './authorization-request.js';

const CHALLENGE = pkce().code_challenge;

describe('B: proof key for code exchange (RFC 7636)', () => {
  let world: LocalWorld;
  let user: RegisteredUser;
  let spa: RegisteredClient;
  let web: RegisteredClient;
  let relaxed: RegisteredClient;

  beforeAll(async () => {
    world = await startWorld();
    user = await world.createUser();
    spa = await world.registerClient({ token_endpoint_auth_method: 'none' });
    web = await world.registerClient({ require_pkce: true });
    relaxed = await world.registerClient({ require_pkce: false });
  });

  function expectRefused(answer: Answer, error = 'invalid_grant'): void {
    expect([answer.status, answer.json.error]).toEqual([400, error]);
  }

  it('B08 a public client without a challenge hears so before anybody signs in', async () => {
    const without = { code_challenge: undefined, code_challenge_method: undefined };
    for (const client of [spa, web]) {
      expectErrorRedirect(await ask(world, client, without), client, 'invalid_request');
      const silent = await ask(world, client, { ...without, prompt: 'none' });
      expectErrorRedirect(silent, client, 'invalid_request');
    }
    expectAccepted(await ask(world, relaxed, without));
    // What a client that authenticates gets where nobody says anything (RFC 9700 §2.1.1).
    expectAccepted(await ask(world, await world.registerClient(), without));
  });

  it('B08 and cannot be registered as one that needs none', async () => {
    const redirect_uris = ['https://client.example/callback'];
    const wanted = { client_name: 'SPA', redirect_uris, require_pkce: false };
    const none = { token_endpoint_auth_method: 'none' };
    const created = await world.admin.post('/clients', { ...wanted, ...none });
    expect([created.status, created.json.error]).toEqual([400, 'invalid_client_metadata']);
    for (const [client, change] of [
      [spa, { require_pkce: false }],
      [relaxed, { ...none, require_pkce: false }],
    ] as const) {
      const changed = await world.admin.patch(`/clients/${client.client_id}`, change);
      expect([changed.status, changed.json.error]).toEqual([400, 'invalid_client_metadata']);
    }
    const { client_id } = await world.registerClient();
    const made = await world.admin.patch(`/clients/${client_id}`, none);
    expect([made.status, made.json.require_pkce]).toEqual([200, true]);
  });

  it('B09 a code that was asked for with a challenge needs its verifier', async () => {
    for (const client of [spa, web, relaxed]) {
      const issued = await world.authorizationCode({ client, user });
      for (const code_verifier of [undefined, '']) {
        expectRefused(await world.redeem(client, issued, { code_verifier }));
      }
      expect((await world.redeem(client, issued)).status).toBe(200);
    }
  });

  it('B10 a verifier without a challenge shows that the challenge was taken out', async () => {
    const issued = await world.authorizationCode({ client: relaxed, user, pkce: false });
    const { code_verifier } = pkce();
    expectRefused(await world.redeem(relaxed, issued, { code_verifier }));
    expectRefused(await world.redeem(relaxed, issued, { code_verifier: 'x' }));
    expect((await world.redeem(relaxed, issued)).status).toBe(200);
  });

  it('B11 only S256 by that name is a challenge method', async () => {
    for (const client of [spa, web, relaxed]) {
      for (const code_challenge_method of [
        ...['plain', 's256', 'S512', 'none', 'S256 ', 'S256,plain', 'SHA256', undefined, ''],
      ]) {
        const answer = await ask(world, client, { code_challenge_method });
        expectErrorRedirect(answer, client, 'invalid_request');
      }
    }
    const alone = await ask(world, relaxed, { code_challenge: undefined });
    expectErrorRedirect(alone, relaxed, 'invalid_request');
    const metadata = (await world.get('/.well-known/openid-configuration')).json;
    expect(metadata.code_challenge_methods_supported).toEqual(['S256']);
  });

  it('B12 a challenge is 43 characters of base64url', async () => {
    const wrong = [
      ...[CHALLENGE.slice(1), `${CHALLENGE}A`, `${CHALLENGE}=`, `${CHALLENGE.slice(1)}=`],
      ...[`${CHALLENGE.slice(1)}+`, `${CHALLENGE.slice(1)}/`, `${CHALLENGE.slice(1)}é`],
      ...['x', `${CHALLENGE.slice(2)}🦊`, `${CHALLENGE.slice(1)} `, 'A'.repeat(128)],
    ];
    for (const client of [web, relaxed]) {
      for (const code_challenge of wrong) {
        const answer = await ask(world, client, { code_challenge });
        expectErrorRedirect(answer, client, 'invalid_request');
      }
    }
  });

  /** A code whose challenge fits this verifier, and what the token endpoint says to it. */
  async function redeemWith(verifier: string, presented = verifier): Promise<Answer> {
    const code_challenge = createHash('sha256').update(verifier).digest('base64url');
    const parameters = { code_challenge };
    const issued = await world.authorizationCode({ client: web, user, parameters });
    return world.redeem(web, issued, { code_verifier: presented });
  }

  it('B12 a verifier has 43 to 128 unreserved characters, even if its hash is right', async () => {
    for (const verifier of ['a'.repeat(43), 'a'.repeat(128), 'aZ09-._~'.repeat(8)]) {
      expect((await redeemWith(verifier)).status).toBe(200);
    }
    for (const verifier of [
      ...['a'.repeat(42), 'a'.repeat(129), 'a'.repeat(512), `${'a'.repeat(42)}=`],
      ...[`${'a'.repeat(42)}+`, `${'a'.repeat(42)} `, `${'a'.repeat(42)}é`, '🦊'.repeat(43)],
    ]) {
      expectRefused(await redeemWith(verifier));
    }
    expectRefused(await redeemWith('a'.repeat(600)), 'invalid_request');
  });

  it('B12 B09 nothing that only resembles the verifier is one', async () => {
    const { code_verifier: verifier, code_challenge: challenge } = pkce();
    for (const presented of [
      ...[challenge, verifier.toUpperCase(), verifier.slice(0, -1), `${verifier}a`],
      ...[Buffer.from(verifier).toString('base64url'), verifier.split('').reverse().join('')],
    ]) {
      expectRefused(await redeemWith(verifier, presented));
    }
  });

  it('B14 a challenge or nonce that comes again is accepted and noted', async () => {
    const { code_verifier, ...challenge } = pkce();
    const client = await world.registerClient();
    const parameters: Query = { ...challenge, nonce: 'constant-nonce' };
    for (let round = 0; round < 2; round++) {
      const issued = await world.authorizationCode({ client, user, parameters });
      const answer = await world.redeem(client, issued, { code_verifier });
      expect(answer.status).toBe(200);
    }
    await expect(warnings(client)).resolves.toEqual(['code_challenge', 'nonce']);
    const fresh = await world.registerClient();
    await world.authorizationCode({ client: fresh, user });
    await world.authorizationCode({ client: fresh, user });
    // One person of another client may have the same nonce: it is counted per client.
    await world.authorizationCode({ client: fresh, user, parameters: { nonce: 'constant-nonce' } });
    await expect(warnings(fresh)).resolves.toEqual([]);
  });

  /** Which parameters of this client were noted as repeated. */
  async function warnings({ client_id }: RegisteredClient): Promise<string[]> {
    await new Promise((resolve) => setTimeout(resolve, 300));
    const rows: { facts: string }[] = await world.query(
      "SELECT facts FROM events WHERE type = 'authorization.repeated_value' AND client_id = ?",
      [client_id],
    );
    return rows.map(({ facts }) => JSON.parse(facts).parameter as string).sort();
  }
});
