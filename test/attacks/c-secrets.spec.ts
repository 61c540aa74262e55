import { beforeAll, describe, expect, it } from '@jest/globals';
import { clock } from '../support/clock.js';
import { rawHttp } from '../support/raw-http.js';
import { basic, type RegisteredClient } from '../support/registered-client.js';
import { countStatements } from '../support/statements.js';
import { startWorld, type LocalWorld } from '../support/world.js';
import { comparable, inParallel, send } from './requests.js';
import { auditEvent } from './subject.js';

let world: LocalWorld;
beforeAll(async () => {
  world = await startWorld({ TRUSTED_PROXIES: '127.0.0.1' });
});

const withBasic = (header: string, more: Record<string, string> = {}) =>
  send(world, '/revoke', { token: 'never-was' }, { authorization: header, ...more });

const withSecret = (client: RegisteredClient, client_secret: string | undefined, ip?: string) =>
  withBasic(
    basic({
      client_id: client.client_id,
      ...(client_secret === undefined ? {} : { client_secret }),
    }),
    ip === undefined ? {} : { 'x-forwarded-for': ip },
  );

const base64 = (bytes: string | Buffer) => Buffer.from(bytes).toString('base64');

describe('C03 a wrong secret cannot be told from an unknown client', () => {
  const unknown = { client_id: 'AAAAAAAAAAAAAAAAAAAAAA', client_secret: 'wrong' };

  it('C03 same status, body and headers with Basic, and WWW-Authenticate in both', async () => {
    const client = await world.registerClient();
    const wrong = comparable(await withSecret(client, 'wrong'));
    expect(wrong.status).toBe(401);
    expect(wrong.headers['www-authenticate']).toMatch(/^Basic realm=/);
    expect(comparable(await withBasic(basic(unknown)))).toEqual(wrong);
    const disabled = await world.registerClient({ disabled: true });
    expect(comparable(await withSecret(disabled, disabled.client_secret))).toEqual(wrong);
    expect(comparable(await withSecret(disabled, 'wrong'))).toEqual(wrong);
  });

  it('C03 same status, body and headers with a posted secret, and no WWW-Authenticate', async () => {
    const client = await world.registerClient({ token_endpoint_auth_method: 'client_secret_post' });
    const post = async (client_id: string) =>
      comparable(await send(world, '/revoke', { token: 'x', client_id, client_secret: 'wrong' }));
    const wrong = await post(client.client_id);
    expect(wrong.status).toBe(401);
    expect(wrong.headers['www-authenticate']).toBeUndefined();
    expect(await post(unknown.client_id)).toEqual(wrong);
  });

  it('C03 the same statements are run for both, cold and warm', async () => {
    const client = await world.registerClient();
    const run = (client_id: string) =>
      countStatements(world, () => withBasic(basic({ client_id, client_secret: 'wrong' })));
    const pause = () => new Promise((resolve) => setTimeout(resolve, 1100));
    await pause();
    const known = await run(client.client_id);
    const stranger = await run('BBBBBBBBBBBBBBBBBBBBBB');
    expect(known.reads).toBeGreaterThan(0);
    expect(stranger.list).toEqual(known.list);
    expect((await run(client.client_id)).reads).toBe(0);
    expect((await run('BBBBBBBBBBBBBBBBBBBBBB')).reads).toBe(0);
  });
});

