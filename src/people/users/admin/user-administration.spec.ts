import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.js';
import { BrandingModule } from '#platform/branding';
import { type CallingAuthor, ChangesModule } from '#platform/changes';
import { EventsModule } from '#platform/events';
import { ConfigModule, loadConfig } from '#platform/config';
import { CryptoModule } from '#platform/crypto';
import { DatabaseModule } from '#platform/database';
import { HousekeepingModule } from '#platform/housekeeping';
import { actorOf, HttpModule } from '#platform/http';
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
import { FirstAdmin } from '../credentials/first-admin.js';
import { UserRepository } from '../user.repository.js';
import { UsersModule } from '../users.module.js';
import { UserAdministration } from './user-administration.js';

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

const callingAs = (userId: string | undefined, scope = ADMIN_SCOPES): CallingAuthor => {
  const caller = {
    ...{ clientId: 'tester', userId, scope },
    ...{ authTime: undefined, authorizationId: undefined },
  };
  return { actor: actorOf(caller), caller };
};
const root = callingAs(undefined);

/** No password: hashing one would only cost time here. */
const create = async (username: string, more = {}) =>
  (await administration.create({ username, ...more }, root)).user;

beforeAll(async () => {
  app = await NestFactory.createApplicationContext(TestModule, { logger: false });
  users = app.get(UserRepository);
  administration = app.get(UserAdministration);
  await app.get(FirstAdmin).ensure();
});

afterAll(() => app.close());

describe('administration of users', () => {
  const limited = callingAs(undefined, new Set(['users:read', 'users:write']));

  it('M11 nobody makes an admin, or takes one over, without all the scopes of an admin', async () => {
    const admin = await create('second-admin', { roles: ['admin'] });
    const plain = await create('lee');
    const refused = { status: 403, error: 'insufficient_scope' };
    const attempts = [
      administration.create({ username: 'mallory', roles: ['admin'] }, limited),
      administration.change(plain.sub, { roles: ['admin'] }, limited),
      administration.change(admin.sub, { password: 'known to mallory' }, limited),
      administration.change(admin.sub, { roles: [] }, limited),
      administration.delete(admin.sub, limited),
    ];
    for (const outcome of await Promise.allSettled(attempts)) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: refused });
    }
    await expect(
      administration.change(plain.sub, { roles: ['editor'] }, limited),
    ).resolves.toMatchObject({ user: { roles: ['editor'] } });
    await administration.delete(admin.sub, root);
  });

  it('the last admin who can sign in stays, also when two remove each other', async () => {
    const first = (await users.findByLogin('admin'))!;
    const second = await create('third-admin', { roles: ['admin'] });
    const outcomes = await Promise.allSettled([
      administration.change(first.sub, { disabled: true }, callingAs(second.sub)),
      administration.delete(second.sub, callingAs(first.sub)),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { status: 409 },
    });
    const admins = (await users.list({}, undefined)).items.filter(
      (user) => user.roles.includes('admin') && !user.disabled,
    );
    expect(admins).toHaveLength(1);
  });

  it('nobody disables or deletes themselves', async () => {
    const { sub } = await create('mike');
    const self = callingAs(sub);
    await expect(administration.change(sub, { disabled: true }, self)).rejects.toMatchObject({
      status: 409,
    });
    await expect(administration.delete(sub, self)).rejects.toMatchObject({ status: 409 });
  });

  it('I33 of many accounts with one name or address at once, one is created', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, (_, i) =>
        administration.create({ username: `twin${String(i)}`, email: 'Twin@example.com' }, root),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('changes at the same time to different members are all kept', async () => {
    const { sub } = await create('nina');
    await Promise.all([
      administration.change(sub, { given_name: 'Nina' }, root),
      administration.change(sub, { family_name: 'Simone' }, root),
      administration.change(sub, { password: 'an entirely new phrase' }, root),
    ]);
    expect(await users.find(sub)).toMatchObject({
      claims: { given_name: 'Nina', family_name: 'Simone' },
      credentialVersion: 1,
    });
  });

  it('a username that is an e-mail address cannot outlive that address', async () => {
    const { sub } = await create('olga@example.com', { email: 'olga@example.com' });
    for (const email of [null, 'other@example.com']) {
      await expect(administration.change(sub, { email }, root)).rejects.toMatchObject({
        status: 400,
      });
    }
  });

  it('L06 the search is a literal prefix of username or e-mail address', async () => {
    await create('peggy', { email: 'x-ray@example.com' });
    const found = async (search: string) =>
      (await users.list({ q: search }, undefined)).items.map(({ username }) => username);
    expect(await found('PEG')).toEqual(['peggy']);
    expect(await found('x-ray')).toEqual(['peggy']);
    expect(await found('%')).toEqual([]);
    expect(await found("' OR '1'='1")).toEqual([]);
    expect(await found('eggy')).toEqual([]);
  });
});
