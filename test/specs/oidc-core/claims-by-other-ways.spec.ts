import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import type { Browser } from '../../support/browser.js';
import { pkce } from '../../support/pkce.js';
import { pushed, visit } from '../../support/pushed.js';
import {
  beside,
  requestObject,
  signingClient,
  type SigningClient,
} from '../../support/request-object.js';
import { walk } from '../../support/sign-in.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../../support/world.js';

const CLAIMS = { userinfo: { birthdate: null }, id_token: { name: { essential: true } } };

describe('OIDC Core §5.5 claims asked for in other ways than the query', () => {
  let world: LocalWorld;
  let user: RegisteredUser;
  let signer: SigningClient;
  const { code_verifier, ...challenge } = pkce();

  beforeAll(async () => {
    world = await startWorld();
    user = await world.createUser({ name: 'Ada Example', birthdate: '1990-12-31' });
    signer = await signingClient(world);
  });

  /** Goes on from the first page, and asserts that the client is told what it asked for. */
  async function expectTold(browser: Browser, start: Parameters<typeof walk>[1]): Promise<void> {
    const redirect_uri = signer.client.redirect_uris[0] ?? '';
    const first = await browser.follow(start);
    const consent = await browser.follow(
      first.has('login-submit')
        ? await browser.click(first, 'login-submit', {
            username: user.username,
            password: user.password,
          })
        : first,
    );
    expect(consent.text).toContain('See your birth date');
    const end = await walk(browser, consent, { user, until: redirect_uri });
    const { code = '' } = end.parameters;
    const issued = { code, redirect_uri, code_verifier, response: {}, browser };
    const { access_token, id_token } = (await world.redeem(signer.client, issued)).json;
    expect(decodeJwt(id_token)).toMatchObject({ name: 'Ada Example' });
    expect((await world.userinfo(access_token)).json).toMatchObject({ birthdate: '1990-12-31' });
  }

  it('as a JSON object in a request object (§6.1)', async () => {
    const changes = { ...challenge, claims: CLAIMS, prompt: 'consent' };
    const request = await requestObject(world, signer, changes);
    const browser = world.browser();
    await expectTold(browser, await browser.get('/authorize', beside(signer.client, { request })));
  });

  it('in a pushed request (RFC 9126 §2.1)', async () => {
    const claims = JSON.stringify(CLAIMS);
    const requestUri = await pushed(world, signer.client, {
      ...{ ...challenge, claims, prompt: 'consent' },
    });
    const browser = world.browser();
    await expectTold(browser, await visit(browser, signer.client, requestUri));
  });

  it('by a form (POST)', async () => {
    const { client_id, redirect_uris } = signer.client;
    const browser = world.browser();
    const start = await browser.post('/authorize', {
      ...{ response_type: 'code', client_id, redirect_uri: redirect_uris[0], scope: 'openid' },
      ...{ ...challenge, prompt: 'consent', claims: JSON.stringify(CLAIMS) },
    });
    await expectTold(browser, start);
  });

  it('a client with pairwise subjects asks for a person by the sub that it knows (§8.1)', async () => {
    const client = await world.registerClient({ subject_type: 'pairwise' });
    const { id_token = '' } = await world.tokens({ client, user });
    const { sub } = decodeJwt(id_token);
    expect(sub).not.toBe(user.sub);
    const { browser } = await world.authorize({ client, user });
    for (const [value, code] of [
      [sub, true],
      [user.sub, false],
    ] as const) {
      const claims = JSON.stringify({ id_token: { sub: { value } } });
      const parameters = { claims, prompt: 'none' };
      const { end } = await world.authorize({ client, user, browser, parameters });
      expect('code' in end.parameters).toBe(code);
      if (!code) expect(end.parameters['error']).toBe('login_required');
    }
  });
});