describe('C04 a malformed Basic header is a failed authentication, never a failure of ours', () => {
  const MALFORMED: readonly (readonly [string, string])[] = [
    ['no credentials', 'Basic'],
    ['a space for credentials', 'Basic '],
    ['not base64', 'Basic !!!!'],
    ['base64url', 'Basic _-_-_-_-'],
    ['padding in the middle', `Basic ${base64('ab:c')}=${base64('d')}`],
    ['two tokens', `Basic ${base64('ab:cd')} ${base64('ab:cd')}`],
    ['no colon', `Basic ${base64('no-colon-here')}`],
    ['no client_id', `Basic ${base64(':secret')}`],
    ['only a colon', `Basic ${base64(':')}`],
    ['a form-encoded colon only', `Basic ${base64('id%3Asecret')}`],
    ['an incomplete percent-encoding', `Basic ${base64('%:%zz')}`],
    ['percent-encoded bytes that are not UTF-8', `Basic ${base64('%ff%fe:%c3')}`],
    ['bytes that are not UTF-8', `Basic ${base64(Buffer.from([0xff, 0xfe, 0x3a, 0xc3, 0x28]))}`],
    ['an overlong encoding', `Basic ${base64(Buffer.from([0xc0, 0xba, 0x3a, 0x61]))}`],
    ['NUL', `Basic ${base64('a\0b:c\0d')}`],
    ['a percent-encoded NUL', `Basic ${base64('%00:%00')}`],
    ['line breaks', `Basic ${base64('a\r\nSet-Cookie: x=1:y')}`],
    ['SQL', `Basic ${base64("' OR '1'='1:' OR '1'='1")}`],
    ['a prototype key', `Basic ${base64('__proto__:constructor')}`],
    ['an emoji', `Basic ${base64('😀:😀')}`],
    ['12 kB', `Basic ${base64('a'.repeat(4500) + ':' + 'b'.repeat(4500))}`],
    ['another scheme', 'Bearer abc'],
    ['an unknown scheme', 'Negotiate YII='],
    ['nothing', ''],
  ];

  it.each(MALFORMED)('C04 %s', async (_what, header) => {
    const answer = await withBasic(header);
    expect(answer.status).toBe(401);
    expect(answer.json).toEqual({
      error: 'invalid_client',
      error_description: 'Client authentication failed.',
    });
    expect(answer.headers.get('www-authenticate')).toMatch(/^Basic realm=/);
  });

  it('C04 a colon in the secret belongs to the secret', async () => {
    const { client_id, client_secret = '' } = await world.registerClient();
    const answer = await withBasic(`Basic ${base64(`${client_id}:${client_secret}:x`)}`);
    expect(answer.status).toBe(401);
    const split = await withBasic(`Basic ${base64(`${client_id}:x:${client_secret}`)}`);
    expect(split.status).toBe(401);
  });

  it('C04 the form-encoding of RFC 6749 §2.3.1 is undone, in any case of the scheme', async () => {
    const { client_id, client_secret = '' } = await world.registerClient();
    const escape = (text: string) =>
      text.replace(/./g, (char) => `%${char.charCodeAt(0).toString(16)}`);
    const pair = base64(`${escape(client_id)}:${escape(client_secret)}`);
    for (const scheme of ['Basic', 'basic', 'BASIC']) {
      expect((await withBasic(`${scheme} ${pair}`)).status).toBe(200);
    }
  });

  it('C04 raw bytes above ASCII are refused; 64 kB end before they reach the application', async () => {
    const request = (header: string) =>
      `POST /revoke HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n` +
      `Content-Length: 7\r\nConnection: close\r\nAuthorization: ${header}\r\n\r\ntoken=x`;
    const latin = Buffer.from(request('Basic \xff\xfe\x80'), 'latin1');
    expect((await rawHttp(world.issuer, latin)).status).toBe(401);
    const large = await rawHttp(world.issuer, request(`Basic ${'QUFB'.repeat(16_384)}`));
    expect(large.status).toBe(431);
    expect(large.raw).not.toMatch(/at .*\.(js|ts):\d+/);
  });
});

