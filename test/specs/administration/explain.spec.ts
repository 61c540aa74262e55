import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { startOwnWorld } from '../../support/application.js';
import { clock } from '../../support/clock.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import type { LocalWorld, RegisteredUser } from '../../support/world.js';

const REDIRECT = 'https://app.example/cb';
const CHALLENGE = createHash('sha256').update('verifier').digest('base64url');

type Sent = Record<string, string | string[]>;

describe('what would become of a request', () => {
  let world: LocalWorld;
  let clients: Record<'open' | 'pushing' | 'signing' | 'service', RegisteredClient>;
  let user: RegisteredUser;

  beforeAll(async () => {
    world = await startOwnWorld();
    user = await world.createUser({ name: 'Alice Example' });
    await world.registerResourceServer({
      identifier: 'https://photos.example',
      scopes: ['photos:read', 'photos:write'],
    });
    const of = (metadata: object) =>
      world.registerClient({ redirect_uris: [REDIRECT], require_pkce: true, ...metadata });
    clients = {
      open: await of({ scope: 'openid profile photos:read' }),
      pushing: await of({ require_pushed_authorization_requests: true }),
      signing: await of({
        ...{ require_signed_request_object: true, token_endpoint_auth_method: 'private_key_jwt' },
      }),
      service: await world.registerClient({
        ...{ grant_types: ['client_credentials'], redirect_uris: [], scope: 'photos:read' },
      }),
    };
  });

  const good = (): Sent => ({
    ...{ response_type: 'code', client_id: clients.open.client_id, redirect_uri: REDIRECT },
    ...{ scope: 'openid profile', state: randomBytes(8).toString('hex') },
    ...{ code_challenge: CHALLENGE, code_challenge_method: 'S256' },
  });

  const explain = (body: object) => world.admin.post('/explain/authorization', body);

  /** Ways in which a request can be wrong, each with something that varies. */
  const faults: Record<string, (sent: Sent, n: number) => void> = {
    'duplicates at the client': (sent, n) => {
      sent['client_id'] = [clients.open.client_id, `c${String(n)}`];
    },
    'duplicates later': (sent, n) => {
      sent['scope'] = ['openid', `openid s${String(n)}`];
    },
    client: (sent, n) => {
      sent['client_id'] = `unknown-${String(n)}`;
    },
    'redirect-uri': (sent, n) => {
      sent['redirect_uri'] = `https://app.example/${String(n)}`;
    },
    'response-type': (sent, n) => {
      sent['response_type'] = ['token', 'nothing', 'id_token', 'code id_token'][n % 4]!;
    },
    'response-mode': (sent, n) => {
      sent['response_mode'] = `mode${String(n)}`;
    },
    state: (sent, n) => {
      sent['state'] = 'x'.repeat(9000 + n);
    },
    registration: (sent, n) => {
      sent['registration'] = `{"n":${String(n)}}`;
    },
    scope: (sent) => {
      sent['scope'] = 'openid photos:write';
    },
    resource: (sent, n) => {
      sent['resource'] = `https://nowhere${String(n)}.example`;
    },
    nonce: (sent, n) => {
      sent['nonce'] = 'n'.repeat(5000 + n);
    },
    'code-challenge': (sent, n) => {
      if (n % 2 === 0) delete sent['code_challenge'];
      else sent['code_challenge_method'] = 'plain';
    },
    prompt: (sent, n) => {
      sent['prompt'] = n % 2 === 0 ? 'none login' : `other${String(n)}`;
    },
    'max-age': (sent, n) => {
      sent['max_age'] = `-${String(n)}`;
    },
    'id-token-hint': (sent, n) => {
      sent['id_token_hint'] = `hint${String(n)}`;
    },
    claims: (sent, n) => {
      sent['claims'] = `{"n${String(n)}"`;
    },
    pushing: (sent) => {
      sent['client_id'] = clients.pushing.client_id;
    },
    signing: (sent) => {
      sent['client_id'] = clients.signing.client_id;
    },
  };

  /** Which check refused it at the endpoint itself; undefined when it went on to a person. */
  async function atTheEndpoint(sent: Sent): Promise<string | undefined> {
    const query = new URLSearchParams(
      Object.entries(sent).flatMap(([name, value]) =>
        [value].flat().map((one): [string, string] => [name, one]),
      ),
    );
    const answer = await fetch(`${world.issuer}/authorize?${query.toString()}`, {
      redirect: 'manual',
    });
    const target = answer.headers.get('location') ?? '';
    if (answer.status < 400 && target.includes('/interaction/')) return undefined;
    const reference = answer.headers.get('x-request-id') ?? '';
    const found = await world.admin.get(`/errors/${reference}`);
    return found.json.check as string;
  }

  it('is what becomes of it: 560 random requests, right and wrong', async () => {
    const names = Object.keys(faults);
    const times = new Map<string, number>();
    let wrong: unknown[] = [];
    for (let n = 0; n < 560; n += 1) {
      // Sixty refusals a minute are kept of one address.
      if (n % 40 === 39) clock.elapse(61);
      const sent = good();
      if (n % 3 === 0) sent['login_hint'] = `somebody-${String(n)}`;
      if (n % 11 !== 0) faults[names[n % names.length]!]!(sent, n);
      if (n % 7 === 0) faults[names[(n * 5 + 3) % names.length]!]!(sent, n);
      const [answer, check] = [await explain({ parameters: sent }), await atTheEndpoint(sent)];
      const explained = answer.json.refused?.check as string | undefined;
      const agree = answer.status === 200 && explained === check;
      if (!agree) wrong.push([sent, check, explained ?? answer.text]);
      const key = check ?? 'none';
      times.set(key, (times.get(key) ?? 0) + 1);
    }
    wrong = wrong.slice(0, 5);
    expect(wrong).toEqual([]);
    const seldom = [...times].filter(([, count]) => count < 5);
    expect(seldom).toEqual([]);
    expect([...times.keys()]).toEqual(
      expect.arrayContaining([
        ...['duplicates', 'client', 'redirect-uri', 'response-type', 'response-mode', 'state'],
        ...['registration', 'scope', 'resource', 'code-challenge', 'prompt', 'max-age'],
        ...['claims-request', 'request-resolver', 'request-objects'],
      ]),
    );
    expect(times.get('none')).toBeGreaterThanOrEqual(50);
  }, 300_000);

  it('names each step, the reason, and how to mend it', async () => {
    const sent = { ...good(), redirect_uri: 'https://app.example/other' };
    const { json } = await explain({ parameters: sent });
    expect(json).toMatchObject({
      outcome: 'refused',
      asked: [],
      refused: { check: 'redirect-uri', spec: expect.any(String), fix: expect.any(String) },
    });
    expect(json.steps.slice(0, 5)).toEqual([
      { step: 'duplicates', outcome: 'ok' },
      { step: 'client', outcome: 'ok' },
      { step: 'request-resolver', outcome: 'ok' },
      { step: 'redirect-uri', outcome: 'refused' },
      { step: 'response-type', outcome: 'not_reached' },
    ]);
  });

  it('tells what somebody would be asked, and the claims that tokens would really have', async () => {
    const client = clients.open;
    const url = `${world.issuer}/authorize?${new URLSearchParams(good() as Record<string, string>).toString()}`;
    expect((await explain({ url })).json).toMatchObject({ outcome: 'asked', asked: ['login'] });
    const before = (await explain({ url, user: user.sub })).json;
    expect(before).toMatchObject({ outcome: 'asked', asked: ['consent'] });
    const tokens = await world.tokens({ client, user, scope: 'openid profile photos:read' });
    const parameters = { ...good(), scope: 'openid profile photos:read nonsense' };
    const after = (await explain({ parameters, user: user.sub })).json;
    expect(after).toMatchObject({
      outcome: 'granted',
      asked: [],
      scope: 'openid profile photos:read',
    });
    expect(after.dropped).toEqual([{ scope: 'nonsense', reason: expect.any(String) }]);
    const real = (token: string) =>
      JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as object;
    const varying =
      /^(iat|exp|jti|auth_time|sid|at_hash|authorization_id|group_version|resource_ids|nonce)$/;
    const lasting = (claims: object) =>
      Object.fromEntries(Object.entries(claims).filter(([name]) => !varying.test(name)));
    expect(lasting(after.id_token)).toEqual(lasting(real(tokens.id_token!)));
    expect(lasting(after.access_token)).toEqual(lasting(real(tokens.access_token)));
    const photos = { ...good(), scope: 'openid profile' };
    const told = (await explain({ parameters: photos, user: user.sub })).json.userinfo;
    const own = await world.tokens({ client, user, scope: 'openid profile' });
    expect(told).toEqual((await world.userinfo(own.access_token)).json);
  });

  it('says which power somebody cannot give', async () => {
    const tool = await world.registerClient({
      ...{ redirect_uris: [REDIRECT], first_party: true, scope: 'openid users:read' },
    });
    const parameters = { ...good(), client_id: tool.client_id, scope: 'openid users:read' };
    const { json } = await explain({ parameters, user: user.sub });
    expect(json).toMatchObject({
      ...{ outcome: 'granted', scope: 'openid' },
      dropped: [{ scope: 'users:read', reason: expect.stringContaining('power') }],
    });
    const [admin] = (await world.admin.get('/users?q=admin')).json.items;
    expect((await explain({ parameters, user: admin.sub })).json).toMatchObject({
      ...{ outcome: 'granted', scope: 'openid users:read', dropped: [] },
    });
  });

  it('says that an old or a weak sign-in would not do', async () => {
    const parameters = { ...good(), max_age: '60' };
    const old = await explain({ parameters, user: user.sub, signed_in: { age: 120 } });
    expect(old.json).toMatchObject({ outcome: 'asked', asked: ['login'] });
    const strong = await world.registerClient({
      ...{ redirect_uris: [REDIRECT], first_party: true },
      require_acr: 'https://refeds.org/profile/mfa',
    });
    const asked = { ...good(), client_id: strong.client_id, scope: 'openid' };
    const weak = await explain({ parameters: asked, user: user.sub });
    expect(weak.json.outcome).not.toBe('granted');
    const acr = 'https://refeds.org/profile/mfa';
    const enough = await explain({ parameters: asked, user: user.sub, signed_in: { acr } });
    expect(enough.json).toMatchObject({ outcome: 'granted', id_token: { acr } });
  });

  it('of a token request agrees with /token', async () => {
    const { service, open } = clients;
    const fields: [RegisteredClient, Record<string, string>][] = [
      [service, { grant_type: 'client_credentials' }],
      [service, { grant_type: 'client_credentials', scope: 'photos:read' }],
      [service, { grant_type: 'client_credentials', scope: 'photos:write' }],
      [service, { grant_type: 'client_credentials', scope: 'openid' }],
      [service, { grant_type: 'client_credentials', resource: 'https://nowhere.example' }],
      [service, { grant_type: 'nothing' }],
      [service, {}],
      [open, { grant_type: 'client_credentials' }],
      [service, { grant_type: 'authorization_code' }],
    ];
    for (const [client, parameters] of fields) {
      const body = { client_id: client.client_id, parameters };
      const { json } = await world.admin.post('/explain/token', body);
      const answer = await world.token(client, parameters);
      const error = answer.json.error as string | undefined;
      expect([parameters, json.refused?.error]).toEqual([parameters, error]);
      if (error === undefined) {
        expect([json.outcome, json.scope]).toEqual(['granted', answer.json.scope]);
      }
    }
    const parameters = { grant_type: 'authorization_code' };
    const body = { client_id: open.client_id, parameters };
    expect((await world.admin.post('/explain/token', body)).json.outcome).toBe('needs_more');
  });

  it('is not told to whoever pastes secrets', async () => {
    const { access_token, id_token } = await world.tokens({ client: clients.open, user });
    const pasted: Sent[] = [
      { ...good(), client_secret: 'something' },
      { ...good(), request: 'eyJhbGciOiJub25lIn0.e30.' },
      { ...good(), request_uri: 'urn:ietf:params:oauth:request_uri:something' },
      { ...good(), id_token_hint: id_token! },
      { ...good(), login_hint: access_token },
      { ...good(), login_hint: randomBytes(32).toString('base64url') },
    ];
    for (const parameters of pasted) {
      const answer = await explain({ parameters });
      expect([Object.keys(parameters).at(-1), answer.status]).toEqual([
        Object.keys(parameters).at(-1),
        400,
      ]);
    }
    const url = `${world.issuer}/callback?code=${randomBytes(32).toString('base64url')}`;
    expect((await explain({ url })).status).toBe(400);
    const token = { client_id: clients.open.client_id, parameters: { refresh_token: 'something' } };
    expect((await world.admin.post('/explain/token', token)).status).toBe(400);
  });

  it('is found out without a row written anywhere', async () => {
    const tables = (
      await world.query<{ name: string }[]>("SELECT name FROM sqlite_master WHERE type = 'table'")
    ).map(({ name }) => name);
    // What others cause is written behind their answers.
    const settled = async (): Promise<Record<string, unknown>> => {
      await world.admin.get('/errors?limit=1');
      const first = await counts();
      await sleep(400);
      const second = await counts();
      return isDeepStrictEqual(first, second) ? second : settled();
    };
    const counts = async () => {
      const all: Record<string, unknown> = {};
      for (const name of tables) {
        const [row] = await world.query<{ n: number }[]>(`SELECT COUNT(*) AS n FROM "${name}"`);
        all[name] = row?.n;
      }
      return all;
    };
    await world.admin.token();
    const before = await settled();
    expect(tables.length).toBeGreaterThan(20);
    for (const name of Object.keys(faults)) {
      const sent = good();
      faults[name]!(sent, 1);
      await explain({ parameters: sent, user: user.sub });
    }
    await explain({ parameters: good(), user: user.sub });
    const { client_id } = clients.service;
    const parameters = { grant_type: 'client_credentials' };
    await world.admin.post('/explain/token', { client_id, parameters });
    expect(await settled()).toEqual(before);
  });
});
