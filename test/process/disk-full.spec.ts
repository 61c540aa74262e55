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
/** A row may still fit where the journal of a larger write did not; then the next one does not. */
const TRIES = 5;

/** Answers until one says that the server cannot write, and at most as many as there are `values`. */
async function firstRefusal<T>(
  values: readonly T[],
  write: (value: T) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const value of values) {
    const answer = await write(value);
    answers.push(answer);
    if (isUnavailable(answer)) break;
  }
  return answers;
}

/** Refresh tokens that nobody else uses. */
async function refreshTokens(scene: Scene, ledger: Ledger): Promise<string[]> {
  const tokens: string[] = [];
  for (let i = 0; i < TRIES; i++) {
    const issued = await scene.code(ledger);
    if (issued === undefined) throw new Error('no code before the outage');
    const { json } = await scene.world.redeem(scene.client, issued);
    tokens.push(json.refresh_token);
  }
  return tokens;
}

describeSmallDisk('P04 the disk of SQLite fills up under load and is freed again', () => {
  const ledger = new Ledger(true);
  const reads: Answer[] = [];
  const writes: Answer[][] = [];
  let server: ServerProcess;

  async function outage(disk: SmallDisk, scene: Scene, crowd: Crowd): Promise<void> {
    const { world, client, service } = scene;
    await crowd.work(150);
    const toRotate = await refreshTokens(scene, ledger);
    const toRevoke = await refreshTokens(scene, ledger);
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
    const tries = Array.from({ length: TRIES });
    const opaque = { grant_type: 'client_credentials', scope: 'ledger:read' };
    writes.push(
      await firstRefusal(tries, () => world.admin.post('/clients', registration)),
      await firstRefusal(tries, () => world.token(service, opaque)),
      await firstRefusal(toRotate, (value) => world.refresh(client, value)),
      await firstRefusal(toRevoke, (value) => world.revoke(client, value)),
    );
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
    for (const answers of writes) {
      const last = answers.pop();
      expect(last?.summary()).toContain('temporarily_unavailable');
      expect(last && isUnavailable(last)).toBe(true);
      expect(answers.every(({ status }) => status === 200 || status === 201)).toBe(true);
    }
  });

  it('P04 what only reads goes on', () => {
    expect(reads).toHaveLength(6 * OUTAGES);
    expect(reads.filter(({ status }) => status !== 200).map((a) => a.summary())).toEqual([]);
  });

  it('P04 it recovers without a restart, and nothing acknowledged is lost', () => {
    expect(ledger.contradictions).toEqual([]);
    expect(ledger.lost).toBe(0);
    expect(ledger.worked).toBe(true);
    expect(server.logs().match(/^Gatehouse \S+ is ready/gm)).toHaveLength(1);
    expect(server.logs()).not.toMatch(/"status":500|"level":"fatal"|Unhandled/);
  });
});
