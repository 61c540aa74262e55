import { beforeAll, expect, it } from '@jest/globals';
import type { Answer } from '../support/answer.js';
import { audit, replayCodes } from '../support/chaos/audit.js';
import { Crowd } from '../support/chaos/crowd.js';
import { isUnavailable, Ledger } from '../support/chaos/ledger.js';
import { Scene } from '../support/chaos/scene.js';
import type { ServerProcess } from '../support/server-process.js';
import { describeSmallDisk, SmallDisk } from '../support/small-disk.js';
import { worldOf } from '../support/world.js';

// `npm run chaos` sets it.
const OUTAGES = Number(process.env['CHAOS_OUTAGES'] ?? 2);
const registration = { client_name: 'Late', redirect_uris: ['https://late.example/callback'] };
const TIMEOUT = 120_000 + OUTAGES * 10_000;

describeSmallDisk('P04 the disk of SQLite fills up under load and is freed again', () => {
  const ledger = new Ledger(true);
  const reads: Answer[] = [];
  const writes: Answer[] = [];
  let server: ServerProcess;

  async function outage(disk: SmallDisk, scene: Scene, crowd: Crowd): Promise<void> {
    const { world, client, service } = scene;
    await crowd.work(150);
    disk.fill();
    const refused = ledger.unavailable;
    await crowd.until(() => ledger.unavailable > refused + 30);
    for (const path of ['/health/live', '/jwks', '/.well-known/openid-configuration', '/docs']) {
      reads.push(await world.get(path));
    }
    const [token = ''] = ledger.issued;
    reads.push(await world.introspect(service, token));
    reads.push(
      await world.token(service, { grant_type: 'client_credentials', scope: 'orders:read' }),
    );
    const [family] = ledger.families;
    writes.push(await world.admin.post('/clients', registration));
    writes.push(
      await world.token(service, { grant_type: 'client_credentials', scope: 'ledger:read' }),
    );
    writes.push(await world.refresh(client, family?.tokens.at(-1) ?? ''));
    writes.push(await world.revoke(client, family?.tokens.at(-1) ?? ''));
    disk.free();
    const answered = ledger.answered;
    await crowd.until(() => ledger.answered > answered + 50);
    await replayCodes(scene, ledger);
  }

  beforeAll(async () => {
    const disk = await SmallDisk.start(12);
    ({ server } = disk);
    const scene = await Scene.set(worldOf(server));
    const crowd = new Crowd([scene], ledger, 6);
    try {
      for (let i = 0; i < OUTAGES; i++) await outage(disk, scene, crowd);
    } finally {
      await crowd.disperse();
    }
    await audit(scene, ledger);
  }, TIMEOUT);

  it('P04 what writes is 503 temporarily_unavailable with Retry-After', () => {
    expect(writes).toHaveLength(4 * OUTAGES);
    expect(writes.filter((answer) => !isUnavailable(answer)).map((a) => a.summary())).toEqual([]);
  });

  it('P04 what only reads goes on', () => {
    expect(reads).toHaveLength(6 * OUTAGES);
    expect(reads.filter(({ status }) => status !== 200).map((a) => a.summary())).toEqual([]);
  });

  it('P04 it recovers without a restart, and nothing acknowledged is lost', () => {
    expect(ledger.contradictions).toEqual([]);
    expect(ledger.lost).toBe(0);
    expect(ledger.registered.length).toBeGreaterThan(5);
    expect(ledger.revoked.length).toBeGreaterThan(5);
    expect(server.logs().match(/Gatehouse is ready/g)).toHaveLength(1);
    expect(server.logs()).not.toMatch(/"status":500|"level":"fatal"|Unhandled/);
  });
});
