import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { type Findings } from '../support/fuzz/findings.js';
import { fuzz } from '../support/fuzz/fuzz.js';
import { knownOf, targetsOf } from '../support/fuzz/scene.js';
import { startServer, type ServerProcess } from '../support/server-process.js';
import { worldOf } from '../support/world.js';

// `npm run fuzz` sets both; here it is a short run that is the same every time.
const REQUESTS = Number(process.env['FUZZ_REQUESTS'] ?? 4000);
const SEED = Number(process.env['FUZZ_SEED'] ?? 1);
/** Caches, pools and the compiler's work have to fill up first. */
const WARM_UP = Math.floor(REQUESTS / 4);

describe(`${String(REQUESTS)} requests gone wrong, seed ${String(SEED)}`, () => {
  let server: ServerProcess;
  let findings: Findings;
  let growth: number;

  beforeAll(async () => {
    server = await startServer({
      env: { LEGACY_GRANTS: 'implicit,password', REGISTRATION: 'open' },
    });
    const world = worldOf(server);
    const [targets, known] = [await targetsOf(world), await knownOf(world)];
    const options = { origin: server.issuer, progress };
    const warmUp = await fuzz(targets, known, { ...options, requests: WARM_UP, seed: SEED + 1 });
    const before = residentMemory();
    findings = await fuzz(targets, known, { ...options, requests: REQUESTS, seed: SEED });
    growth = residentMemory() - before;
    findings.problems.push(...warmUp.problems);
    progress(findings);
    print(`memory grew by ${growth.toFixed(1)} MB, from ${before.toFixed(1)} MB after the warm-up`);
  }, 3_600_000);

  /** In MB. */
  function residentMemory(): number {
    const status = readFileSync(`/proc/${String(server.pid)}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
  }

  it('L08 none is answered with a 5xx, nor with anything from inside', () => {
    expect(findings.problems).toEqual([]);
    expect(findings.requests).toBe(REQUESTS);
  });

  it('and they got further than the first check: there were answers of many kinds', () => {
    const seen = [...findings.statuses.keys()];
    expect(seen).toEqual(expect.arrayContaining([200, 303, 400, 401, 403, 404, 405, 414, 415]));
  });

  it('the server is as well as before', async () => {
    expect((await fetch(`${server.issuer}/health/ready`)).status).toBe(200);
    // Of a short run, most is the garbage that nobody has collected yet.
    expect(growth).toBeLessThan(REQUESTS < 50_000 ? 120 : 60);
  });
});

function progress({ requests, statuses, slowest, problems }: Findings): void {
  const counts = [...statuses].sort(([a], [b]) => a - b).map(([status, n]) => `${status}:${n}`);
  print(
    `${requests} requests, ${problems.length} found; ${counts.join(' ')}; ` +
      `slowest ${slowest.milliseconds.toFixed(0)} ms ${slowest.request.slice(0, 160)}`,
  );
}

/** For whoever waits for the long run. */
function print(line: string): void {
  if (process.env['FUZZ_REQUESTS'] !== undefined) process.stdout.write(`${line}\n`);
}
