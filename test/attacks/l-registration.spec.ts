import { beforeAll, describe, expect, it } from '@jest/globals';
import { clock } from '../support/clock.js';
import { initialAccessToken, METADATA, sendRegistration } from '../support/registration.js';
import { RelyingParty } from '../support/relying-party.js';
import { startWorld, type LocalWorld } from '../support/world.js';

describe('L: registration that is open to everybody', () => {
  let world: LocalWorld;
  beforeAll(async () => {
    world = await startWorld({
      ...{ REGISTRATION: 'open', TRUSTED_PROXIES: '127.0.0.1' },
      OUTBOUND_ALLOWED_NETWORKS: '127.0.0.1/32,::1/128',
    });
  });

  const register = (address: string, token?: string) =>
    sendRegistration(world, { token, body: METADATA, headers: { 'x-forwarded-for': address } });

  it('L15 one address registers so many clients an hour, and no other address suffers for it', async () => {
    clock.advance(1);
    const outcomes: number[] = [];
    for (let i = 0; i < 22; i++) outcomes.push((await register('192.0.2.1')).status);
    expect(outcomes).toEqual([...Array<number>(20).fill(201), 429, 429]);
    const refused = await register('192.0.2.1');
    expect([refused.json.error, refused.headers.get('retry-after')]).toEqual([
      ...['temporarily_unavailable', '3600'],
    ]);
    expect((await register('192.0.2.2')).status).toBe(201);
    clock.advance(3600);
    expect((await register('192.0.2.1')).status).toBe(201);
  });

  it('L15 O10 how many is a setting, and what they replace counts as what they register', async () => {
    clock.advance(1);
    const { client_id, registration_access_token: token } = (await register('192.0.2.8')).json;
    const replace = (n: number) =>
      sendRegistration(world, {
        ...{ method: 'PUT', path: `/${String(client_id)}`, token: String(token) },
        body: { ...METADATA, client_id, client_name: `Self-made ${n}` },
        headers: { 'x-forwarded-for': '192.0.2.8' },
      });
    const outcomes: number[] = [];
    for (let n = 0; n < 21; n++) outcomes.push((await replace(n)).status);
    expect(outcomes).toEqual([...Array<number>(19).fill(200), 429, 429]);
    expect((await register('192.0.2.8')).status).toBe(429);
    const set = (registrations_per_hour: number | null) =>
      world.admin.patch('/settings/limits', { registrations_per_hour });
    expect((await set(22)).status).toBe(200);
    expect([(await register('192.0.2.8')).status, (await replace(30)).status]).toEqual([201, 200]);
    expect((await replace(31)).status).toBe(429);
    await set(null);
  });

  const change = (
    address: string,
    { client_id, registration_access_token: token }: Record<string, any>,
    more: object = {},
  ) =>
    sendRegistration(world, {
      ...{ method: 'PUT', path: `/${client_id}`, token, body: { ...METADATA, client_id, ...more } },
      headers: { 'x-forwarded-for': address },
    });

  it('L15 S17 a change counts like a registration, and neither makes us fetch more than that', async () => {
    clock.advance(3600);
    const party = await RelyingParty.start();
    const sector_identifier_uri = `${party.origin}/sector`;
    party.behaviours.set('/sector', (_visit, response) => {
      response.end(JSON.stringify(METADATA.redirect_uris));
    });
    const { json: client } = await register('192.0.2.9');
    const outcomes: number[] = [];
    for (let n = 0; n < 30; n++) {
      const uri = `${sector_identifier_uri}?${n}`;
      const more = { subject_type: 'pairwise', sector_identifier_uri: uri };
      outcomes.push((await change('192.0.2.9', client, more)).status);
    }
    expect(outcomes.filter((status) => status !== 429)).toHaveLength(19);
    expect(party.at('/sector').length).toBeLessThanOrEqual(19);
    expect((await register('192.0.2.9')).status).toBe(429);
    expect((await register('192.0.2.10')).status).toBe(201);
    // Reading and leaving cost nothing, and stay free.
    const own = { path: `/${client.client_id}`, token: client.registration_access_token };
    for (const method of ['GET', 'DELETE']) {
      expect((await sendRegistration(world, { method, ...own })).status).toBeLessThan(300);
    }
  });

  it('S17 one that had a token counts for itself, from wherever it asks', async () => {
    const token = await initialAccessToken(world);
    const [one, two] = [await register('192.0.2.20', token), await register('192.0.2.20', token)];
    for (let n = 0; n < 20; n++) {
      expect((await change(`192.0.2.${21 + n}`, one.json)).status).toBe(200);
    }
    const refused = await change('192.0.2.50', one.json);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '3600']);
    expect((await change('192.0.2.20', two.json)).status).toBe(200);
  });

  it('S17 keys are made for algorithms that are offered, one of each, however often they are asked for', async () => {
    clock.advance(3600);
    const { id_token_signing_alg_values_supported: offered } = (
      await world.get('/.well-known/openid-configuration')
    ).json;
    const keys = async (): Promise<string[]> =>
      (await world.get('/jwks')).json.keys.map(({ alg }: { alg: string }) => alg).sort();
    const { json: client } = await register('192.0.2.60', await initialAccessToken(world));
    const before = await keys();
    for (const alg of ['none', 'RS1', 'ES256K', 'HS1', 'rs256', 'RSA1_5']) {
      for (const member of ['id_token_signed_response_alg', 'request_object_encryption_alg']) {
        const answer = await change('192.0.2.60', client, { [member]: alg });
        expect([alg, answer.status]).toEqual([alg, 400]);
      }
    }
    expect(await keys()).toEqual(before);
    clock.advance(3600);
    for (const alg of ['ES384', 'ES384', 'RS256', 'ES384']) {
      expect(offered).toContain(alg);
      const more = { id_token_signed_response_alg: alg };
      expect((await change('192.0.2.60', client, more)).status).toBe(200);
    }
    expect((await keys()).filter((alg) => alg === 'ES384')).toHaveLength(1);
  });

  it('L15 strangers register no more than a thousand clients; who has a token still can', async () => {
    const rows = Array.from({ length: 1000 }, (_, i) => `stranger-${i}`);
    for (const id of rows) {
      await world.query(
        `INSERT INTO clients (client_id, metadata, disabled, created_at, updated_at) VALUES (?, '{}', 0, 0, 0)`,
        [id],
      );
      await world.query(
        `INSERT INTO client_registrations (client_id, access_token_hash, policy) VALUES (?, '', '{}')`,
        [id],
      );
    }
    const full = await register('192.0.2.3');
    expect([full.status, full.json.error]).toEqual([503, 'temporarily_unavailable']);
    expect(full.headers.get('retry-after')).not.toBeNull();
    expect((await register('192.0.2.3', await initialAccessToken(world))).status).toBe(201);
  });
});
