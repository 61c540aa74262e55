import { randomBytes } from 'node:crypto';
import { beforeAll, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { startApplication, startOwnWorld } from '../../support/application.js';
import { clock } from '../../support/clock.js';
import { createDatabase, describeEachDatabase, describeMariadb } from '../../support/mariadb.js';
import { WebhookReceiver } from '../../support/webhook-receiver.js';
import { LocalWorld } from '../../support/world.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { ReverseProxy } from '../../attacks/reverse-proxy.js';

const OUTBOUND_ALLOWED_NETWORKS = '127.0.0.0/8';

async function hookOf(world: LocalWorld, receiver: WebhookReceiver, types = ['client.created']) {
  return world.admin.create('/webhooks', { url: receiver.url, types });
}

const idsOf = (receiver: WebhookReceiver): string[] =>
  receiver.taken.map(({ data }) => data.client_id);

describeEachDatabase('webhooks', (databaseUrl) => {
  let world: LocalWorld;

  beforeAll(async () => {
    world = await startOwnWorld({ DATABASE_URL: await databaseUrl(), OUTBOUND_ALLOWED_NETWORKS });
  });

  const read = async (id: string) => (await world.admin.get(`/webhooks/${id}`)).json;
  const stateOf = async (id: string) =>
    (await world.admin.get('/webhooks')).json.items.find((one: { id: string }) => one.id === id);
  const verify = (
    secret: string,
    { headers, body }: (typeof WebhookReceiver.prototype.received)[0],
  ) => new Webhook(secret).verify(body, headers);

  it('are told in order of what they asked for, signed so that standardwebhooks verifies it', async () => {
    const receiver = await WebhookReceiver.start();
    const hook = await hookOf(world, receiver);
    expect(hook.secret).toMatch(/^whsec_/);
    const made: string[] = [];
    for (let i = 0; i < 5; i++) made.push((await world.registerClient()).client_id);
    await world.createUser();
    await receiver.until(() => receiver.taken.length >= 5);
    expect(idsOf(receiver)).toEqual(made);
    for (const message of receiver.received) {
      const { type, data } = verify(hook.secret, message) as any;
      expect([type, data.id]).toEqual(['client.created', message.headers['webhook-id']]);
      // Nothing that tells of people but their ids.
      expect(message.body).not.toMatch(/userAgent|127\.0\.0\.1|client_name/);
      expect(() => verify(`whsec_${Buffer.alloc(32).toString('base64')}`, message)).toThrow();
    }
    expect(receiver.mostAtOnce).toBe(1);
    expect(JSON.stringify(await read(hook.id))).not.toContain(hook.secret);
    await world.admin.delete(`/webhooks/${hook.id}`);
    await world.registerClient();
    expect(receiver.taken).toHaveLength(5);
  });

  it('that are down are told of everything afterwards, in order, each at least once', async () => {
    const receiver = await WebhookReceiver.start();
    const hook = await hookOf(world, receiver);
    receiver.status = 503;
    const made: string[] = [];
    for (let i = 0; i < 4; i++) made.push((await world.registerClient()).client_id);
    await receiver.until(() => receiver.received.length >= 1);
    await world.query(`UPDATE webhooks SET description = description WHERE id = '${hook.id}'`);
    const waiting = async () => (await stateOf(hook.id)).retry_at !== undefined;
    for (let i = 0; i < 50 && !(await waiting()); i++) await new Promise((r) => setTimeout(r, 100));
    expect(await stateOf(hook.id)).toMatchObject({ failed_reason: 'status 503' });
    const { json } = await world.admin.get(`/webhooks/${hook.id}/deliveries`);
    expect(json.items[0]).toMatchObject({ delivered: false, status: 503, type: 'client.created' });
    // Nothing is told out of turn meanwhile.
    expect(new Set(receiver.received.map(({ body }) => JSON.parse(body).data.client_id))).toEqual(
      new Set([made[0]]),
    );
    receiver.status = 200;
    clock.advance(60);
    world.admin.forget();
    await world.keepHouse();
    await receiver.until(() => receiver.taken.length >= 4);
    expect(idsOf(receiver)).toEqual(made);
    expect((await stateOf(hook.id)).retry_at).toBeUndefined();
    await world.admin.delete(`/webhooks/${hook.id}`);
  });

  it('that answer 410 are disabled, which is told; enabled again they go on where they were', async () => {
    const receiver = await WebhookReceiver.start();
    const hook = await hookOf(world, receiver);
    receiver.status = 410;
    const { client_id } = await world.registerClient();
    const isDisabled = async () => (await read(hook.id)).enabled === false;
    for (let i = 0; i < 100 && !(await isDisabled()); i++) {
      await new Promise((r) => setTimeout(r, 100));
    }
    expect((await read(hook.id)).disabled_reason).toContain('410');
    const { json } = await world.admin.get('/events?type=webhook.disabled');
    expect(json.items[0]).toMatchObject({ object_id: hook.id, actor_kind: 'system' });
    const count = receiver.received.length;
    const later = await world.registerClient();
    await world.keepHouse();
    expect(receiver.received).toHaveLength(count);
    receiver.status = 204;
    await world.admin.patch(`/webhooks/${hook.id}`, { enabled: true });
    await receiver.until(() => receiver.taken.length >= 2);
    expect(idsOf(receiver)).toEqual([client_id, later.client_id]);
    expect((await read(hook.id)).disabled_reason).toBeUndefined();
    await world.admin.delete(`/webhooks/${hook.id}`);
  });

  it('are signed with both secrets for a day while one takes the place of the other', async () => {
    const receiver = await WebhookReceiver.start();
    const hook = await hookOf(world, receiver);
    const renewed = await world.admin.post(`/webhooks/${hook.id}/secret`);
    expect(renewed.status).toBe(200);
    await world.admin.post(`/webhooks/${hook.id}/test`);
    const [message] = receiver.received;
    for (const secret of [hook.secret, renewed.json.secret]) verify(secret, message!);
    clock.advance(25 * 3600);
    world.admin.forget();
    await world.admin.post(`/webhooks/${hook.id}/test`);
    const last = receiver.received.at(-1)!;
    expect(last.headers['webhook-signature']?.split(' ')).toHaveLength(1);
    await world.admin.delete(`/webhooks/${hook.id}`);
  });

  it('are tested at once, and told once more from an event on', async () => {
    const receiver = await WebhookReceiver.start();
    const hook = await hookOf(world, receiver);
    const test = await world.admin.post(`/webhooks/${hook.id}/test`);
    expect(test.json).toMatchObject({ delivered: true, status: 204, type: 'webhook.test', seq: 0 });
    receiver.status = 500;
    const failed = await world.admin.post(`/webhooks/${hook.id}/test`);
    expect(failed.json).toMatchObject({ delivered: false, status: 500, reason: 'status 500' });
    receiver.status = 204;
    const { client_id } = await world.registerClient();
    const found = () => receiver.taken.filter(({ data }) => data.client_id === client_id);
    await receiver.until(() => found().length === 1);
    const seq = found()[0]?.data.seq;
    expect((await world.admin.post(`/webhooks/${hook.id}/replay`, { from: seq })).status).toBe(200);
    await receiver.until(() => found().length === 2);
    const [first, second] = receiver.received
      .filter(({ body }) => body.includes(client_id))
      .map(({ headers }) => headers['webhook-id']);
    expect(second).toBe(first);
    const beyond = await world.admin.post(`/webhooks/${hook.id}/replay`, { from: 1_000_000 });
    expect([beyond.status, beyond.json.errors[0].pointer]).toEqual([400, '/from']);
    await world.admin.delete(`/webhooks/${hook.id}`);
  });

  it('H06 are refused where they lead inside, or are not https', async () => {
    const closed = await startOwnWorld({ DATABASE_URL: await databaseUrl() });
    for (const url of [
      ...['http://receiver.example/x', 'http://127.0.0.1:9/x', 'http://localhost:9/x'],
      ...['https://10.0.0.1/x', 'https://[::1]/x', 'https://169.254.169.254/latest'],
      ...['https://a:b@receiver.example/', 'ftp://receiver.example/', 'nowhere'],
    ]) {
      const { status, json } = await closed.admin.post('/webhooks', { url, types: ['*'] });
      expect([url, status, json.errors[0].pointer]).toEqual([url, 400, '/url']);
    }
    const allowed = { url: 'https://receiver.example/x', types: ['*'] };
    expect((await closed.admin.post('/webhooks', allowed)).status).toBe(201);
  });

  it('are refused where nothing is to be told, or nobody knows what', async () => {
    for (const types of [[], ['client.exploded'], 'client.created']) {
      const body = { url: 'https://receiver.example/x', types };
      const { status, json } = await world.admin.post('/webhooks', body);
      expect([types, status]).toEqual([types, 400]);
      expect(json.errors[0].pointer).toMatch(/^\/types/);
    }
  });

  it('are twenty at most, also when they are registered at once', async () => {
    const body = { url: 'https://receiver.example/x', types: ['mail.failed'] };
    const left = 20 - (await world.admin.get('/webhooks')).json.items.length;
    for (let i = 0; i < left - 1; i++) await world.admin.create('/webhooks', body);
    const more = await Promise.all([1, 2, 3].map(() => world.admin.post('/webhooks', body)));
    expect(more.filter(({ status }) => status === 409).length).toBeGreaterThanOrEqual(2);
    expect((await world.admin.get('/webhooks')).json.items.length).toBeLessThanOrEqual(20);
    for (const { id } of (await world.admin.get('/webhooks?limit=200')).json.items) {
      await world.admin.delete(`/webhooks/${id}`);
    }
  });
});

describeMariadb('two nodes', () => {
  it('tell a webhook of what both did, one of them at a time and in order', async () => {
    const environment = {
      ...{ ISSUER: 'https://sso.example.com', TRUSTED_PROXIES: '127.0.0.1' },
      SECRET_KEY: randomBytes(32).toString('base64'),
      ADMIN_PASSWORD: randomBytes(18).toString('base64url'),
      DATABASE_URL: (await createDatabase()).url,
      OUTBOUND_ALLOWED_NETWORKS,
    };
    const nodes = [await startApplication(environment), await startApplication(environment)];
    const proxy = new ReverseProxy(nodes);
    proxy.use(1);
    const first = new LocalWorld(nodes[0]!);
    const receiver = await WebhookReceiver.start();
    receiver.pause = 20;
    await hookOf(first, receiver);
    const made: RegisteredClient[] = [];
    for (let i = 0; i < 12; i++) {
      proxy.use(i % 2 === 0 ? 2 : 1);
      made.push(await first.registerClient());
    }
    await receiver.until(() => receiver.taken.length >= 12);
    expect(idsOf(receiver).toSorted()).toEqual(made.map(({ client_id }) => client_id).toSorted());
    const numbers = receiver.taken.map(({ data }) => data.seq as number);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(receiver.mostAtOnce).toBe(1);
  });
});
