import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { FixtureMethodsModule } from '../../fixtures/fixture-methods.module.js';
import type { Answer } from '../../support/answer.js';
import { startOwnWorld, type OwnWorld } from '../../support/application.js';
import type { Browser, Query } from '../../support/browser.js';
import { clock } from '../../support/clock.js';
import { freePort } from '../../support/free-port.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { RelyingParty } from '../../support/relying-party.js';
import { authorizationRequest } from '../../attacks/authorization-request.js';

const WITHOUT_PKCE = { code_challenge: undefined, code_challenge_method: undefined };

let world: OwnWorld;
let client: RegisteredClient;
let provider: RelyingParty;
const links = new Map<string, string>();
/** Who is signed in at the provider. */
let subject = '';

beforeAll(async () => {
  provider = await RelyingParty.start();
  const codes = new Set<string>();
  provider.behaviours.set('/authorize', ({ url }, response) => {
    const code = randomBytes(8).toString('hex');
    codes.add(code);
    const back = new URL(url.searchParams.get('redirect_uri') ?? '');
    back.searchParams.set('code', code);
    back.searchParams.set('state', url.searchParams.get('state') ?? '');
    response.writeHead(302, { location: back.href }).end();
  });
  provider.behaviours.set('/token', ({ fields }, response) => {
    const known = codes.delete(fields['code'] ?? '') && fields['code_verifier'] !== undefined;
    response
      .writeHead(known ? 200 : 400, { 'content-type': 'application/json' })
      .end(
        JSON.stringify(
          known ? { access_token: 'at', token_type: 'Bearer' } : { error: 'invalid_grant' },
        ),
      );
  });
  provider.behaviours.set('/userinfo', (_visit, response) => {
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ sub: subject }));
  });
  const port = await freePort();
  const callbackURL = `http://localhost:${port}/interaction/callback/elsewhere`;
  const elsewhere = { provider: provider.origin, callbackURL, links };
  world = await startOwnWorld(
    { PORT: String(port) },
    { modules: [FixtureMethodsModule.all(elsewhere)] },
  );
  client = await world.registerClient();
});

const start = (browser: Browser, changes: Query = {}) =>
  browser.open(
    '/authorize',
    authorizationRequest(client, { ...WITHOUT_PKCE, ...changes }),
    client.redirect_uris[0],
  );

const next = async (browser: Browser, page: Answer, id: string, fields: Query = {}) =>
  browser.follow(await browser.click(page, id, fields), client.redirect_uris[0]);

async function claimsOf(answer: Answer) {
  const redirect_uri = client.redirect_uris[0];
  const fields = {
    grant_type: 'authorization_code',
    code: answer.parameters['code'],
    redirect_uri,
  };
  return decodeJwt((await world.token(client, fields)).json.id_token);
}

