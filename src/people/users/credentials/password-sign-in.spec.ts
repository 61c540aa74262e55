import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.js';
import { BrandingModule } from '#platform/branding';
import { type CallingAuthor, ChangesModule } from '#platform/changes';
import { EventsModule } from '#platform/events';
import { ConfigModule, loadConfig } from '#platform/config';
import { CryptoModule, PasswordHash } from '#platform/crypto';
import { DatabaseModule } from '#platform/database';
import { HousekeepingModule } from '#platform/housekeeping';
import { actorOf, HttpModule } from '#platform/http';
import { type Said, worded } from '#platform/texts';
import { ListsModule } from '#platform/lists';
import { LinksModule } from '#platform/links';
import { LoggingModule } from '#platform/logging';
import { MailModule } from '#platform/mail';
import { MetricsModule } from '#platform/metrics';
import { OutboundModule } from '#platform/outbound';
import { OutboxModule } from '#platform/outbox';
import { ReplayModule } from '#platform/replay';
import { ADMIN_SCOPES, ResourcesModule } from '#registry/resources';
import { SettingsModule } from '#platform/settings';
import { ThrottlingModule } from '#platform/throttling';
import { UserAdministration } from '../admin/user-administration.js';
import { UserRepository } from '../user.repository.js';
import { UsersModule } from '../users.module.js';
import { FirstAdmin } from './first-admin.js';
import { PasswordChange } from './password-change.js';
import { PasswordSignIn } from './password-sign-in.js';

const config = loadConfig({ DATA_DIR: temporaryDirectory(), LOG_LEVEL: 'silent' });

@Module({
  imports: [
    ConfigModule.register(config),
    ...[
      LoggingModule,
      MetricsModule,
      DatabaseModule,
      CryptoModule,
      HousekeepingModule,
      EventsModule,
      ChangesModule,
      ListsModule,
    ],
    ...[SettingsModule, ThrottlingModule, OutboundModule, OutboxModule, ReplayModule],
    ...[BrandingModule, HttpModule, LinksModule, MailModule],
    ...[ResourcesModule, UsersModule],
  ],
})
class TestModule {}

let app: INestApplicationContext;
let users: UserRepository;
let administration: UserAdministration;
let signIn: PasswordSignIn;
let addresses = 0;

const PASSWORD = 'correct horse battery staple';

const callingAs = (userId: string | undefined, scope = ADMIN_SCOPES): CallingAuthor => {
  const caller = {
    ...{ clientId: 'tester', userId, scope },
    ...{ authTime: undefined, authorizationId: undefined },
  };
  return { actor: actorOf(caller), caller };
};
const root = callingAs(undefined);

/** A new address each time, so that only the limits under test are met. */
const address = () => `192.0.2.${String(++addresses % 250)}`;
/** Whoever tries one password after the other. */
const GUESSER = '198.51.100.77';
const from = (ip: string) => ({ ip, userAgent: undefined, requestId: 'test' });
const attempt = (identifier: string, password = PASSWORD, ip = address(), deviceId?: string) =>
  signIn.attempt({ identifier, password, origin: from(ip), deviceId });
const hashing = () => jest.spyOn(PasswordHash.prototype, 'matches');
const create = async (username: string, more = {}) =>
  (await administration.create({ username, password: PASSWORD, ...more }, root)).user;

beforeAll(async () => {
  app = await NestFactory.createApplicationContext(TestModule, { logger: false });
  users = app.get(UserRepository);
  administration = app.get(UserAdministration);
  signIn = app.get(PasswordSignIn);
});

afterAll(() => app.close());

describe('the first admin', () => {
  it('I32 of many first starts at once, one creates the admin and tells the password once', async () => {
    const firstAdmin = app.get(FirstAdmin);
    const answers = await Promise.all(Array.from({ length: 4 }, () => firstAdmin.ensure()));
    const told = answers.flatMap(({ password }) => password ?? []);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^[0-9a-z]{4}(-[0-9a-z]{4}){4}$/);
    expect(await attempt('admin', told[0])).toMatchObject({
      kind: 'signed-in',
      user: { username: 'admin', roles: ['admin'] },
    });
    expect(await firstAdmin.ensure()).toEqual({ username: 'admin', created: false });
  });
});