describe('C07 secrets cannot be guessed by force', () => {
  it('C07 S04 of 1000 wrong tries all but a few are answered 429, and none keeps the right one out', async () => {
    const client = await world.registerClient();
    const from = { 'x-forwarded-for': '192.0.2.7' };
    const statuses: number[] = [];
    for (let round = 0; round < 40; round++) {
      const answers = await inParallel(25, () => withSecret(client, `guess-${round}`, '192.0.2.7'));
      statuses.push(...answers.map(({ status }) => status));
      expect((await withSecret(client, client.client_secret, '192.0.2.7')).status).toBe(200);
    }
    expect(new Set(statuses)).toEqual(new Set([401, 429]));
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(20 + 25);
    const throttled = await withBasic(basic({ ...client, client_secret: 'wrong' }), from);
    expect(throttled.status).toBe(429);
    expect(throttled.headers.get('retry-after')).toBe('60');
    expect(throttled.json).toEqual({
      error: 'invalid_client',
      error_description:
        'Client authentication failed. The limit client_failures_per_minute is reached; try again in 60 seconds.',
    });
    await world.application.control.flushEvents();
    const [event] = await world.query("SELECT facts FROM events WHERE type = 'limit.reached'");
    expect(JSON.parse(event.facts)).toMatchObject({
      ...{ ip: '192.0.2.7', limit: 'client_failures_per_minute', seconds: 60 },
    });
    // Elsewhere somebody else fails, and is told so.
    expect((await withSecret(client, 'wrong', '192.0.2.8')).status).toBe(401);
  });

  it('C07 the limit ends by itself, and success does not reset it', async () => {
    const client = await world.registerClient();
    for (let n = 0; n < 20; n++) {
      expect((await withSecret(client, 'wrong', '192.0.2.9')).status).toBe(401);
      const right = await withSecret(client, client.client_secret, '192.0.2.9');
      expect(right.status).toBe(200);
    }
    expect((await withSecret(client, 'wrong', '192.0.2.9')).status).toBe(429);
    clock.elapse(61);
    expect((await withSecret(client, 'wrong', '192.0.2.9')).status).toBe(401);
  });

  it('C07 secrets have 256 random bits and are ours, whatever an administrator sends', async () => {
    const secrets = new Set<string>();
    for (let n = 0; n < 8; n++) {
      const { client_secret = '' } = await world.registerClient();
      expect(client_secret).toMatch(/^gh_cs_[\w-]{43}$/);
      secrets.add(client_secret);
    }
    expect(secrets.size).toBe(8);
    const named = { client_name: 'Chosen', redirect_uris: ['https://c.example/cb'] };
    const chosen = { ...named, client_secret: 'password' };
    expect((await world.admin.post('/clients', chosen)).json.errors).toEqual([
      expect.objectContaining({ pointer: '/client_secret' }),
    ]);
  });
});

describe('C18 a secret is replaced without a gap', () => {
  const rotate = (client: RegisteredClient, body: object) =>
    world.admin.create(`/clients/${client.client_id}/secrets`, body);

  it('C18 both secrets work until the old one expires, then only the new one', async () => {
    const client = await world.registerClient();
    const { client_secret } = await rotate(client, { expires_previous_at: clock.now() + 3600 });
    expect((await withSecret(client, client.client_secret)).status).toBe(200);
    expect((await withSecret(client, client_secret)).status).toBe(200);
    clock.advance(3599);
    expect((await withSecret(client, client.client_secret)).status).toBe(200);
    clock.advance(2);
    expect((await withSecret(client, client.client_secret)).status).toBe(401);
    expect((await withSecret(client, client_secret)).status).toBe(200);
  });

  it('C18 a secret that leaked is ended at once', async () => {
    const client = await world.registerClient();
    expect((await withSecret(client, client.client_secret)).status).toBe(200);
    const { client_secret } = await rotate(client, { expires_previous_at: 0 });
    expect((await withSecret(client, client.client_secret)).status).toBe(401);
    expect((await withSecret(client, client_secret)).status).toBe(200);
  });

  it('C18 expired secrets do not pile up', async () => {
    const client = await world.registerClient();
    for (let n = 0; n < 5; n++) {
      await rotate(client, { expires_previous_at: clock.now() + 5 });
      clock.advance(10);
    }
    const { secrets } = (await world.admin.get(`/clients/${client.client_id}`)).json;
    expect(secrets.length).toBeLessThanOrEqual(2);
  });

  it('C18 a time that no database holds is refused, milliseconds among them', async () => {
    const client = await world.registerClient();
    for (const expires_previous_at of [Date.now(), -1, 1.5, '0', 1e300]) {
      const path = `/clients/${client.client_id}/secrets`;
      expect((await world.admin.post(path, { expires_previous_at })).status).toBe(400);
    }
    expect((await withSecret(client, client.client_secret)).status).toBe(200);
  });

  it('C18 a later rotation never gives an old secret more time', async () => {
    const client = await world.registerClient();
    const second = await rotate(client, { expires_previous_at: clock.now() + 60 });
    await rotate(client, { expires_previous_at: clock.now() + 7200 });
    clock.advance(61);
    expect((await withSecret(client, client.client_secret)).status).toBe(401);
    expect((await withSecret(client, second.client_secret)).status).toBe(200);
  });
});

