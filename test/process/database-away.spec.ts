import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, it } from '@jest/globals';
import type { Answer } from '../support/answer.js';
import { audit, replayCodes } from '../support/chaos/audit.js';
import { Crowd } from '../support/chaos/crowd.js';
import { isUnavailable, Ledger, OF_EACH_KIND } from '../support/chaos/ledger.js';
import { Scene } from '../support/chaos/scene.js';
import {
  describeOwnMariadb,
  startMariadb,
  type MariadbProcess,
} from '../support/mariadb-process.js';
import { startServer, type ServerProcess } from '../support/server-process.js';
import { worldOf } from '../support/world.js';

// `npm run chaos` sets it.
const OUTAGES = Number(process.env['CHAOS_OUTAGES'] ?? 2);
const KINDS = ['SIGTERM', 'SIGKILL', 'frozen'] as const;
const TIMEOUT = 120_000 + OUTAGES * 30_000;

/** The longest that anybody has to wait for an answer, with room for a busy machine. */
const BOUND = 30_000;

/** One request of each kind, as they go on while the database is away. */
async function ask(
  { world, client, service }: Scene,
  token: string,
): Promise<Record<string, Answer>> {
  const { client_id, redirect_uris } = client;
  const [redirect_uri] = redirect_uris;
  const login = { response_type: 'code', client_id, redirect_uri, scope: 'openid' };
  const asked = {
    live: world.get('/health/live'),
    ready: world.get('/health/ready'),
    login: world.browser().get('/authorize', login),
    token: world.token(service, { grant_type: 'client_credentials', scope: 'ledger:read' }),
    refresh: world.refresh(client, 'unknown'),
    introspection: world.introspect(client, token),
    revocation: world.revoke(client, token),
    userinfo: world.userinfo(token),
    management: world.admin.get('/clients'),
  };
  const answered = Object.entries(asked).map(
    async ([name, answer]) => [name, await answer] as const,
  );
  return Object.fromEntries(await Promise.all(answered));
}

describeOwnMariadb('P04 MariaDB stops under load and comes back', () => {
  const ledger = new Ledger(true);
  const during: Record<string, Answer>[] = [];
  let server: ServerProcess;

  const outage = async (database: MariadbProcess, scene: Scene, crowd: Crowd, i: number) => {
    await crowd.work(150);
    await crowd.until(() => ledger.families.size > 0);
    const [family] = ledger.families;
    const kind = KINDS[i % KINDS.length];
    if (kind === 'frozen') database.freeze();
    else await database.stop(kind ?? 'SIGKILL');
    const refused = ledger.unavailable;
    await crowd.until(() => ledger.unavailable > refused + 5);
    // What was cached for a second is not any more.
    await sleep(1100);
    during.push(await ask(scene, family?.accessToken ?? ''));
    if (kind === 'frozen') database.thaw();
    else await database.start();
    while ((await scene.world.get('/health/ready')).status !== 200) await sleep(50);
    await replayCodes(scene, ledger);
  };

  beforeAll(async () => {
    const database = await startMariadb();
    server = await startServer({ databaseUrl: database.url });
    const scene = await Scene.set(worldOf(server));
    const crowd = new Crowd([scene], ledger, 6);
    try {
      for (let i = 0; i < OUTAGES; i++) await outage(database, scene, crowd, i);
      await crowd.work(150);
    } finally {
      await crowd.disperse();
    }
    await audit(scene, ledger);
  }, TIMEOUT);

  it('P04 every answer is 503 temporarily_unavailable with Retry-After, none is late', () => {
    const unclear = during
      .flatMap((answers) => Object.entries(answers))
      .filter(([name, answer]) => name !== 'live' && !isUnavailable(answer));
    expect(unclear.map(([, answer]) => answer.summary())).toEqual([]);
    expect(ledger.slowest).toBeLessThan(BOUND);
    expect(ledger.lost).toBe(0);
  });

  it('P04 it is alive but not ready meanwhile, and recovers without a restart', () => {
    expect(during.map(({ live, ready }) => [live?.status, ready?.status])).toEqual(
      during.map(() => [200, 503]),
    );
    expect(during).toHaveLength(OUTAGES);
    expect(server.logs().match(/^Gatehouse \S+ is ready/gm)).toHaveLength(1);
  });

  it('P03 nothing acknowledged is lost, nothing revoked revives, no code gives two grants', () => {
    expect(ledger.contradictions).toEqual([]);
    expect(ledger.worked).toBe(true);
    expect(ledger.replayed).toBeGreaterThanOrEqual(OF_EACH_KIND);
  });

  it('P04 no request fails for a reason that nobody foresaw', () => {
    expect(server.logs()).not.toMatch(/"status":500|"level":"fatal"|Unhandled/);
  });
});
