import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { PasswordHash } from '#platform/crypto';
import { clock } from '../support/clock.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { startOwnWorld, type OwnWorld } from '../support/application.js';
import { LoginForm, signedIn } from './login-form.js';
import { ReverseProxy } from './reverse-proxy.js';

const ATTACKER = '198.51.100.66';

describe('the address of a client, behind a trusted proxy', () => {
  let world: OwnWorld;
  let proxy: ReverseProxy;
  let client: RegisteredClient;
  let hours = 0;

  beforeAll(async () => {
    world = await startOwnWorld({
      ...{ ISSUER: 'https://sso.example.com', TRUSTED_PROXIES: '127.0.0.0/8, 10.0.0.0/8' },
    });
    proxy = new ReverseProxy([world.application]);
    client = await world.registerClient({ first_party: true });
  });

  /** How many of 35 guesses at 35 accounts are checked when each says it comes from elsewhere. */
  async function checked(header: (guess: number) => string): Promise<number> {
    // Every time in an hour of its own, in which nobody has failed yet.
    clock.advance(3600 * ++hours - (clock.now() % 3600));
    const form = await LoginForm.open(world, client);
    // Whether a guess is checked is what counts here, not that it takes a core for a while.
    jest.spyOn(world.application.nest.get(PasswordHash), 'matches').mockResolvedValue(false);
    let count = 0;
    for (let guess = 0; guess < 35; guess++) {
      proxy.from(header(guess));
      const { status } = await form.try(`nobody-${guess}`, 'password123');
      if (status === 400) count += 1;
    }
    return count;
  }

  it.each<[string, (guess: number) => string]>([
    ['an invented address in front', (i) => `203.0.113.${i}, ${ATTACKER}`],
    ['a thousand of them', (i) => `${Array(1000).fill(`192.0.2.${i}`).join(',')}, ${ATTACKER}`],
    ['text in front', (i) => `nonsense ${i}, ${ATTACKER}`],
    ['text alone', (i) => `nonsense-${i}`],
    ['an empty entry', (i) => `203.0.113.${i}, ,${ATTACKER}`],
    ['an address that is none', (i) => `203.0.113.${i}.${i}`],
    ['a host name', (i) => `host-${i}.example`],
    ['another port each time', (i) => `${ATTACKER}:${1000 + i}`],
    ['another zone each time', (i) => `fe80::1%${'a'.repeat(100)}${i}`],
    ['a trusted address between', (i) => `203.0.113.${i}, ${ATTACKER}, 10.1.2.3`],
    ['an unreadable entry before a trusted one', (i) => `nonsense ${i}, 10.1.2.3`],
    ['another address of one IPv6 network', (i) => `2001:db8:1:2::${i}`],
  ])('I31 %s gets nobody around the limit per address', async (_name, header) => {
    expect(await checked(header)).toBe(30);
  });

  it('I31 different people behind one proxy are told apart', async () => {
    expect(await checked((i) => `203.0.113.${i}`)).toBe(35);
    expect(await checked((i) => `2001:db8:1:${i}::1`)).toBe(35);
    expect(await checked((i) => `203.0.113.${i}:4711`)).toBe(35);
    expect(await checked((i) => `[2001:db8:2:${i}::1]:4711`)).toBe(35);
  });

  it('I31 nothing that a header says gets into a row unless it is an address', async () => {
    const user = await world.createUser();
    const headers = ['x'.repeat(300), `<b>${ATTACKER}</b>`, `fe80::1%${'z'.repeat(60)}`, "';--"];
    for (const header of headers) {
      proxy.from(header);
      const form = await LoginForm.open(world, client);
      expect(signedIn(await form.try(user.username, user.password))).toBe(true);
    }
    const rows: { ip: string }[] = await world.query('SELECT ip FROM sessions');
    expect(rows.length).toBeGreaterThanOrEqual(headers.length);
    for (const { ip } of rows) expect(ip).toMatch(/^[\da-f.:]{2,45}$/);
  });
});
