import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { authorizationRequest } from '../../attacks/authorization-request.js';
import { encode, type Query } from '../../support/browser.js';
import { authenticate, type RegisteredClient } from '../../support/registered-client.js';
import { startWorld, type LocalWorld } from '../../support/world.js';

/** What may be kept of a request as it is, see the facts of a refusal. */
const FACTS = [
  ...['client_id', 'redirect_uri', 'scope', 'resource', 'response_type', 'response_mode', 'prompt'],
  ...['grant_type', 'max_age', 'code_challenge_method', 'request_uri', 'audience'],
  ...['subject_token_type', 'actor_token_type', 'requested_token_type'],
];

/** What nothing may be kept of. */
const OTHERS = [
  ...['state', 'nonce', 'code', 'code_verifier', 'code_challenge', 'refresh_token', 'username'],
  ...['password', 'client_secret', 'client_assertion', 'client_assertion_type', 'assertion'],
  ...['subject_token', 'actor_token', 'device_code', 'token', 'token_type_hint', 'access_token'],
  ...['id_token_hint', 'login_hint', 'acr_values', 'claims', 'request', 'registration', 'display'],
  ...['ui_locales', 'id_token', 'sso', 'anything_else'],
];

const GRANTS: readonly Query[] = [
  { grant_type: 'authorization_code', code: 'x' },
  { grant_type: 'refresh_token', refresh_token: 'x' },
  { grant_type: 'client_credentials' },
  { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: 'x' },
  { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: 'x.y.z' },
  {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: 'x',
    subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
  },
  { grant_type: 'password', username: 'x', password: 'x' },
];

/** Marked secrets in every parameter, and none of them in the table. */
describe('A03 what is kept of a refused request', () => {
  let world: LocalWorld;
  let client: RegisteredClient;
  let marks: string[];
  let sent = 0;

  beforeAll(async () => {
    world = await startWorld({
      ...{ TRUSTED_PROXIES: '127.0.0.1', REGISTRATION: 'open', LEGACY_GRANTS: 'password' },
    });
    client = await register();
    marks = [];
  });

  const register = () =>
    world.registerClient({
      grant_types: GRANTS.map(({ grant_type }) => String(grant_type)),
      first_party: true,
      token_exchange: { audiences: [], impersonation: true },
    });

  const mark = (bytes: number): string => {
    const made = `${bytes > 20 ? '' : 'mark-'}${randomBytes(bytes).toString('base64url')}`;
    marks.push(made);
    return made;
  };

  /** A secret in the place of a parameter: one of any length, or as long as ours where a fact may stand. */
  function secretFor(name: string): string[] {
    const long = mark(32);
    const b64 = (json: object) => Buffer.from(JSON.stringify(json)).toString('base64url');
    const jwt = `${b64({ alg: 'RS256', kid: 'k' })}.${b64({ sub: mark(6), jti: mark(6) })}.${mark(9)}`;
    if (OTHERS.includes(name)) return [mark(6), long, jwt];
    if (name === 'redirect_uri' || name === 'resource' || name === 'request_uri') {
      return [
        `https://user:${mark(6)}@client.example/callback?code=${mark(6)}&${mark(6)}#access_token=${mark(6)}`,
        `https://client.example/${long}`,
      ];
    }
    return [long, jwt, `code ${long}`];
  }

  /** From an address of its own, so that each refusal is kept. */
  const fresh = () => ({ 'x-forwarded-for': `2001:db8:${(sent += 1).toString(16)}::1` });

  async function send(path: string, init: RequestInit = {}): Promise<void> {
    const headers = { ...fresh(), ...(init.headers as Record<string, string> | undefined) };
    await fetch(world.issuer + path, { redirect: 'manual', ...init, headers });
  }

  async function expectNothingKept(least: number): Promise<void> {
    await world.application.control.flushEvents();
    const rows = (await world.application.control.query('SELECT * FROM errors')) as object[];
    expect(rows.length).toBeGreaterThanOrEqual(least);
    const kept = JSON.stringify(rows);
    expect(kept).toContain('redirect_uri https://…@client.example/callback?code=…&…#…');
    expect(marks.filter((made) => kept.includes(made))).toEqual([]);
  }

  const NAMES = [...FACTS, ...OTHERS];

  it('at /authorize: of any parameter, once and twice', async () => {
    for (const name of NAMES) {
      for (const secret of secretFor(name)) {
        for (const value of [secret, [secret, secret]]) {
          const query = authorizationRequest(client, { prompt: 'none', [name]: value });
          await send(`/authorize?${encode(query).toString()}`);
        }
      }
    }
    await expectNothingKept(60);
  });

  it('at /par: of any parameter', async () => {
    const { headers } = await authenticate(client, world.issuer);
    for (const name of NAMES) {
      for (const secret of secretFor(name)) {
        const form = authorizationRequest(client, { [name]: secret });
        await send('/par', { method: 'POST', headers, body: encode(form) });
      }
    }
    await expectNothingKept(100);
  });

  it.each(GRANTS)('at /token: of any parameter, for %j', async (grant) => {
    // Of one client only so many are kept a minute.
    const { headers } = await authenticate(await register(), world.issuer);
    const guesses = 'password' in grant;
    for (const name of guesses ? ['username', 'password', 'scope', 'resource'] : NAMES) {
      for (const secret of secretFor(name)) {
        const body = encode({ ...grant, [name]: secret });
        await send('/token', { method: 'POST', headers, body });
        if (name in grant || /client|secret|assertion/.test(name)) {
          await send('/token', { method: 'POST', body: encode({ ...grant, [name]: secret }) });
        }
      }
    }
    await expectNothingKept(200);
  });

  it.each(['/introspect', '/revoke'])('at %s: of any parameter', async (path) => {
    const basic = (secret: string) => ({
      authorization: `Basic ${Buffer.from(`${client.client_id}:${secret}`).toString('base64')}`,
    });
    for (const name of NAMES) {
      for (const secret of secretFor(name)) {
        const body = encode({ [name]: secret });
        await send(path, { method: 'POST', headers: basic(mark(9)), body });
        await send(path, { method: 'POST', body: encode({ [name]: [secret, secret] }) });
      }
    }
    await expectNothingKept(400);
  });

  it('at /register: of any member, and of the tokens', async () => {
    const json = { 'content-type': 'application/json' };
    for (const member of ['redirect_uris', 'client_secret', 'jwks', 'client_name', 'scope', 'x']) {
      for (const value of [
        mark(9),
        [mark(9)],
        { [mark(9)]: mark(9) },
        { keys: [{ d: mark(9) }] },
      ]) {
        const metadata = { redirect_uris: ['https://a.example/cb'], [member]: value };
        await send('/register', { method: 'POST', headers: json, body: JSON.stringify(metadata) });
      }
      const authorization = `Bearer ${mark(9)}`;
      await send('/register', { method: 'POST', headers: { ...json, authorization }, body: '{}' });
      await send('/register/nobody', { headers: { authorization } });
      await send('/register', { method: 'POST', headers: json, body: `{"a": "${mark(9)}` });
    }
    await expectNothingKept(420);
  });

  it('in what the API answers neither, and the checks are many', async () => {
    const { items } = (await world.admin.get('/errors?limit=200')).json;
    expect(items).toHaveLength(200);
    const rows = (await world.application.control.query(
      'SELECT DISTINCT "check" AS name FROM errors',
    )) as { name: string }[];
    expect(rows.length).toBeGreaterThan(20);
  });
});
