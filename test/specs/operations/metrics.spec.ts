import { beforeAll, describe, expect, it } from '@jest/globals';
import { VERSION } from '#platform/config';
import { Metrics } from '#platform/metrics';
import { clock } from '../../support/clock.js';
import { freePort } from '../../support/free-port.js';
import { type OwnWorld, startOwnWorld } from '../../support/application.js';

let world: OwnWorld;
let origin: string;

const scrape = async () => (await fetch(`${origin}/metrics`)).text();

/** The value of the one series of `name` that has all of `labels`. */
function valueOf(text: string, name: string, labels: Record<string, string> = {}): number {
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  const line = text
    .split('\n')
    .find((entry) => entry.startsWith(name) && wanted.every((label) => entry.includes(label)));
  return Number(line?.split(' ').at(-1) ?? 0);
}

beforeAll(async () => {
  const port = await freePort();
  origin = `http://127.0.0.1:${String(port)}`;
  world = await startOwnWorld({ METRICS_PORT: String(port) });
}, 60_000);

describe('GET /metrics on METRICS_PORT', () => {
  it('M05 is not on the port that the world reaches, and that port is nowhere else', async () => {
    expect((await world.get('/metrics')).status).toBe(404);
    for (const path of ['/', '/health/ready', '/openapi.json', '/metrics/', '/metrics?x']) {
      expect((await fetch(origin + path)).status).toBe(404);
    }
    expect((await fetch(`${origin}/metrics`, { method: 'POST' })).status).toBe(404);
  });

  it("speaks Prometheus's text format, with Node's own numbers", async () => {
    const answer = await fetch(`${origin}/metrics`);
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = await answer.text();
    expect(valueOf(text, 'process_resident_memory_bytes')).toBeGreaterThan(0);
    expect(text).toContain('nodejs_eventloop_lag_seconds');
  });

  it('times the statements of the database, those of a transaction too', async () => {
    const name = 'gatehouse_database_statement_duration_seconds';
    const counted = async () => valueOf(await scrape(), `${name}_count`);
    const before = await counted();
    await world.userinfo('nobody');
    const client = await world.registerClient();
    const grown = (await counted()) - before;
    // A row, its origins, its secret and the event stand in one transaction.
    expect(grown).toBeGreaterThanOrEqual(4);
    const text = await scrape();
    expect(valueOf(text, `${name}_bucket`, { le: '5' })).toBe(valueOf(text, `${name}_count`));
    expect(valueOf(text, `${name}_sum`)).toBeGreaterThan(0);
    expect(client.client_id).toBeDefined();
  });

  it('counts answers of the token endpoint by grant type, and requests by route', async () => {
    const client = await world.registerClient({
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    });
    const before = await scrape();
    for (let i = 0; i < 3; i++) {
      expect((await world.token(client, { grant_type: 'client_credentials' })).status).toBe(200);
    }
    expect((await world.token(client, { grant_type: 'nonsense' })).status).toBe(400);
    const after = await scrape();
    const grown = (name: string, labels: Record<string, string>) =>
      valueOf(after, name, labels) - valueOf(before, name, labels);
    const type = { grant_type: 'client_credentials' };
    expect(grown('gatehouse_token_responses_total', type)).toBe(3);
    const count = 'gatehouse_http_request_duration_seconds_count';
    const route = { method: 'POST', route: '/token' };
    expect(grown(count, { ...route, status: '200' })).toBe(3);
    expect(grown(count, { ...route, status: '400' })).toBe(1);
  });

  it('L15 has no label that somebody outside can choose', async () => {
    const canary = 'canary-label';
    await world.get(`/${canary}`);
    await world.get(`/interaction/${canary}`);
    await world.get(`/admin/clients/${canary}`);
    const text = await scrape();
    expect(text).not.toContain(canary);
    expect(text).toContain('route="/interaction/:uid"');
  });

  it('counts refusals of the token endpoint by grant type and error', async () => {
    const client = await world.registerClient();
    const labels = { grant_type: 'authorization_code', error: 'invalid_grant' };
    const read = async () => valueOf(await scrape(), 'gatehouse_token_errors_total', labels);
    const before = await read();
    const asked = { grant_type: 'authorization_code', code: 'x', code_verifier: 'v'.repeat(43) };
    const wrong = { ...asked, redirect_uri: client.redirect_uris?.[0] ?? '' };
    expect((await world.token(client, wrong)).json.error).toBe('invalid_grant');
    expect((await read()) - before).toBe(1);
  });

  it('says which version runs, and how old its keys are', async () => {
    const text = await scrape();
    expect(valueOf(text, 'gatehouse_build_info', { version: VERSION })).toBe(1);
    expect(
      valueOf(text, 'gatehouse_key_age_seconds', { algorithm: 'ES256' }),
    ).toBeGreaterThanOrEqual(0);
    const next = valueOf(text, 'gatehouse_key_rotation_in_seconds', { algorithm: 'ES256' });
    expect(next).toBeGreaterThan(80 * 24 * 3600);
  });

  it('says what waits, and when housekeeping was last done', async () => {
    await world.keepHouse();
    const text = await scrape();
    for (const name of ['gatehouse_events_waiting', 'gatehouse_passwords_in_progress']) {
      expect(text).toMatch(new RegExp(`^${name} \\d+$`, 'm'));
    }
    expect(text).toMatch(/^gatehouse_clock_offset_seconds 0$/m);
    const done = valueOf(text, 'gatehouse_housekeeping_last_round_timestamp_seconds');
    expect(done).toBeGreaterThan(1_000_000_000);
  });

  it('a gauge that cannot be read has no value, and leaves the others theirs', async () => {
    const metrics = world.application.nest.get(Metrics);
    metrics.gauge('gatehouse_test_broken', 'Fails.', () => Promise.reject(new Error('away')));
    const answer = await fetch(`${origin}/metrics`);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('gatehouse_build_info{');
  });

  it('counts audit events by type', async () => {
    const before = valueOf(await scrape(), 'gatehouse_audit_events_total', {
      type: 'user.created',
    });
    await world.createUser();
    const after = valueOf(await scrape(), 'gatehouse_audit_events_total', { type: 'user.created' });
    expect(after - before).toBe(1);
  });

  it('counts the expired rows that housekeeping deletes', async () => {
    await world.get('/account');
    clock.advance(3 * 3600);
    await world.keepHouse();
    const labels = { table: 'interactions' };
    expect(valueOf(await scrape(), 'gatehouse_expired_rows_deleted_total', labels)).toBeGreaterThan(
      0,
    );
  });
});

it('without METRICS_PORT nothing is counted', async () => {
  const plain = await startOwnWorld();
  expect(plain.application.nest.get(Metrics).enabled).toBe(false);
});

it('METRICS_HOST decides where it listens: there, and not on loopback by itself', async () => {
  const METRICS_PORT = String(await freePort());
  await startOwnWorld({ METRICS_PORT, METRICS_HOST: '127.0.0.2' });
  expect((await fetch(`http://127.0.0.2:${METRICS_PORT}/metrics`)).status).toBe(200);
  await expect(fetch(`http://127.0.0.1:${METRICS_PORT}/metrics`)).rejects.toThrow();
});