describe('a strategy that redirects and comes back (passport-oauth2)', () => {
  /** Goes to the provider. @returns where it sends the browser back to */
  async function leave(browser: Browser): Promise<{ back: URL }> {
    const page = await start(browser, { prompt: 'login' });
    const away = await browser.click(page, 'elsewhere-submit');
    expect(away.location?.href).toMatch(`${provider.origin}/authorize?`);
    const back = (await fetch(away.location!, { redirect: 'manual' })).headers.get('location');
    return { back: new URL(back ?? '') };
  }

  it('signs in whoever the provider says it is, by provider and subject', async () => {
    const user = await world.createUser();
    subject = `subject-of-${user.username}`;
    links.set(subject, user.sub);
    const browser = world.browser();
    const { back } = await leave(browser);
    const consent = await browser.follow(await browser.get(back), client.redirect_uris[0]);
    const answer = await next(browser, consent, 'consent-approve');
    const claims = await claimsOf(answer);
    expect(claims).toMatchObject({ sub: user.sub, amr: ['fed'] });
    // What a password would reach is not claimed.
    expect(claims['acr']).toBeUndefined();
    expect(Number(claims['auth_time'])).toBeGreaterThanOrEqual(clock.now() - 60);
  });

  it('somebody unknown here is told so, and can sign in otherwise', async () => {
    subject = 'nobody here';
    const browser = world.browser();
    const { back } = await leave(browser);
    const page = await browser.get(back);
    expect([page.status, page.text]).toEqual([
      400,
      expect.stringContaining('Nobody here has this account.'),
    ]);
    expect([page.has('login-submit'), page.has('elsewhere-submit')]).toEqual([true, true]);
  });

  it('A28 state is the browser’s: another browser, a swapped or a second callback sign nobody in', async () => {
    const user = await world.createUser();
    subject = `subject-of-${user.username}`;
    links.set(subject, user.sub);
    const [browser, victim, third] = [world.browser(), world.browser(), world.browser()];
    const { back } = await leave(browser);
    const { back: other } = await leave(victim);
    await leave(third);
    // A callback in a browser that left for itself, with the answer to somebody else.
    for (const [where, uri] of [
      [victim, back],
      [world.browser(), other],
    ] as const) {
      const refused = await where.get(uri);
      expect([refused.status, where.cookies.get('session')]).toEqual([400, undefined]);
    }
    const stateless = new URL(back);
    stateless.searchParams.delete('state');
    expect([(await third.get(stateless)).status, third.cookies.get('session')]).toEqual([
      400,
      undefined,
    ]);
    expect((await browser.get(back)).status).toBe(303);
    expect(browser.cookies.get('session')).toBeDefined();
    expect((await browser.get(back)).status).toBe(400);
  });

  it('whoever has left in two tabs comes back to each', async () => {
    const user = await world.createUser();
    subject = `subject-of-${user.username}`;
    links.set(subject, user.sub);
    const browser = world.browser();
    const first = await leave(browser);
    const second = await leave(browser);
    for (const { back } of [first, second]) {
      // The second time it is over, and the other goes on.
      const consent = await browser.follow(await browser.get(back), client.redirect_uris[0]);
      expect(consent.has('consent-approve')).toBe(true);
      expect((await browser.get(back)).status).toBe(400);
    }
  });

  it('what the provider refuses is a page with the ways to sign in, never a 500', async () => {
    const browser = world.browser();
    const { back } = await leave(browser);
    back.searchParams.delete('code');
    back.searchParams.set('error', 'access_denied');
    const page = await browser.get(back);
    expect([page.status, page.has('login-submit')]).toEqual([400, true]);
  });

  it('a provider that is away, or answers nonsense, is said to be', async () => {
    const browser = world.browser();
    const { back } = await leave(browser);
    back.searchParams.set('code', 'unknown');
    const page = await browser.get(back);
    expect([page.status, page.has('login-submit')]).toEqual([502, true]);
  });
});

describe('a method with a call of its own between page and form', () => {
  const begin = (browser: Browser, page: Answer, headers: Record<string, string>) =>
    browser.request(`${page.formWith('challenge-submit').action}/begin`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: world.issuer, ...headers },
      body: '{}',
    });

  it('answers its call by JSON, for the page that it was made for', async () => {
    const user = await world.createUser();
    const browser = world.browser();
    const page = await start(browser);
    const csrf = page.formWith('challenge-submit').fields['csrf'] ?? '';
    expect((await begin(browser, page, {})).status).toBe(403);
    expect((await begin(browser, page, { 'x-csrf-token': 'x' })).status).toBe(403);
    expect((await begin(world.browser(), page, { 'x-csrf-token': csrf })).status).toBe(400);
    const { challenge } = (await begin(browser, page, { 'x-csrf-token': csrf })).json;
    const proof = { name: user.username, challenge, answer: [...challenge].reverse().join('') };
    const consent = await next(browser, page, 'challenge-submit', proof);
    const claims = await claimsOf(await next(browser, consent, 'consent-approve'));
    expect(claims).toMatchObject({
      ...{ sub: user.sub, amr: ['user', 'swk', 'mfa'], acr: 'https://refeds.org/profile/mfa' },
    });
    // The same answer is worth nothing a second time.
    const again = world.browser();
    const refused = await again.click(await start(again), 'challenge-submit', proof);
    expect([refused.status, again.cookies.get('session')]).toEqual([400, undefined]);
  });

  it('has its script on the page that shows it, under the policy of that page, and on no other', async () => {
    const browser = world.browser();
    const page = await start(browser);
    const [, path, nonce] =
      /<script type="module" src="([^"]+)" nonce="([^"]+)">/.exec(page.text) ?? [];
    expect(page.headers.get('content-security-policy')).toContain(`script-src 'nonce-${nonce}'`);
    const script = await browser.get(path ?? '');
    expect([script.status, script.headers.get('content-type')]).toEqual([
      ...[200, 'text/javascript; charset=utf-8'],
    ]);
    const other = await browser.get('/');
    expect(other.headers.get('content-security-policy')).toContain("script-src 'none'");
  });

  it.each(['nothing', 'toString', '__proto__', 'begin/further'])(
    'there is no call %s',
    async (call) => {
      const browser = world.browser();
      const page = await start(browser);
      const path = `${page.formWith('challenge-submit').action}/${call}`;
      const answer = await browser.request(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      });
      expect(answer.status).toBe(404);
    },
  );
});
