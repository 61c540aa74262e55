import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { PasswordHash } from '#platform/crypto';
import { clock } from '../support/clock.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { countStatements } from '../support/statements.js';
import { startOwnWorld, type OwnWorld } from '../support/application.js';
import { LoginForm, masked, signedIn } from './login-form.js';
import { comparable } from './requests.js';
import { ReverseProxy } from './reverse-proxy.js';

describe('whether an account exists', () => {
  let world: OwnWorld;
  let proxy: ReverseProxy;
  let client: RegisteredClient;

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
  });

  /** One name of every kind, none of which anybody has guessed at. */
  async function names(): Promise<Record<string, string>> {
    const known = await world.createUser();
    const byEmail = await world.createUser();
    const bare = { username: `bare-${randomUUID()}` };
    return {
      known: known.username,
      'known by e-mail address': String(byEmail['email']),
      unknown: `nobody-${randomUUID()}`,
      'unknown e-mail address': `nobody-${randomUUID()}@people.example`,
      disabled: (await world.createUser({ disabled: true })).username,
      'without a password': (await world.admin.create('/users', bare)).username,
    };
  }

  /** Five guesses each from an address of its own, so that one cannot slow down the next. */
  let addresses = 0;
  const fromElsewhere = () => proxy.from(`203.0.113.${++addresses}`);

  it('I01 the answer to a wrong password is the same, byte for byte, for every kind of name', async () => {
    const answers = new Map<string, object>();
    for (const [kind, name] of Object.entries(await names())) {
      fromElsewhere();
      const answer = await (await LoginForm.open(world, client)).try(name, 'a wrong guess');
      const { status, headers } = comparable(answer);
      const length = Number(headers['content-length']) - name.length;
      answers.set(kind, {
        ...{ status, length, body: masked(answer, name) },
        headers: { ...headers, 'content-length': undefined },
      });
      expect(answer.text).toContain(`value="${name}"`);
    }
    const [first] = answers.values();
    expect(first).toMatchObject({ status: 400 });
    for (const answer of answers.values()) expect(answer).toEqual(first);
  });

  it('I01 a disabled account with the right password looks like a wrong password', async () => {
    fromElsewhere();
    const disabled = await world.createUser({ disabled: true });
    const form = await LoginForm.open(world, client);
    const right = await form.try(disabled.username, disabled.password);
    const wrong = await form.try(disabled.username, 'a wrong guess');
    expect(right.status).toBe(400);
    expect(masked(right, disabled.username)).toBe(masked(wrong, disabled.username));
  });

  it('I01 waiting begins after the same number of guesses, and looks like failing', async () => {
    clock.advance(0);
    for (const name of Object.values(await names())) {
      fromElsewhere();
      const form = await LoginForm.open(world, client);
      const pages = [];
      for (let guess = 0; guess < 7; guess++) pages.push(await form.try(name, 'a wrong guess'));
      expect(pages.findIndex(({ status }) => status === 429)).toBe(5);
      expect(new Set(pages.map((page) => masked(page, name))).size).toBe(1);
      expect(pages.at(-1)?.headers.get('retry-after')).toBe('1');
    }
  });

  it('I01 login_hint, with which no password is sent, tells nothing', async () => {
    const pages = [];
    for (const login_hint of Object.values(await names())) {
      const { page } = await LoginForm.open(world, client, { changes: { login_hint } });
      pages.push(masked(page, login_hint));
    }
    expect(new Set(pages).size).toBe(1);
  });

  it('I02 one password verification and the same statements, whoever it is', async () => {
    const verify = jest.spyOn(world.application.nest.get(PasswordHash), 'matches');
    const texts = new Map<string, string>();
    for (const [kind, name] of Object.entries(await names())) {
      fromElsewhere();
      const form = await LoginForm.open(world, client);
      // A name that was never guessed at has no row to count in, whether somebody has it or not.
      await form.try(name, 'a wrong guess');
      verify.mockClear();
      const { list } = await countStatements(world, () => form.try(name, 'another wrong guess'));
      expect([kind, verify.mock.calls.length]).toEqual([kind, 1]);
      // What else runs now and then, audit events among it, may fall into any interval.
      const work = list.filter((sql) => /users|attempt_budgets/.test(sql));
      // Times of day differ from one name to the next; what is done does not.
      texts.set(kind, work.join('\n').replace(/\b\d{10}\b/g, 'time'));
    }
    for (const text of texts.values()) expect(text).toBe(texts.get('known'));
    expect([...texts.values()][0]).toContain('SELECT');
  });

  it('I02 the verification for nobody costs what a real one costs: same argon2id parameters', async () => {
    const cost = (phc: string) => phc.split('$').slice(1, 4).join('$');
    // The administrator comes with the installation, which tests make once.
    const users = "SELECT password_hash AS hash FROM users WHERE username <> 'admin'";
    const rows = await world.query(users);
    const stored = rows.map(({ hash }: { hash: string | null }) => hash).filter(Boolean);
    const argon2 = await import('@node-rs/argon2');
    const hash = world.application.nest.get(PasswordHash);
    expect(await hash.matches(undefined, 'whatever')).toBe(false);
    expect(new Set(stored.map(cost))).toEqual(new Set(['argon2id$v=19$m=19456,t=2,p=1']));
    const { readFileSync } = await import('node:fs');
    const source = readFileSync('src/platform/crypto/password-hash.ts', 'utf8');
    const nobody = /'(\$argon2id\$[^']+)'/.exec(source)?.[1] ?? '';
    expect(cost(nobody)).toBe('argon2id$v=19$m=19456,t=2,p=1');
    expect(await argon2.verify(nobody, 'whatever')).toBe(false);
  });

  it('I02 while an account waits, nothing is verified: for a real and for a made-up one', async () => {
    const verify = jest.spyOn(world.application.nest.get(PasswordHash), 'matches');
    clock.advance(0);
    for (const name of Object.values(await names())) {
      fromElsewhere();
      const form = await LoginForm.open(world, client);
      verify.mockClear();
      for (let guess = 0; guess < 9; guess++) {
        expect(signedIn(await form.try(name, 'a wrong guess'))).toBe(false);
      }
      expect(verify).toHaveBeenCalledTimes(5);
    }
  });
});
