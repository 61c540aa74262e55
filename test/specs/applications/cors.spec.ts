// Which scripts may call the endpoints for clients, and with which headers.
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type LocalWorld, startWorld } from '../../support/world.js';

let world: LocalWorld;
beforeAll(async () => {
  world = await startWorld();
});

const preflight = async (origin: string, headers: string): Promise<Headers> => {
  const answer = await fetch(`${world.issuer}/token`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': headers,
    },
  });
  await answer.text();
  return answer.headers;
};

describe('allowed_cors_origins', () => {
  it.each(['capacitor://localhost', 'chrome-extension://abcdefghijklmnop', 'https://app.example'])(
    '%s may call, until it is taken away',
    async (origin) => {
      const { client_id } = await world.registerClient({ allowed_cors_origins: [origin] });
      expect((await preflight(origin, 'x')).get('access-control-allow-origin')).toBe(origin);
      await world.admin.patch(`/clients/${client_id}`, { allowed_cors_origins: null });
      await new Promise((resolve) => setTimeout(resolve, 1100));
      expect((await preflight(origin, 'x')).get('access-control-allow-origin')).toBeNull();
    },
  );

  it.each([
    'https://app.example/',
    'https://APP.example',
    'app.example',
    '*',
    'null',
    'https://a b',
  ])('%j is no origin', async (origin) => {
    const body = { client_name: 'App', allowed_cors_origins: [origin] };
    const { status, json } = await world.admin.post('/clients', body);
    expect(status).toBe(400);
    expect(json.errors).toContainEqual(
      expect.objectContaining({ pointer: '/allowed_cors_origins/0' }),
    );
  });
});

it('a script may send the headers that it asks for, as far as they are names', async () => {
  const origin = 'https://headers.example';
  await world.registerClient({ allowed_cors_origins: [origin] });
  const asked = 'authorization, traceparent, x-requested-with';
  expect((await preflight(origin, asked)).get('access-control-allow-headers')).toBe(asked);
  for (const other of ['a b', 'a;b', 'x'.repeat(5000)]) {
    const allowed = (await preflight(origin, other)).get('access-control-allow-headers');
    expect(allowed).toBe('Authorization, Content-Type, DPoP');
  }
});
