// Ids and secrets that applications have been told already: for moves, and for files in git.
import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type LocalWorld, startWorld, unique } from '../../support/world.js';

const SECRET = randomBytes(32).toString('base64');
const SERVICE = { client_name: 'Moved', grant_types: ['client_credentials'], scope: 'moved' };

let world: LocalWorld;
beforeAll(async () => {
  world = await startWorld();
  await world.registerResourceServer({ identifier: 'https://moved.example', scopes: ['moved'] });
});

const create = (body: object) => world.admin.post('/clients', { ...SERVICE, ...body });

const tokenBy = (credentials: string) =>
  fetch(`${world.issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });

describe('client_id = *VSCHAR (RFC 6749 §A.1)', () => {
  it.each([
    'grafana',
    `a/b?c=d#e%20f&g"h<i>'j|k+l\\m`,
    'A'.repeat(127),
    '~',
    'oauth2-proxy.internal',
  ])('%s is what its client is called', async (start) => {
    const client_id = start.length > 100 ? `${start}B` : `${start}${unique()}`;
    const client = await world.admin.create('/clients', { ...SERVICE, client_id });
    expect(client.client_id).toBe(client_id);
    const path = `/clients/${encodeURIComponent(client_id)}`;
    expect((await world.admin.get(path)).json.client_id).toBe(client_id);
    expect((await world.admin.patch(path, { client_name: 'Renamed' })).status).toBe(200);
    expect((await world.clientCredentials(client)).scope).toBe('moved');
    expect((await world.admin.delete(path)).status).toBe(204);
  });

  it.each(['', 'a b', 'a:b', 'ä', 'a\n', 'A'.repeat(129), '..', 'https://app.example/client.json'])(
    '%j is refused by name',
    async (client_id) => {
      const { status, json } = await create({ client_id });
      expect(status).toBe(400);
      expect(json.errors).toContainEqual(expect.objectContaining({ pointer: '/client_id' }));
    },
  );

  it('one that is taken is a conflict, and upper and lower case are two', async () => {
    const client_id = `Grafana-${unique()}`;
    expect((await create({ client_id })).status).toBe(201);
    expect((await create({ client_id })).status).toBe(409);
    expect((await create({ client_id: client_id.toLowerCase() })).status).toBe(201);
    expect((await create({ client_id: 'swagger-ui' })).status).toBe(409);
  });
});

describe('client_secret = *VSCHAR (RFC 6749 §A.2)', () => {
  it('one that was made elsewhere is good, sent as it is or encoded (§2.3.1)', async () => {
    for (const client_secret of [
      SECRET,
      'p4%2Fx+Kw/9=zR7&mQ;tV"yB!c8',
      randomBytes(12).toString('hex'),
    ]) {
      const client_id = `moved-${unique()}`;
      const created = await create({ client_id, client_secret });
      expect([created.status, created.json.client_secret]).toEqual([201, client_secret]);
      expect((await tokenBy(`${client_id}:${client_secret}`)).status).toBe(200);
      const encoded = encodeURIComponent(client_secret);
      expect((await tokenBy(`${client_id}:${encoded}`)).status).toBe(200);
      expect((await tokenBy(`${client_id}:${client_secret}x`)).status).toBe(401);
      const read = await world.admin.get(`/clients/${client_id}`);
      expect(read.text).not.toContain(client_secret);
    }
  });

  it.each([
    'short',
    'correct-horse-battery-staple',
    'changemechangemechangemechangeme',
    'a'.repeat(64),
  ])('%s is weak_secret', async (client_secret) => {
    const { status, json } = await create({ client_secret });
    expect([status, json.error]).toEqual([400, 'weak_secret']);
    expect(json.errors).toContainEqual(expect.objectContaining({ pointer: '/client_secret' }));
    expect(JSON.stringify(json)).not.toContain(client_secret);
  });

  it.each([7, null, { a: 1 }, ['x']])('%j is no secret', async (client_secret) => {
    expect((await create({ client_secret, client_id: client_secret })).status).toBe(400);
  });

  it('a public client has none, and a key for HS512 has 64 bytes (RFC 7518 §3.2)', async () => {
    const open = { token_endpoint_auth_method: 'none', grant_types: [], client_secret: SECRET };
    expect((await create(open)).json.errors).toContainEqual(
      expect.objectContaining({ pointer: '/client_secret' }),
    );
    const keyed = { token_endpoint_auth_method: 'client_secret_jwt' };
    expect((await create({ ...keyed, client_secret: SECRET })).status).toBe(400);
    const client_secret = randomBytes(48).toString('base64url');
    const client = await world.admin.create('/clients', { ...SERVICE, ...keyed, client_secret });
    expect((await world.clientCredentials(client)).scope).toBe('moved');
  });
});