describe('C18 the secrets of a client (A08)', () => {
  interface Secret {
    readonly id: string;
    readonly label?: string;
    readonly hint?: string;
    readonly expires_at?: number;
    readonly last_used_at?: number;
  }
  const secretsOf = async ({ client_id }: RegisteredClient): Promise<Secret[]> =>
    (await world.admin.get(`/clients/${client_id}`)).json.secrets;
  const make = (client: RegisteredClient, body: object = {}) =>
    world.admin.post(`/clients/${client.client_id}/secrets`, body);
  const end = (client: RegisteredClient, id: string, query = '') =>
    world.admin.delete(`/clients/${client.client_id}/secrets/${id}${query}`);

  it('C18 are five at most; one more is refused with what to do, and nothing changes', async () => {
    const client = await world.registerClient();
    for (let n = 1; n < 5; n++)
      expect((await make(client, { label: `Node ${n}` })).status).toBe(201);
    const before = await secretsOf(client);
    expect(before.map(({ label }) => label)).toEqual([
      undefined,
      'Node 1',
      'Node 2',
      'Node 3',
      'Node 4',
    ]);
    const { status, json } = await make(client, { label: 'Node 5' });
    expect([status, json.error]).toEqual([409, 'conflict']);
    for (const { id } of before) expect(json.detail).toContain(id);
    expect(await secretsOf(client)).toEqual(before);
    // Whoever ends all others at once may.
    expect((await make(client, { expires_previous_at: 0 })).status).toBe(201);
    expect(await secretsOf(client)).toHaveLength(1);
  });

  it('C18 nor does a client get more of them by changing what it needs one for', async () => {
    const client = await world.registerClient();
    const seen: number[] = [];
    for (let n = 0; n < 8; n++) {
      for (const id_token_signed_response_alg of ['HS256', 'RS256']) {
        const change = { id_token_signed_response_alg };
        const { status } = await world.admin.patch(`/clients/${client.client_id}`, change);
        seen.push(status);
        expect((await secretsOf(client)).length).toBeLessThanOrEqual(5);
      }
    }
    expect(seen).toContain(400);
  });

  it('C18 each ends alone, at once and for good', async () => {
    const client = await world.registerClient();
    const made = (await make(client, { label: 'Second' })).json;
    expect((await withSecret(client, client.client_secret)).status).toBe(200);
    expect((await withSecret(client, made.client_secret)).status).toBe(200);
    const [first, second] = (await secretsOf(client)) as [Secret, Secret];
    expect(second).toMatchObject({
      id: made.id,
      label: 'Second',
      last_used_at: expect.any(Number),
    });
    expect(made.client_secret.slice(-4)).toBe(second.hint);
    expect((await end(client, first.id)).status).toBe(204);
    expect((await withSecret(client, client.client_secret)).status).toBe(401);
    expect((await withSecret(client, made.client_secret)).status).toBe(200);
    expect((await end(client, first.id)).status).toBe(404);
    const event = await auditEvent(world, 'client.secret_ended', client.client_id);
    expect(JSON.parse(event['facts'] as string)).toMatchObject({ secret_id: first.id });
    expect(event['facts']).not.toContain(client.client_secret);
  });

  it('C18 the last one ends only where that is meant', async () => {
    const client = await world.registerClient();
    const [{ id }] = (await secretsOf(client)) as [Secret];
    const { status, json } = await end(client, id);
    expect([status, json.detail]).toEqual([409, expect.stringContaining('force=true')]);
    expect((await withSecret(client, client.client_secret)).status).toBe(200);
    expect((await end(client, id, '?force=true')).status).toBe(204);
    expect((await withSecret(client, client.client_secret)).status).toBe(401);
  });

  it('C18 one that expires does so, and its time has to come', async () => {
    const client = await world.registerClient();
    expect((await make(client, { expires_at: clock.now() - 1 })).json.errors).toEqual([
      expect.objectContaining({ pointer: '/expires_at' }),
    ]);
    const expires_at = clock.now() + 60;
    const { json } = await make(client, { expires_at });
    expect(json.client_secret_expires_at).toBe(expires_at);
    expect((await withSecret(client, json.client_secret)).status).toBe(200);
    clock.advance(61);
    expect((await withSecret(client, json.client_secret)).status).toBe(401);
    expect((await withSecret(client, client.client_secret)).status).toBe(200);
  });

  it('C18 no other client can name them', async () => {
    const [mine, theirs] = [await world.registerClient(), await world.registerClient()];
    await make(theirs);
    const [{ id }] = (await secretsOf(theirs)) as [Secret];
    expect((await end(mine, id)).status).toBe(404);
    expect(await secretsOf(theirs)).toHaveLength(2);
  });
});
