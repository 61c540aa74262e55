import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../support/answer.js';
import { clock } from '../support/clock.js';
import { push, pushed, visit } from '../support/pushed.js';
import { basic, type RegisteredClient } from '../support/registered-client.js';
import { walk } from '../support/sign-in.js';
import { type LocalWorld, type RegisteredUser, startWorld } from '../support/world.js';
import {
  authorizationRequest,
  expectAccepted,
  expectErrorPage,
  expectErrorRedirect,
} from './authorization-request.js';
import { inParallel, send } from './requests.js';

const REDIRECT_URI = 'https://client.example/callback';

describe('G: pushed authorization requests', () => {
  let world: LocalWorld;
  let client: RegisteredClient;
  let other: RegisteredClient;
  let user: RegisteredUser;

  beforeAll(async () => {
    world = await startWorld();
    client = await world.registerClient();
    other = await world.registerClient();
    user = await world.createUser();
  });

  const error = ({ status, json }: Answer) => `${status} ${json.error}`;
  const rows = async () => {
    const sql = 'SELECT COUNT(*) AS n FROM pushed_authorization_requests';
    return Number((await world.query(sql))[0].n);
  };

  it('G01 without authentication, or with a wrong secret, nothing can be pushed', async () => {
    const request = authorizationRequest(client);
    const { client_id } = client;
    const wrong = { authorization: basic({ client_id, client_secret: 'wrong' }) };
    const before = await rows();
    expect(error(await send(world, '/par', request))).toBe('401 invalid_client');
    expect(error(await send(world, '/par', request, wrong))).toBe('401 invalid_client');
    const asOther = { authorization: basic(other) };
    expect(error(await send(world, '/par', request, asOther))).toBe('401 invalid_client');
    expect(await rows()).toBe(before);
  });

  it('G02 a request_uri cannot be pushed', async () => {
    const request_uri = await pushed(world, client);
    for (const uri of [request_uri, 'urn:ietf:params:oauth:request_uri:x', 'https://a.example']) {
      expect(error(await push(world, client, { request_uri: uri }))).toBe('400 invalid_request');
    }
    const { client_id } = client;
    expect(error(await world.post('/par', client, { client_id, request_uri }))).toBe(
      '400 invalid_request',
    );
  });

  it('G03 another client cannot use it, and does not use it up', async () => {
    const request_uri = await pushed(world, client);
    const browser = world.browser();
    expectErrorPage(await visit(browser, other, request_uri), 'invalid_request_uri');
    const posted = await browser.post('/authorize', { client_id: other.client_id, request_uri });
    expectErrorPage(posted, 'invalid_request_uri');
    expectErrorPage(await browser.get('/authorize', { request_uri }));
    const both = { request_uri, client_id: [client.client_id, other.client_id] };
    expectErrorPage(await browser.get('/authorize', both));
    const start = await visit(browser, client, request_uri);
    const end = await walk(browser, start, { user, until: REDIRECT_URI });
    expect(end.parameters['code']).toMatch(/^gh_ac_/);
  });

  it('G04 a page can be loaded again before it is answered, and not after', async () => {
    const request_uri = await pushed(world, client, { prompt: 'login' });
    const browser = world.browser();
    expectAccepted(await visit(browser, client, request_uri));
    expectAccepted(await visit(world.browser(), client, request_uri));
    const start = await visit(browser, client, request_uri);
    expectAccepted(start);
    const end = await walk(browser, start, { user, until: REDIRECT_URI });
    expect(end.parameters['code']).toMatch(/^gh_ac_/);
    for (const again of [browser, world.browser()]) {
      expectErrorPage(await visit(again, client, request_uri), 'invalid_request_uri');
    }
  });

  it('G04 of two tabs with the same request one is answered', async () => {
    const request_uri = await pushed(world, client, { prompt: 'login' });
    const [first, second] = [world.browser(), world.browser()];
    const starts = [
      await visit(first, client, request_uri),
      await visit(second, client, request_uri),
    ];
    const one = await walk(first, starts[0] as Answer, { user, until: REDIRECT_URI });
    const two = await walk(second, starts[1] as Answer, { user, until: REDIRECT_URI });
    expect(one.parameters['code']).toMatch(/^gh_ac_/);
    expectErrorPage(two, 'invalid_request_uri');
  });

  it('G05 it lives 90 seconds, but whoever came in time may take longer', async () => {
    const [late, intime] = [await pushed(world, client), await pushed(world, client)];
    const browser = world.browser();
    clock.advance(88);
    const start = await visit(browser, client, intime);
    expectAccepted(start);
    clock.advance(3);
    expectErrorPage(await visit(world.browser(), client, late), 'invalid_request_uri');
    clock.advance(20 * 60);
    const end = await walk(browser, start, { user, until: REDIRECT_URI });
    expect(end.parameters['code']).toMatch(/^gh_ac_/);
  });

  it('G06 nothing beside it counts', async () => {
    const nonce = 'pushed-nonce';
    const request_uri = await pushed(world, client, { nonce });
    const browser = world.browser();
    const start = await visit(browser, client, request_uri, {
      ...{ scope: 'openid profile email', state: 'other', nonce: 'other', response_type: 'token' },
      ...{ redirect_uri: 'https://evil.example', response_mode: 'fragment', prompt: 'none' },
      code_challenge: 'x'.repeat(43),
    });
    const end = await walk(browser, start, { user, until: REDIRECT_URI });
    expect(end.location?.href.startsWith(`${REDIRECT_URI}?`)).toBe(true);
    expect(end.parameters['state']).toBe('state-of-the-client');
    const sql = 'SELECT granted, nonce FROM authorizations WHERE client_id = ? AND nonce = ?';
    const found = await world.query(sql, [client.client_id, nonce]);
    expect(found).toEqual([{ granted: '{"":["openid"]}', nonce }]);
    const object = await visit(world.browser(), client, await pushed(world, client), {
      request: 'e30.e30.e30',
    });
    expectErrorPage(object);
  });

  it('G07 whoever has to push is told so, whatever stands in the address', async () => {
    const strict = await world.registerClient({ require_pushed_authorization_requests: true });
    const ask = (changes: object) =>
      world.browser().get('/authorize', authorizationRequest(strict, { ...changes }));
    expectErrorRedirect(await ask({}), strict, 'invalid_request');
    expectErrorRedirect(await ask({ request_uri: '' }), strict, 'invalid_request');
    expectErrorPage(await ask({ redirect_uri: 'https://evil.example' }));
    const form = await world.browser().post('/authorize', authorizationRequest(strict));
    expectErrorRedirect(form, strict, 'invalid_request');
  });

  it('G11 no part of it is in an address or a cookie', async () => {
    const secret = 'somebody@people.example';
    const request_uri = await pushed(world, client, { login_hint: secret, nonce: secret });
    const browser = world.browser();
    const start = await visit(browser, client, request_uri);
    await walk(browser, start, { user, until: REDIRECT_URI });
    const outside = browser.history.flatMap(({ url, headers }) => [
      decodeURIComponent(url.href),
      decodeURIComponent(headers.getSetCookie().join()),
      decodeURIComponent(headers.get('location') ?? ''),
    ]);
    expect(outside.filter((text) => text.includes(secret))).toEqual([]);
    const found = await world.query('SELECT * FROM pushed_authorization_requests');
    const random = request_uri.split(':').at(-1) ?? '';
    expect(random).toHaveLength(43);
    expect(JSON.stringify(found)).not.toContain(random);
    const asked = await world.query('SELECT * FROM interactions');
    expect(JSON.stringify(asked)).not.toContain(random);
  });

  it('G12 a client that pushes without end is slowed down, another one is not', async () => {
    // One minute, however long it takes.
    clock.advance(0);
    const flooding = await world.registerClient();
    const outcomes = await inParallel(10, async () => {
      const statuses: number[] = [];
      for (let n = 0; n < 70; n++) statuses.push((await push(world, flooding)).status);
      return statuses;
    });
    const refused = outcomes.flat().filter((status) => status === 429).length;
    expect(outcomes.flat().every((status) => status === 201 || status === 429)).toBe(true);
    expect(refused).toBe(100);
    const last = await push(world, flooding);
    expect([last.status, last.headers.get('retry-after')]).toEqual([429, '60']);
    expect(last.json.error_description).toMatch(
      /The limit pushed_requests\w*_per_minute is reached; try again in 60 seconds\.$/,
    );
    expect((await push(world, client)).status).toBe(201);
  }, 60_000);

  it('G12 nobody can use up what a public client may push from elsewhere', async () => {
    const spa = await world.registerClient({ token_endpoint_auth_method: 'none' });
    const statuses = [];
    for (let n = 0; n < 70; n++) statuses.push((await push(world, spa)).status);
    expect(statuses).toContain(429);
    expect(statuses.filter((status) => status === 201).length).toBeGreaterThanOrEqual(60);
  });

  it('G12 L15 what nobody came for is deleted', async () => {
    await pushed(world, client);
    expect(await rows()).toBeGreaterThan(0);
    clock.advance(90 + 30 * 60 + 300 + 1);
    await world.keepHouse();
    expect(await rows()).toBe(0);
  });

  it('G13 no two are alike, and they are 256 random bits', async () => {
    const found = new Set<string>();
    const many = [await world.registerClient(), await world.registerClient()];
    for (const one of many) {
      for (const uri of await inParallel(150, () => pushed(world, one))) found.add(uri);
    }
    expect(found.size).toBe(300);
    const bits = [...found].map((uri) => Buffer.from(uri.split(':').at(-1) ?? '', 'base64url'));
    expect(bits.every(({ length }) => length === 32)).toBe(true);
    // Each of the 256 bits is set about half of the time.
    for (let bit = 0; bit < 256; bit++) {
      const set = bits.filter((bytes) => ((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1).length;
      expect(set).toBeGreaterThan(90);
      expect(set).toBeLessThan(210);
    }
  }, 60_000);

  it('B15 nothing else is the address of a pushed request, and it is nothing else', async () => {
    const { client_id } = client;
    const request_uri = await pushed(world, client);
    const random = request_uri.split(':').at(-1) ?? '';
    for (const value of [request_uri, random]) {
      const redirect_uri = REDIRECT_URI;
      const fields = { grant_type: 'authorization_code', code: value, redirect_uri };
      expect(error(await world.token(client, fields))).toBe('400 invalid_grant');
      expect(error(await world.refresh(client, value))).toBe('400 invalid_grant');
      expect((await world.introspect(client, value)).json).toEqual({ active: false });
      expect([400, 401]).toContain((await world.userinfo(value)).status);
      expect((await world.browser().get(`/interaction/${value}`)).status).toBe(400);
    }
    const { code } = await world.authorizationCode({ client, user });
    for (const value of [code, `urn:ietf:params:oauth:request_uri:${code}`, client_id]) {
      const answer = await world.browser().get('/authorize', { client_id, request_uri: value });
      if (answer.status === 303) expect(answer.parameters['error']).toBeDefined();
      else expect(answer.status).toBe(400);
    }
    expectAccepted(await visit(world.browser(), client, request_uri));
  });

  // Last: what it uses up belongs to the address from which all of these come.
  it('G13 S04 whoever guesses gets the error page, and a real one is found meanwhile', async () => {
    const real = await pushed(world, client);
    const statuses: number[] = [];
    for (let n = 0; n < 120; n++) {
      const guess = `urn:ietf:params:oauth:request_uri:${String(n).padStart(43, 'A')}`;
      const answer = await visit(world.browser(), client, guess);
      statuses.push(answer.status);
      expect(answer.location).toBeUndefined();
      expect(answer.text).toContain('<code>invalid_request_uri</code>');
    }
    const allowed = statuses.indexOf(429);
    expect(allowed).toBeGreaterThan(90);
    expect(statuses).toEqual(statuses.map((_, n) => (n < allowed ? 400 : 429)));
    expectAccepted(await visit(world.browser(), client, real));
    clock.elapse(61);
    const later = await visit(world.browser(), client, 'urn:ietf:params:oauth:request_uri:none');
    expect(later.status).toBe(400);
  });
});
