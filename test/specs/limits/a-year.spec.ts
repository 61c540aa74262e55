import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { PasswordHash } from '#platform/crypto';
import { Parameters } from '#protocol';
import { PasswordSignIn } from '#people/users';
import { ClientAuthenticator } from '../../../src/registry/clients/authentication/client-authenticator.js';
import { startOwnWorld, type OwnWorld } from '../../support/application.js';
import { clock } from '../../support/clock.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { LocalWorld, type RegisteredUser } from '../../support/world.js';
import { Ledger } from './ledger.js';

const DAY = 24 * 3600;
/** How often the guessers come. */
const STEP = 12 * 3600;
/** A year where `npm run limits` asks for it; what it shows, it shows after two months. */
const DAYS = Number(process.env['LIMITS_DAYS'] ?? 60);
const OFFICE = '203.0.113.10';
/** Guessers with one address, and a crowd with many. */
const HAMMERS = ['198.51.100.1', OFFICE];
const CROWD = Array.from({ length: 40 }, (_, n) => `192.0.2.${n + 1}`);
const MOST_IN_A_ROW = 100;

const origin = (ip: string) => ({ ip, userAgent: undefined, requestId: 'a-year' });

/**
 * A year of guesses at four people and a client, by the rules as they run. Passwords are compared
 * without a hash, and the database does not wait for the disk; all else is the product's own.
 */
describe('S04 S05 a year of guessing', () => {
  let world: OwnWorld;
  let client: RegisteredClient;
  const ledger = new Ledger();
  const people = new Map<string, RegisteredUser & { browser?: string | undefined }>();

  beforeAll(async () => {
    world = await startOwnWorld();
    client = await world.registerClient({ token_endpoint_auth_method: 'client_secret_post' });
    // Comes daily; comes once a quarter; was here once; has never been here.
    for (const name of ['daily', 'quarterly', 'once', 'never']) {
      people.set(name, await world.createUser({ username: name }));
    }
    await world.query('PRAGMA synchronous = OFF');
  });

  /** What the password threads do, without their work. */
  async function compareAtOnce(): Promise<void> {
    const passwords = new Map<string, string>();
    const rows = await world.query('SELECT username, password_hash AS hash FROM users');
    for (const { username, hash } of rows) {
      passwords.set(hash, people.get(username)?.password ?? world.application.adminPassword);
    }
    const hash = world.application.nest.get(PasswordHash);
    jest.spyOn(hash, 'matches').mockImplementation(async (stored, typed) => {
      const right = stored !== undefined && passwords.get(stored) === typed;
      const name = nameOf(passwords.get(stored ?? ''));
      if (name !== undefined) ledger.checked(name, right);
      return Promise.resolve(right);
    });
  }

  afterAll(() => {
    if (process.env['LIMITS_DAYS'] !== undefined) ledger.print();
  });

  const nameOf = (password: string | undefined) =>
    [...people.values()].find((person) => person.password === password)?.username;

  async function signIn(name: string, ip: string, where: 'known' | 'new'): Promise<boolean> {
    const { username, password, browser } = people.get(name)!;
    const deviceId = where === 'known' ? browser : undefined;
    const signIns = world.application.nest.get(PasswordSignIn);
    const outcome = await signIns.attempt({
      ...{ identifier: username, password, origin: origin(ip), deviceId },
    });
    const signedIn = outcome.kind === 'signed-in';
    if (signedIn && where === 'known') people.get(name)!.browser = outcome.deviceId;
    ledger.came(name, where, signedIn);
    return signedIn;
  }

  /** As fast as the rules let them, by either name, until they have to wait. */
  async function guess(ip: string, most: number): Promise<void> {
    const signIns = world.application.nest.get(PasswordSignIn);
    for (const { username, email } of people.values()) {
      for (const identifier of [username, String(email)]) {
        for (let n = 0; n < most; n++) {
          const attempt = { identifier, password: `guess ${n}`, origin: origin(ip) };
          if ((await signIns.attempt(attempt)).kind === 'throttled') break;
        }
      }
    }
  }

  /** Wrong secrets until they are refused unheard, and the right one from the same address. */
  async function authenticate(): Promise<void> {
    const authenticator = world.application.nest.get(ClientAuthenticator, { strict: false });
    const attempt = (client_secret: string) =>
      authenticator.authenticate(
        {
          authorization: undefined,
          parameters: Parameters.from({ client_id: client.client_id, client_secret }),
        },
        origin(OFFICE),
      );
    const wrong = await Promise.allSettled(Array.from({ length: 25 }, () => attempt('wrong')));
    expect(wrong.every(({ status }) => status === 'rejected')).toBe(true);
    const right = await attempt(client.client_secret ?? '').catch(() => undefined);
    ledger.clientCame(right !== undefined);
  }

  async function liveADay(day: number): Promise<void> {
    for (let step = 0; step < DAY / STEP; step++) {
      for (const ip of HAMMERS) await guess(ip, 2);
      await guess(CROWD[(2 * day + step) % CROWD.length]!, 3);
      await authenticate();
      clock.advance(STEP);
      clock.elapse(STEP);
    }
    // From the very address at which somebody guesses.
    if (day > 0) await signIn('daily', OFFICE, 'known');
    if (day % 90 === 55) await signIn('quarterly', OFFICE, 'known');
    if (day % 30 === 0) await signIn('daily', `198.18.0.${day % 250}`, 'new');
    if (day % 20 === 0) await world.keepHouse();
  }

  it('S04 S05 nobody who is right is kept out, and no account takes more than 100 wrong ones', async () => {
    await compareAtOnce();
    clock.advance(0);
    for (const name of ['daily', 'quarterly', 'once']) {
      const { username, password } = people.get(name)!;
      const browser = await world.application.nest
        .get(PasswordSignIn)
        .attempt({ identifier: username, password, origin: origin(OFFICE) });
      if (browser.kind === 'signed-in') people.get(name)!.browser = browser.deviceId;
    }
    for (let day = 0; day < DAYS; day++) await liveADay(day);
    await world.application.control.flushEvents();
    ledger.locked(await world.query("SELECT user_id FROM events WHERE type = 'user.locked'"), [
      ...people.values(),
    ]);

    // What strangers could not do.
    expect(ledger.clientRefusals).toBe(0);
    expect(ledger.refusals('known')).toBe(0);
    for (const name of people.keys()) {
      expect([name, ledger.mostInARow(name) <= MOST_IN_A_ROW]).toEqual([name, true]);
      // And it was tried hard enough to mean something.
      expect([name, ledger.wrongOnes(name) >= 80]).toEqual([name, true]);
    }
    // An account that nobody opened has taken no more since, and is open no longer to new browsers.
    expect(ledger.wrongOnes('once')).toBe(80);
    expect(await signIn('once', '198.18.1.1', 'new')).toBe(false);
    // A browser that is known opens it.
    expect(await signIn('once', '198.18.1.1', 'known')).toBe(true);
    expect(await signIn('once', '198.18.1.1', 'new')).toBe(true);
    // An admin opens it for somebody who has none.
    expect(await signIn('never', '198.18.1.2', 'new')).toBe(false);
    const administrator = new LocalWorld(world.application).admin;
    expect((await administrator.post(`/users/${people.get('never')!.sub}/unlock`)).status).toBe(
      204,
    );
    expect(await signIn('never', '198.18.1.2', 'new')).toBe(true);
    // Who comes every day never notices; for the others there is an event.
    const closed = [...people.keys()].filter((name) => ledger.timesLocked(name) > 0);
    expect(closed).toEqual(['quarterly', 'once', 'never']);
  }, 900_000);
});