describe('signing in with a password', () => {
  it('I09 works with username and e-mail address in any spelling', async () => {
    const { sub } = await create('Bob', { email: 'Bob@Example.com' });
    for (const identifier of ['Bob', 'bob', ' BOB ', 'ｂｏｂ', 'bob@example.COM']) {
      expect(await attempt(identifier)).toMatchObject({ kind: 'signed-in', user: { sub } });
    }
  });

  it('I01, I02 unknown, disabled and wrong answer alike, after the same one hash', async () => {
    await create('carol');
    await create('disabled', { disabled: true });
    await create('without-password', { password: undefined });
    for (const name of ['carol', 'nobody-at-all', 'disabled', 'without-password']) {
      const matches = hashing();
      const password = name === 'disabled' ? PASSWORD : 'a wrong password';
      expect(await attempt(name, password)).toEqual({ kind: 'refused' });
      expect(matches).toHaveBeenCalledTimes(1);
      matches.mockRestore();
    }
  });

  it('I25 1,025 characters are refused before any hashing, as a wrong password is', async () => {
    const matches = hashing();
    expect(await attempt('carol', 'x'.repeat(1025))).toEqual({ kind: 'refused' });
    expect(await attempt('x'.repeat(100_000))).toEqual({ kind: 'refused' });
    expect(matches).not.toHaveBeenCalled();
  });

  it('I25 nothing is cut off, and composed letters are kept', async () => {
    await create('long', { password: 'phrase '.repeat(140) });
    await expect(create('nul', { password: 'before and\0 after it' })).rejects.toThrow(
      'control characters',
    );
    await create('accent', { password: 'caf\u00e9 au lait, deux sucres' });
    expect(await attempt('long', 'phrase '.repeat(139))).toEqual({ kind: 'refused' });
    expect(await attempt('long', 'phrase '.repeat(140))).toMatchObject({ kind: 'signed-in' });
    expect(await attempt('accent', 'cafe\u0301 au lait, deux sucres')).toMatchObject({
      kind: 'signed-in',
    });
  });

  it('I08, I09 forty guesses at once under every spelling get no more than five tries', async () => {
    jest.spyOn(Date, 'now').mockReturnValue(1_900_000_000_000);
    await create('dave');
    const matches = hashing();
    const names = ['dave', 'DAVE', 'ｄａｖｅ', ' Dave '];
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        attempt(names[i % 4]!, `guess number ${String(i)}`, GUESSER),
      ),
    );
    expect(matches).toHaveBeenCalledTimes(5);
    expect(outcomes.filter(({ kind }) => kind === 'throttled')).toHaveLength(35);
  });

  it('I07 the wait doubles, and the right password after it starts anew', async () => {
    await create('erin');
    const start = Date.now();
    const at = (seconds: number) => jest.spyOn(Date, 'now').mockReturnValue(start + seconds * 1000);
    at(0);
    for (let i = 0; i < 5; i++) await attempt('erin', 'a wrong guess', GUESSER);
    expect(await attempt('erin', PASSWORD, GUESSER)).toEqual({ kind: 'throttled' });
    at(2);
    expect(await attempt('erin', 'a wrong guess', GUESSER)).toEqual({ kind: 'refused' });
    at(3);
    expect(await attempt('erin', PASSWORD, GUESSER)).toEqual({ kind: 'throttled' });
    at(5);
    expect(await attempt('erin', PASSWORD, GUESSER)).toMatchObject({ kind: 'signed-in' });
    for (let i = 0; i < 5; i++) {
      expect(await attempt('erin', 'a wrong guess', GUESSER)).toEqual({ kind: 'refused' });
    }
  });

  it('I07 names that nobody has are throttled like those that somebody has', async () => {
    jest.spyOn(Date, 'now').mockReturnValue(1_900_000_000_000);
    const kinds = [];
    for (let i = 0; i < 7; i++)
      kinds.push((await attempt('ghost', 'some password', '198.51.100.78')).kind);
    expect(kinds).toEqual([...Array<string>(5).fill('refused'), 'throttled', 'throttled']);
  });

  it('I07 one address may fail 30 times a minute; signing in is no failure', async () => {
    jest.spyOn(Date, 'now').mockReturnValue(1_900_000_000_000);
    await create('frank');
    for (let i = 0; i < 29; i++) await attempt(`spray-${String(i)}`, PASSWORD, '198.51.100.1');
    for (let i = 0; i < 3; i++) {
      expect(await attempt('frank', PASSWORD, '198.51.100.1')).toMatchObject({ kind: 'signed-in' });
    }
    expect(await attempt('spray', PASSWORD, '198.51.100.1')).toEqual({ kind: 'refused' });
    expect(await attempt('frank', PASSWORD, '198.51.100.1')).toEqual({ kind: 'throttled' });
    expect(await attempt('frank', PASSWORD, '198.51.100.2')).toMatchObject({ kind: 'signed-in' });
  });

  it('I11, S05 guesses made elsewhere keep a person out of no browser', async () => {
    jest.spyOn(Date, 'now').mockReturnValue(1_900_000_000_000);
    await create('grace');
    const first = await attempt('grace');
    const deviceId = first.kind === 'signed-in' ? first.deviceId : undefined;
    for (let i = 0; i < 6; i++) await attempt('grace', 'a wrong guess', GUESSER);
    expect(await attempt('grace', PASSWORD, GUESSER)).toEqual({ kind: 'throttled' });
    expect(await attempt('grace')).toMatchObject({ kind: 'signed-in' });
    const known = () => attempt('grace', PASSWORD, GUESSER, deviceId);
    expect(await known()).toMatchObject({ kind: 'signed-in', deviceId });
    // The guesser's wait goes on, and the known browser has a budget as well.
    expect(await attempt('grace', PASSWORD, GUESSER)).toEqual({ kind: 'throttled' });
    for (let i = 0; i < 5; i++) await attempt('grace', 'a wrong guess', address(), deviceId);
    expect(await known()).toEqual({ kind: 'throttled' });
  });

  it('I10 confirming a password is held to a wait as signing in is', async () => {
    jest.spyOn(Date, 'now').mockReturnValue(1_900_000_000_000);
    const { sub } = await create('heidi');
    const confirm = (password: string) =>
      signIn.confirm(sub, { password, origin: from(address()) });
    expect(await confirm(PASSWORD)).toBe('verified');
    for (let i = 0; i < 5; i++) expect(await confirm('a wrong guess')).toBe('refused');
    expect(await confirm(PASSWORD)).toBe('throttled');
  });

  it('I26 a guess that was turned away unchecked does not count', async () => {
    await create('ivan');
    const overload = new Error('too many');
    hashing().mockRejectedValue(overload);
    for (let i = 0; i < 85; i++) {
      await expect(attempt('ivan', PASSWORD, GUESSER)).rejects.toBe(overload);
    }
    jest.restoreAllMocks();
    expect(await attempt('ivan', PASSWORD, GUESSER)).toMatchObject({ kind: 'signed-in' });
  });
});

describe('changing the own password', () => {
  it('counts up the version in the same write, so that of two changes at once one wins', async () => {
    const judy = await create('judy');
    const change = app.get(PasswordChange);
    const outcomes = await Promise.all([
      change.change(judy, 'the first new phrase', callingAs(judy.sub)),
      change.change(judy, 'the second new phrase', callingAs(judy.sub)),
    ]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['changed', 'outdated']);
    expect((await users.find(judy.sub))?.credentialVersion).toBe(1);
    expect(await attempt('judy')).toEqual({ kind: 'refused' });
  });

  it('I27 refuses what the policy refuses, with the reason', async () => {
    const { sub } = await create('kim');
    const kim = await administration.find(sub, {});
    const outcome = await app.get(PasswordChange).change(kim, 'password12345678', callingAs(sub));
    expect(outcome).toEqual({ kind: 'refused', reason: expect.any(Function) });
    const { reason } = outcome as { reason: Said };
    expect(worded(reason)).toContain('attackers');
  });
});
