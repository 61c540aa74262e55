import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { Answer } from '../support/answer.js';
import { rawHttp } from '../support/raw-http.js';
import { basic, type RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';
import {
  ask,
  askRaw,
  expectAccepted,
  expectErrorPage,
  expectErrorRedirect,
  queryString,
} from './authorization-request.js';

const CRLF = ['%0d%0aSet-Cookie:x=1', '%0D%0ALocation:%20https://evil.example', '%0a', '%0d'];
const INVALID = [
  '%00',
  'abc%00x',
  '%c0%ae',
  '%c0%80',
  '%ed%a0%80',
  '%f5%80%80%80',
  '%ff',
  '%e2%82',
];
const MALFORMED = ['%', '%z', '%zz', '%4', 'a%', '%%41', '%u0041'];

describe('A: encodings, lengths and control characters', () => {
  let world: LocalWorld;
  let client: RegisteredClient;
  let user: RegisteredUser;

  beforeAll(async () => {
    world = await startWorld();
    client = await world.registerClient();
    user = await world.createUser();
  });

  const get = (target: string, extra = '') =>
    rawHttp(
      world.issuer,
      `GET ${target} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n${extra}Connection: close\r\n\r\n`,
    );

  it('A19 state comes back byte-exact, in success and in error', async () => {
    const browser = world.browser();
    for (const state of [
      ...[
        'a+b c',
        '&#39;<script>',
        'ünïcödé-漢字-🦊',
        '%00',
        '%2525',
        '\'"`\\',
        'x=1&code=2&iss=3',
      ],
      ...['https://evil.example/?a#b', '[object Object]', ' ', '  leading and trailing  ', '#'],
      ...['\u202e\u200b', 'e\u0301', '\u00e9', 's'.repeat(1024), 'ж'.repeat(1024)],
    ]) {
      const { end } = await world.authorize({ client, user, browser, parameters: { state } });
      expect(end.parameters['code']).toBeDefined();
      expect(end.parameters['state']).toBe(state);
      expect(end.location?.searchParams.getAll('iss')).toEqual([world.issuer]);
      const refused = await ask(world, client, { state, scope: 'bogus' });
      expectErrorRedirect(refused, client, 'invalid_scope', state);
    }
  });

  it('A19 state and nonce beyond the limit are refused, never cut', async () => {
    for (const name of ['state', 'nonce']) {
      expectAccepted(await ask(world, client, { [name]: 'x'.repeat(8192) }));
    }
    for (const length of [8193, 10_000]) {
      const state = 's'.repeat(length);
      expectErrorRedirect(await ask(world, client, { state }), client, 'invalid_request', state);
    }
    const nonce = 'n'.repeat(8193);
    expectErrorRedirect(await ask(world, client, { nonce }), client, 'invalid_request');
  });

  it('A19 nonce is in the ID token byte-exact', async () => {
    const browser = world.browser();
    for (const nonce of ['n'.repeat(64), 'n'.repeat(8192), 'a+b c&#39;"\\', 'ünïcödé-漢字-🦊']) {
      const tokens = await world.tokens({ client, user, browser, parameters: { nonce } });
      expect(decodeJwt(tokens.id_token ?? '')['nonce']).toBe(nonce);
    }
  });

  it('A20 no parameter can end a header and begin another', async () => {
    for (const name of [
      'state',
      'redirect_uri',
      'ui_locales',
      'scope',
      'nonce',
      'login_hint',
      'foo',
    ]) {
      for (const value of CRLF) {
        const query = `${queryString(client, { [name]: undefined })}&${name}=x${value}`;
        const answer = await get(`/authorize?${query}`);
        expect(answer.status).toBe(400);
        expect(answer.header('location')).toBeUndefined();
        expect(answer.header('x')).toBeUndefined();
        expect(answer.raw).not.toMatch(/\r\nset-cookie: ?x=1/i);
      }
    }
  });

  it('A20 what only decodes to a line feed a second time stays encoded', async () => {
    const state = '%0d%0aSet-Cookie:x=1';
    const query = queryString(client, { state, scope: 'bogus' });
    const answer = await get(`/authorize?${query}`);
    expect(answer.status).toBe(303);
    expect(answer.header('location')).toContain('state=%250d%250aSet-Cookie%3Ax%3D1');
    expect(answer.header('set-cookie')).toBeUndefined();
    for (const text of ['\u010d\u010a', '\u560d\u560aSet-Cookie:x=1', '\u2028', '\u0085']) {
      const raw = await get(`/authorize?${queryString(client, { state: text, scope: 'bogus' })}`);
      expect([raw.status, raw.header('set-cookie')]).toEqual([303, undefined]);
      expect(raw.header('location')).toMatch(/^[\x21-\x7e]+$/);
    }
  });

  it('A20 bytes that HTTP does not allow in a request are refused before anything reads them', async () => {
    const query = queryString(client, { state: undefined });
    for (const bytes of ['\r\nX-Injected: 1', '\nX-Injected: 1', '\0', ' x', '\t']) {
      const answer = await get(`/authorize?${query}&state=a${bytes}b`);
      expect(answer.raw).not.toMatch(/x-injected/i);
      // A line feed ends the address there (HTTP/0.9); what follows is the sender's own header.
      expect([303, 400, 0]).toContain(answer.status);
      expect(answer.headers.map(([name]) => name.toLowerCase())).not.toContain('x-injected');
    }
  });

  it('A21 NUL bytes, overlong forms, surrogates and broken percent signs are an invalid_request', async () => {
    for (const value of [...INVALID, ...MALFORMED]) {
      for (const name of ['client_id', 'redirect_uri', 'state', 'scope', 'nonce', 'foo']) {
        const query = queryString(client, { [name]: undefined });
        expectErrorPage(await askRaw(world, `${query}&${name}=${value}`));
      }
      expectErrorPage(await askRaw(world, `${queryString(client)}&${value}=1`));
      const id = `${client.client_id}${value}`;
      const rest = queryString(client, { client_id: undefined });
      expectErrorPage(await askRaw(world, `${rest}&client_id=${id}`));
    }
  });

  it('A21 bytes beyond ASCII in the address are refused, not taken for other characters', async () => {
    const query = queryString(client, { state: undefined });
    for (const bytes of ['\xc3\xa9', '\xff', '\xc0\xae', '\xe9']) {
      const request = `GET /authorize?${query}&state=${bytes} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nConnection: close\r\n\r\n`;
      const answer = await rawHttp(world.issuer, Buffer.from(request, 'latin1'));
      expect([answer.status, answer.header('location')]).toEqual([400, undefined]);
    }
  });

  it('A21 a form that is not UTF-8 is refused, and none of it is used', async () => {
    const url = new URL('/token', world.issuer);
    const headers = {
      authorization: basic(client),
      'content-type': 'application/x-www-form-urlencoded',
    };
    const fields = 'grant_type=authorization_code&code=';
    const bodies = [
      ...[...INVALID, ...MALFORMED].map((value) => Buffer.from(fields + value)),
      ...['\xff', '\xc0\xae', '\xed\xa0\x80', 'a\0b', 'a\r\nb'].map((value) =>
        Buffer.from(fields + value, 'latin1'),
      ),
    ];
    for (const body of bodies) {
      const answer = await Answer.read(url, await fetch(url, { method: 'POST', headers, body }));
      expect([body.toString('latin1'), answer.status, answer.json]).toEqual([
        body.toString('latin1'),
        400,
        {
          error: 'invalid_request',
          error_description: 'A parameter is not correctly encoded.',
        },
      ]);
    }
  });
});
