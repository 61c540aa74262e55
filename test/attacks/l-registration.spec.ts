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

  it('L15 O10 how many is a setting', async () => {
    clock.advance(7200);
    const set = async (registrations_per_hour: number | null) => {
      const change = { registrations_per_hour };
      expect((await world.admin.patch('/settings/limits', change)).status).toBe(200);
    };
    await set(2);
    const outcomes: number[] = [];
    for (let n = 0; n < 3; n++) outcomes.push((await register('192.0.2.90')).status);
    await set(40);
    for (let n = 0; n < 38; n++) outcomes.push((await register('192.0.2.90')).status);
    expect(outcomes).toEqual([201, 201, 429, ...Array<number>(38).fill(201)]);
    expect((await register('192.0.2.90')).status).toBe(429);
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
