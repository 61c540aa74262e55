import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { encode } from '../support/browser.js';
import { clock } from '../support/clock.js';
import { rawHttp, type RawAnswer } from '../support/raw-http.js';
import { basic, type RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';
import { authorizationRequest } from './authorization-request.js';
import { LoginForm } from './login-form.js';
import { ReverseProxy } from './reverse-proxy.js';

const ISSUER = 'https://sso.example.com';
const METADATA = ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server'];

/** Whatever a proxy, or somebody who plays one, may say about where a request was sent. */
const FORWARDED: readonly string[] = [
  'X-Forwarded-Host: evil.example',
  'X-Forwarded-Server: evil.example',
  'X-Forwarded-Proto: http',
  'X-Forwarded-Port: 8443',
  'X-Forwarded-Prefix: /evil.example',
  'X-Forwarded-Path: //evil.example/',
  'X-Original-URL: /admin/users',
  'X-Rewrite-URL: /admin/users',
  'X-Host: evil.example',
  'Forwarded: for=203.0.113.9;host=evil.example;proto=http',
  'X-Real-IP: 203.0.113.9',
  'True-Client-IP: 203.0.113.9',
  'CF-Connecting-IP: 203.0.113.9',
  'X-Client-IP: 203.0.113.9',
];

describe('what a request says about the address it was sent to, from a stranger', () => {
  let world: LocalWorld;
  let proxy: ReverseProxy;
  let client: RegisteredClient;
  let user: RegisteredUser;

  beforeAll(async () => {
    // Written with a slash at the end: the issuer has none, wherever it stands.
    world = await startWorld({ ISSUER: `${ISSUER}/` });
    proxy = new ReverseProxy([world.application]);
    client = await world.registerClient({ first_party: true });
    user = await world.createUser();
  });

  const raw = (head: string, host: string, rest = '\r\n') =>
    rawHttp(world.application.origin, `${head}\r\nHost: ${host}\r\nConnection: close\r\n${rest}`);

  /** Everything but what is new in every answer. */
  const comparable = ({ status, headers, body }: RawAnswer) => ({
    status,
    headers: headers
      .filter(([name]) => !['date', 'x-request-id', 'content-length'].includes(name.toLowerCase()))
      .map(([name, value]) => [name, value.replace(/[\w-]{43}/g, 'RANDOM')]),
    body: body.replace(/[\w-]{43}|gh_\w+|[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, 'RANDOM'),
  });

  async function requests(host: string, header = ''): Promise<RawAnswer[]> {
    const extra = header === '' ? '' : `${header}\r\n`;
    const query = encode({ ...authorizationRequest(client), code_challenge: 'x'.repeat(43) });
    const body = 'grant_type=refresh_token&refresh_token=none';
    const form =
      `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n` +
      `Authorization: ${basic(client)}\r\n${extra}\r\n${body}`;
    const answers = [];
    for (const path of [...METADATA, '/jwks', `/authorize?${query.toString()}`, '/account']) {
      answers.push(await raw(`GET ${path} HTTP/1.1`, host, `${extra}\r\n`));
    }
    for (const path of ['/docs', '/openapi.json', '/userinfo', '/admin/users', '/logout', '/']) {
      answers.push(await raw(`GET ${path} HTTP/1.1`, host, `${extra}\r\n`));
    }
    answers.push(await raw('POST /token HTTP/1.1', host, form));
    return answers;
  }

  it.each(['evil.example', 'sso.example.com.evil.example', 'evil.example:443', '[::1]', 'a b', ''])(
    'M01 Host: %j changes no byte of any answer',
    async (host) => {
      const own = (await requests('sso.example.com')).map(comparable);
      expect(new Set(own.map(({ status }) => status))).toEqual(new Set([200, 303, 400, 401]));
      const answers = await requests(host);
      for (const { raw: text } of answers) expect(text).not.toContain('evil');
      // Some are no host at all, and a server may say so: then everywhere.
      const refused = ['a b', ''].includes(host) && answers.every(({ status }) => status === 400);
      if (!refused) expect(answers.map(comparable)).toEqual(own);
    },
  );

  it.each(FORWARDED)('M02 %s from a peer that nobody trusts changes nothing', async (header) => {
    const own = (await requests('sso.example.com')).map(comparable);
    const answers = await requests('sso.example.com', header);
    expect(answers.map(comparable)).toEqual(own);
    for (const { raw: text } of answers) expect(text).not.toMatch(/evil\.example|203\.0\.113\.9/);
  });

  it('M02, I31 nor does it say where the request came from: guesses still add up', async () => {
    clock.advance(3600 - (clock.now() % 3600));
    const form = await LoginForm.open(world, client);
    let checked = 0;
    for (let guess = 0; guess < 35; guess++) {
      const address = `203.0.113.${guess}`;
      proxy.headers = {
        'x-forwarded-for': address,
        'x-real-ip': address,
        forwarded: `for=${address}`,
      };
      const { status } = await form.try(`nobody-${guess}`, 'password123');
      if (status === 400) checked += 1;
    }
    expect(checked).toBe(30);
    proxy.headers = {};
    clock.advance(3600);
    await world.tokens({ client, user });
    const rows: { ip: string }[] = await world.query('SELECT ip FROM sessions');
    expect(new Set(rows.map(({ ip }) => ip))).toEqual(new Set(['127.0.0.1']));
  });

  it('M03 the issuer is the same, byte for byte, in both documents, tokens and responses', async () => {
    const [openid, oauth] = await Promise.all(METADATA.map((path) => world.get(path)));
    expect(openid?.json).toEqual(oauth?.json);
    const metadata = openid?.json as Record<string, unknown>;
    expect(metadata['issuer']).toBe(ISSUER);
    for (const [name, value] of Object.entries(metadata)) {
      if (!/_(endpoint|uri)$|^service_documentation$/.test(name)) continue;
      expect([name, String(value).startsWith(`${ISSUER}/`)]).toEqual([name, true]);
    }
    const issued = await world.authorizationCode({ client, user });
    expect(issued.response['iss']).toBe(ISSUER);
    const tokens = (await world.redeem(client, issued)).json;
    expect(decodeJwt(tokens.id_token).iss).toBe(ISSUER);
    expect(decodeJwt(tokens.access_token)).toMatchObject({ iss: ISSUER, aud: ISSUER });
    expect((await world.introspect(client, tokens.access_token)).json.iss).toBe(ISSUER);
    const refused = await world.authorize({ client, user, parameters: { prompt: 'nonsense' } });
    expect(refused.end.parameters['iss']).toBe(ISSUER);
  });

  it('M03 a path behind the well-known name leads to no other issuer', async () => {
    for (const path of METADATA) {
      for (const suffix of ['/', '/evil', '/..', '?issuer=https://evil.example', '%2fevil']) {
        const { status, text } = await world.get(path + suffix);
        expect([suffix, suffix.startsWith('?') ? 200 : 404]).toEqual([suffix, status]);
        expect(text).not.toContain('evil.example');
      }
    }
  });
});
