import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../support/answer.js';
import type { IssuedCode, Tokens } from '../support/authorization.js';
import { tokensOf } from '../support/authorization.js';
import { clock } from '../support/clock.js';
import { pkce } from '../support/pkce.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';

describe('B: what becomes of an authorization code', () => {
  let world: LocalWorld;
  let client: RegisteredClient;
  let user: RegisteredUser;

  beforeAll(async () => {
    world = await startWorld();
    const identifier = 'https://opaque.example';
    const format = { access_token_format: 'opaque' };
    await world.registerResourceServer({ identifier, scopes: ['opaque:read'], ...format });
    client = await world.registerClient({ scope: 'openid profile offline_access opaque:read' });
    user = await world.createUser();
  });

  const issue = (scope = 'openid', of = client): Promise<IssuedCode> =>
    world.authorizationCode({ client: of, user, scope });

  function expectInvalidGrant(answer: Answer): void {
    expect([answer.status, answer.json.error]).toEqual([400, 'invalid_grant']);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  }

  async function isActive(token: string): Promise<boolean> {
    return (await world.introspect(client, token)).json.active as boolean;
  }

  async function expectDead({ access_token, refresh_token = '' }: Tokens): Promise<void> {
    const introspected = await world.introspect(client, access_token);
    expect(introspected.json).toEqual({ active: false });
    expect((await world.userinfo(access_token)).status).toBe(401);
    expectInvalidGrant(await world.refresh(client, refresh_token));
  }

  it.each(['openid', 'openid offline_access', 'openid opaque:read'])(
    'B01 a code that comes back with everything right ends the tokens it gave (%s)',
    async (scope) => {
      const issued = await issue(scope);
      const tokens = tokensOf(await world.redeem(client, issued));
      expect(await isActive(tokens.access_token)).toBe(true);
      expectInvalidGrant(await world.redeem(client, issued));
      await expectDead(tokens);
      expectInvalidGrant(await world.redeem(client, issued));
    },
  );

  it('B01 also when the tokens were refreshed, and after the lifetime of the code', async () => {
    const issued = await issue('openid offline_access');
    const first = tokensOf(await world.redeem(client, issued));
    const second = tokensOf(await world.refresh(client, first.refresh_token ?? ''));
    clock.advance(30 * 60);
    const third = tokensOf(await world.refresh(client, second.refresh_token ?? ''));
    expectInvalidGrant(await world.redeem(client, issued));
    await expectDead(third);
  });

  it('B01 other authorizations of the same person and client go on', async () => {
    const [replayed, untouched] = [await issue(), await issue()];
    const tokens = tokensOf(await world.redeem(client, untouched));
    expect((await world.redeem(client, replayed)).status).toBe(200);
    expectInvalidGrant(await world.redeem(client, replayed));
    expect(await isActive(tokens.access_token)).toBe(true);
  });

  it('B02 a replay that proves nothing ends nothing', async () => {
    const other = await world.registerClient();
    const issued = await issue('openid offline_access');
    const tokens = tokensOf(await world.redeem(client, issued));
    const code_verifier = pkce().code_verifier;
    for (let attempt = 0; attempt < 7; attempt++) {
      expectInvalidGrant(await world.redeem(client, issued, { code_verifier }));
    }
    expectInvalidGrant(await world.redeem(client, issued, { code_verifier: undefined }));
    expectInvalidGrant(await world.redeem(client, issued, { redirect_uri: 'https://x.example' }));
    expectInvalidGrant(await world.redeem(other, issued));
    const forged = { ...client, client_secret: 'wrong' };
    expect((await world.redeem(forged, issued)).status).toBe(401);
    expect(await isActive(tokens.access_token)).toBe(true);
    expect((await world.refresh(client, tokens.refresh_token ?? '')).status).toBe(200);
  });

  it('B04 another client gets nothing for the code, and the right one still gets its tokens', async () => {
    const thieves = [
      await world.registerClient(),
      await world.registerClient({ token_endpoint_auth_method: 'none' }),
      await world.registerClient({ token_endpoint_auth_method: 'client_secret_post' }),
      await world.registerClient({ token_endpoint_auth_method: 'private_key_jwt' }),
    ];
    const issued = await issue();
    for (const thief of thieves) {
      for (let attempt = 0; attempt < 3; attempt++) {
        expectInvalidGrant(await world.redeem(thief, issued));
      }
    }
    const named = await world.redeem(thieves[0] ?? client, issued, { client_id: client.client_id });
    expect([named.status, named.json.error]).toEqual([401, 'invalid_client']);
    expect((await world.redeem(client, issued)).status).toBe(200);
    const { client_id } = thieves[0] ?? client;
    await expect(auditedReasons('code.refused', client_id)).resolves.toContain(
      'the code belongs to another client',
    );
  });

  /** Why events of this type were recorded for the client; rows follow the answer by a moment. */
  async function auditedReasons(type: string, clientId: string): Promise<string[]> {
    for (let tries = 0; tries < 40; tries++) {
      const rows: { facts: string }[] = await world.query(
        'SELECT facts FROM events WHERE type = ? AND client_id = ?',
        [type, clientId],
      );
      if (rows.length > 0) return rows.map(({ facts }) => JSON.parse(facts).reason as string);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return [];
  }

  it('B05 the redirect_uri of the token request is the one of the authorization request', async () => {
    const [registered = ''] = client.redirect_uris;
    const near = [`${registered}/`, `${registered}?`, registered.toUpperCase(), `${registered}#`];
    for (const redirect_uri of [undefined, '', ...near.slice(0, 3), 'https://evil.example/cb']) {
      const issued = await issue();
      expectInvalidGrant(await world.redeem(client, issued, { redirect_uri }));
      expect((await world.redeem(client, issued)).status).toBe(200);
    }
  });

  it('B05 of several registered ones only the one that was used counts', async () => {
    const redirect_uris = ['https://client.example/one', 'https://client.example/two'];
    const several = await world.registerClient({ redirect_uris });
    const issued = await issue('openid', several);
    expectInvalidGrant(await world.redeem(several, issued, { redirect_uri: redirect_uris[1] }));
    expect((await world.redeem(several, issued)).status).toBe(200);
  });

  it('B05 on a loopback address the port is part of it', async () => {
    const native = await world.registerClient({
      redirect_uris: ['http://127.0.0.1/cb'],
      application_type: 'native',
      token_endpoint_auth_method: 'none',
    });
    const parameters = { redirect_uri: 'http://127.0.0.1:51004/cb' };
    const issued = await world.authorizationCode({ client: native, user, parameters });
    for (const redirect_uri of ['http://127.0.0.1/cb', 'http://127.0.0.1:51005/cb', undefined]) {
      expectInvalidGrant(await world.redeem(native, issued, { redirect_uri }));
    }
    expect((await world.redeem(native, issued)).status).toBe(200);
  });

  it('B05 what was left out may be left out again, but not be wrong', async () => {
    const plain = await world.registerClient({ scope: 'profile' });
    const browser = world.browser();
    const { code_verifier, ...challenge } = pkce();
    const request = { response_type: 'code', client_id: plain.client_id, scope: 'profile' };
    const codeOf = async (): Promise<IssuedCode> => {
      const start = await browser.open('/authorize', { ...request, ...challenge });
      const { username, password } = user;
      const signedIn = start.has('login-submit')
        ? await browser.follow(await browser.click(start, 'login-submit', { username, password }))
        : start;
      const end = signedIn.has('consent-approve')
        ? await browser.follow(await browser.click(signedIn, 'consent-approve'))
        : signedIn;
      const { code = '' } = end.parameters;
      return { code, redirect_uri: '', code_verifier, response: end.parameters, browser };
    };
    const wrong = { redirect_uri: 'https://evil.example' };
    const issued = await codeOf();
    expectInvalidGrant(await world.redeem(plain, issued, wrong));
    expect((await world.redeem(plain, issued, { redirect_uri: undefined })).status).toBe(200);
    const named = { redirect_uri: plain.redirect_uris[0] };
    expect((await world.redeem(plain, await codeOf(), named)).status).toBe(200);
  });

  it('B06 a code is worth nothing after 60 seconds', async () => {
    const [late, inTime] = [await issue(), await issue()];
    clock.advance(58);
    expect((await world.redeem(client, inTime)).status).toBe(200);
    clock.advance(3);
    expectInvalidGrant(await world.redeem(client, late));
  });

  it('B13 five wrong verifiers burn the code, four do not', async () => {
    const wrong = () => ({ code_verifier: pkce().code_verifier });
    const [four, five] = [await issue(), await issue()];
    for (let attempt = 0; attempt < 4; attempt++) {
      expectInvalidGrant(await world.redeem(client, four, wrong()));
    }
    expect((await world.redeem(client, four)).status).toBe(200);
    for (let attempt = 0; attempt < 5; attempt++) {
      expectInvalidGrant(await world.redeem(client, five, wrong()));
    }
    expectInvalidGrant(await world.redeem(client, five));
  });

  it('B13 a burst of wrong verifiers burns it too', async () => {
    const issued = await issue();
    const wrong = () => ({ code_verifier: pkce().code_verifier });
    const burst = Array.from({ length: 20 }, () => world.redeem(client, issued, wrong()));
    for (const answer of await Promise.all(burst)) expectInvalidGrant(answer);
    expectInvalidGrant(await world.redeem(client, issued));
  });
});
