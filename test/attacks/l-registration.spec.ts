import { beforeAll, describe, expect, it } from '@jest/globals';
import { clock } from '../support/clock.js';
import { initialAccessToken, METADATA, sendRegistration } from '../support/registration.js';
import { startWorld, type LocalWorld } from '../support/world.js';

describe('L: registration that is open to everybody', () => {
  let world: LocalWorld;
  beforeAll(async () => {
    world = await startWorld({ REGISTRATION: 'open', TRUSTED_PROXIES: '127.0.0.1' });
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
    const { client_id, registration_access_token: token } = (await register('192.0.2.9')).json;
    const replace = (n: number) =>
      sendRegistration(world, {
        ...{ method: 'PUT', path: `/${String(client_id)}`, token: String(token) },
        body: { ...METADATA, client_id, client_name: `Self-made ${n}` },
        headers: { 'x-forwarded-for': '192.0.2.9' },
      });
    const outcomes: number[] = [];
    for (let n = 0; n < 21; n++) outcomes.push((await replace(n)).status);
    expect(outcomes).toEqual([...Array<number>(19).fill(200), 429, 429]);
    expect((await register('192.0.2.9')).status).toBe(429);
    const set = (registrations_per_hour: number | null) =>
      world.admin.patch('/settings/limits', { registrations_per_hour });
    expect((await set(22)).status).toBe(200);
    expect([(await register('192.0.2.9')).status, (await replace(30)).status]).toEqual([201, 200]);
    expect((await replace(31)).status).toBe(429);
    await set(null);
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
