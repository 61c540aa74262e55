import { availableParallelism } from 'node:os';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Piscina } from 'piscina';
import { PasswordHash } from '#platform/crypto';
import { OAuthError } from '#protocol';
import type { RegisteredClient } from '../support/registered-client.js';
import { startOwnWorld, type OwnWorld } from '../support/application.js';
import type { RegisteredUser } from '../support/world.js';
import { LoginForm, signedIn } from './login-form.js';
import { inParallel } from './requests.js';
import { ReverseProxy } from './reverse-proxy.js';

describe('a flood of logins', () => {
  let world: OwnWorld;
  let proxy: ReverseProxy;
  let client: RegisteredClient;
  let user: RegisteredUser;

  beforeAll(async () => {
    world = await startOwnWorld(
      {
        ISSUER: 'https://sso.example.com',
        TRUSTED_PROXIES: '127.0.0.1',
      },
      {},
      'shipped',
    );
    proxy = new ReverseProxy([world.application]);
    client = await world.registerClient({ first_party: true });
    user = await world.createUser();
  });

  it('I26 of 200 at once the queue takes some and 503 answers the rest; health answers meanwhile', async () => {
    const hash = world.application.nest.get(PasswordHash);
    const threads = Reflect.get(hash, 'threads') as Piscina;
    const verify = arrivingTogether(hash, 200);
    const seen = { running: 0, waiting: 0 };
    const form = await LoginForm.open(world, client);
    const done = { logins: 0, checks: 0 };
    const flood = inParallel(200, async (i) => {
      proxy.from(`10.9.${i >> 4}.${i & 15}`);
      const answer = await form.try(`nobody-${i}`, 'a wrong guess');
      done.logins += 1;
      return answer;
    });
    while (done.logins < 200) {
      const { status } = await world.get('/health/live');
      expect(status).toBe(200);
      done.checks += 1;
      seen.running = Math.max(seen.running, threads.threads.length);
      seen.waiting = Math.max(seen.waiting, threads.queueSize);
    }
    const answers = await flood;
    const count = (status: number) => answers.filter((answer) => answer.status === status).length;
    expect(count(400) + count(429) + count(503)).toBe(200);
    expect(verify).toHaveBeenCalledTimes(200);
    expect(count(503)).toBe(200 - 64 - availableParallelism());
    for (const answer of answers.filter(({ status }) => status === 503)) {
      expect(answer.headers.get('retry-after')).toBe('1');
    }
    // While hundreds of hashes were worked off, other requests went through one after the other.
    expect(done.checks).toBeGreaterThan(10);
    expect(seen.running).toBeGreaterThan(0);
    expect(seen.running).toBeLessThanOrEqual(availableParallelism());
    expect(seen.waiting).toBeGreaterThan(0);
    expect(seen.waiting).toBeLessThanOrEqual(64 + availableParallelism());
  });

  /** Lets the passwords through once so many are there, however slowly this machine sends them. */
  function arrivingTogether(hash: PasswordHash, expected: number) {
    const matches = hash.matches.bind(hash);
    let arrived = 0;
    const waiting: (() => void)[] = [];
    return jest.spyOn(hash, 'matches').mockImplementation(async (stored, password) => {
      arrived += 1;
      if (arrived < expected) await new Promise<void>((resolve) => waiting.push(resolve));
      else for (const resolve of waiting.splice(0)) resolve();
      return matches(stored, password);
    });
  }

  it('I26 nobody who was turned away for the flood has lost a try, and signing in works again', async () => {
    const form = await LoginForm.open(world, client);
    const full = OAuthError.temporarilyUnavailable('too many passwords are being checked');
    const verify = jest.spyOn(world.application.nest.get(PasswordHash), 'matches');
    verify.mockRejectedValue(full);
    proxy.from('10.8.0.1');
    for (let guess = 0; guess < 40; guess++) {
      expect((await form.try(user.username, 'a wrong guess')).status).toBe(503);
    }
    verify.mockRestore();
    expect(signedIn(await form.try(user.username, user.password))).toBe(true);
  });
});
