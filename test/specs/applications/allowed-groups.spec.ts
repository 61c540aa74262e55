// Applications that are open to some people only.
import { beforeAll, describe, expect, it } from '@jest/globals';
import { authorizationRequest } from '../../attacks/authorization-request.js';
import { createdGroup, join, leave } from '../../attacks/endings.js';
import { startTwoNodes } from '../../attacks/two-nodes.js';
import type { Answer } from '../../support/answer.js';
import type { Browser } from '../../support/browser.js';
import { decide, DEVICE_CODE, enterCode, poll, startDevice } from '../../support/device.js';
import { describeMariadb } from '../../support/mariadb.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { METADATA, selfRegistered, sendRegistration } from '../../support/registration.js';
import {
  type LocalWorld,
  type RegisteredUser,
  startWorld,
  type World,
} from '../../support/world.js';

async function closed(at: World, metadata: object = {}): Promise<RegisteredClient> {
  const { id } = await createdGroup(at);
  return at.registerClient({ client_name: 'Payroll', allowed_groups: [id], ...metadata });
}

let world: LocalWorld;
let member: RegisteredUser;
let stranger: RegisteredUser;
let client: RegisteredClient;

beforeAll(async () => {
  world = await startWorld({ LEGACY_GRANTS: 'password' });
  member = await world.createUser();
  stranger = await world.createUser();
  client = await closed(world);
  await join(world, { client, user: member });
});

/** A browser in which somebody is signed in, for another client. */
async function signedIn(user: RegisteredUser, at: World = world): Promise<Browser> {
  const other = await at.registerClient({ first_party: true });
  const browser = at.browser();
  await at.authorizationCode({ client: other, user, browser });
  return browser;
}

const visit = (browser: Browser, to: RegisteredClient, more: Record<string, string> = {}) =>
  browser.open('/authorize', authorizationRequest(to, more));

function expectNoAccess(page: Answer): void {
  expect([page.status, page.has('no-access'), page.has('consent-approve')]).toEqual([
    ...[200, true, false],
  ]);
  expect(page.text).toContain('You have no access to');
  expect(page.text).toContain('Payroll');
}

describe('at /authorize', () => {
  it('who is in a group is let in', async () => {
    const issued = await world.authorizationCode({ client, user: member });
    expect((await world.redeem(client, issued)).status).toBe(200);
  });

  it('everybody else is told so, and the client when they go on', async () => {
    const browser = await signedIn(stranger);
    const page = await visit(browser, client);
    expectNoAccess(page);
    const end = await browser.follow(await browser.click(page, 'cancel'));
    expect(end.parameters).toMatchObject({
      error: 'access_denied',
      error_description: 'The person has no access to this client.',
    });
    await world.application.control.flushEvents();
    const events = await world.query<{ type: string }[]>(
      "SELECT type FROM events WHERE client_id = ? AND user_id = ? AND type <> 'login.succeeded'",
      [client.client_id, stranger.sub],
    );
    expect(events.map(({ type }) => type)).toEqual(['access.refused']);
  });

  it('prompt=none is answered with access_denied', async () => {
    const browser = await signedIn(stranger);
    const { parameters } = await visit(browser, client, { prompt: 'none' });
    expect(parameters['error']).toBe('access_denied');
    const insider = await world.createUser();
    await join(world, { client, user: insider });
    const inside = await signedIn(insider);
    const silent = await visit(inside, client, { prompt: 'none' });
    expect(silent.parameters['error']).toBe('consent_required');
  });

  it('somebody else may sign in there, and whoever joins meanwhile goes on', async () => {
    const browser = await signedIn(stranger);
    const login = await browser.follow(
      await browser.click(await visit(browser, client), 'account-other'),
    );
    const insider = await world.createUser();
    await join(world, { client, user: insider });
    const { username, password } = insider;
    const credentials = { username, password };
    const next = await browser.follow(await browser.click(login, 'login-submit', credentials));
    expect(next.has('consent-approve')).toBe(true);

    const late = await world.createUser();
    const waiting = await signedIn(late);
    const page = await visit(waiting, client);
    expectNoAccess(page);
    await join(world, { client, user: late });
    expect((await waiting.open(page.url)).has('consent-approve')).toBe(true);
  });

  it('whoever leaves while they are asked for consent gets no code', async () => {
    const user = await world.createUser();
    await join(world, { client, user });
    const browser = await signedIn(user);
    const page = await visit(browser, client);
    await leave(world, { client, user });
    expectNoAccess(await browser.follow(await browser.click(page, 'consent-approve')));
  });

  it('whoever leaves before the code is redeemed gets no token, and none by joining again', async () => {
    const user = await world.createUser();
    await join(world, { client, user });
    const issued = await world.authorizationCode({ client, user });
    for (const change of [leave, join]) {
      await change(world, { client, user });
      expect((await world.redeem(client, issued)).json.error).toBe('invalid_grant');
    }
  });

  it('one of several groups is enough, and leaving another one ends nothing', async () => {
    const groups = [await createdGroup(world), await createdGroup(world)];
    const open = await closed(world, { allowed_groups: groups.map(({ id }) => id) });
    const user = await world.createUser();
    const membership = (method: string, which: number) =>
      world.admin.call(method, `/groups/${groups[which]!.id}/members/${user.sub}`);
    await membership('PUT', 0);
    await membership('PUT', 1);
    const { refresh_token } = await world.tokens({ client: open, user });
    await membership('DELETE', 0);
    const refreshed = await world.refresh(open, refresh_token ?? '');
    expect(refreshed.status).toBe(200);
    // What was in the way of joining again: it is another membership than the one before.
    await membership('PUT', 0);
    await membership('DELETE', 1);
    expect((await world.refresh(open, refreshed.json.refresh_token)).status).toBe(400);
  });
});

describe('elsewhere', () => {
  it('a device is denied, and the page says why', async () => {
    const device = await closed(world, {
      ...{ redirect_uris: [], grant_types: [DEVICE_CODE], token_endpoint_auth_method: 'none' },
    });
    await join(world, { client: device, user: member });
    const codes = await startDevice(world, device);
    const { browser, page } = await enterCode(world, stranger, codes.user_code);
    expectNoAccess(page);
    expect(page.has('device-approve')).toBe(false);
    const done = await browser.click(page, 'cancel');
    expect(done.text).toContain('Device not connected');
    expect((await poll(world, device, codes)).json.error).toBe('access_denied');
    const allowed = await startDevice(world, device);
    await decide(world, member, allowed);
    expect((await poll(world, device, allowed)).status).toBe(200);
  });

  it('whoever leaves while they look at the device page allows nothing', async () => {
    const device = await closed(world, {
      ...{ redirect_uris: [], grant_types: [DEVICE_CODE], token_endpoint_auth_method: 'none' },
    });
    const user = await world.createUser();
    await join(world, { client: device, user });
    const codes = await startDevice(world, device);
    const { browser, page } = await enterCode(world, user, codes.user_code);
    await leave(world, { client: device, user });
    expectNoAccess(await browser.click(page, 'device-approve'));
    expect((await poll(world, device, codes)).json.error).toBe('authorization_pending');
  });

  it('the password grant refuses with invalid_grant', async () => {
    const office = await closed(world, {
      ...{ redirect_uris: [], grant_types: ['password'], first_party: true },
    });
    const answer = ({ username, password }: RegisteredUser) =>
      world.token(office, { grant_type: 'password', username, password });
    await join(world, { client: office, user: member });
    expect((await answer(member)).status).toBe(200);
    expect((await answer(stranger)).json.error).toBe('invalid_grant');
  });

  it('a client that introspects, and userinfo, are told at once', async () => {
    const user = await world.createUser();
    await join(world, { client, user });
    const { access_token } = await world.tokens({ client, user });
    const good = async () => [
      (await world.introspect(client, access_token)).json.active,
      (await world.userinfo(access_token)).status,
    ];
    expect(await good()).toEqual([true, 200]);
    for (const change of [leave, join]) {
      await change(world, { client, user });
      expect(await good()).toEqual([false, 401]);
    }
  });
});

describe('registration', () => {
  const METADATA_OF = { client_name: 'Payroll', redirect_uris: ['https://client.example/cb'] };

  it('names groups that there are, by id; whoever gives a name is told the id', async () => {
    const { id, name } = (await world.admin.create('/groups', {
      name: `staff-${Date.now().toString(36)}`,
    })) as { id: string; name: string };
    const refusal = async (allowed_groups: unknown) => {
      const answer = await world.admin.post('/clients', { ...METADATA_OF, allowed_groups });
      return [answer.status, answer.json.errors?.[0]] as const;
    };
    expect(await refusal([name])).toEqual([
      400,
      {
        pointer: '/allowed_groups/0',
        detail: `There is no group with the id ${name}. That of this name has the id ${id}.`,
      },
    ]);
    for (const bad of [[], ['nobody'], [id, id], 'x', [1], [null]]) {
      expect([bad, (await refusal(bad))[0]]).toEqual([bad, 400]);
    }
    expect((await refusal([id]))[0]).toBe(201);
  });

  it('null lets everybody in again', async () => {
    const open = await closed(world);
    await world.admin.patch(`/clients/${open.client_id}`, { allowed_groups: null });
    await world.authorizationCode({ client: open, user: stranger });
  });

  it('keeps a group for as long as a client names it', async () => {
    const closing = await closed(world);
    const [id = ''] = closing['allowed_groups'] as string[];
    const refused = await world.admin.delete(`/groups/${id}`);
    expect([refused.status, refused.json.dependents]).toEqual([
      409,
      [{ kind: 'client', id: closing.client_id, name: 'Payroll' }],
    ]);
    expect((await world.admin.get(`/groups/${id}`)).headers.get('etag')).toBe('"1"');
    expect((await world.admin.delete(`/clients/${closing.client_id}`)).status).toBe(204);
    expect((await world.admin.delete(`/groups/${id}`)).status).toBe(204);
  });

  it('is not for the client itself to widen (RFC 7592)', async () => {
    const self = await selfRegistered(world);
    const { id } = await createdGroup(world);
    const path = `/clients/${self.client_id}`;
    await world.admin.patch(path, { allowed_groups: [id] });
    const answer = await sendRegistration(world, {
      ...{ method: 'PUT', path: `/${self.client_id}`, token: self.registration_access_token },
      body: { ...METADATA, client_id: self.client_id, allowed_groups: null },
    });
    expect(answer.status).toBe(200);
    expect((await world.admin.get(path)).json.allowed_groups).toEqual([id]);
  });

  it('tells a client with the filter assigned the groups that it names', async () => {
    const groups_claim = { filter: 'assigned' };
    const telling = await closed(world, { groups_claim, scope: 'openid groups' });
    const user = await world.createUser();
    const { id, name } = (await world.admin.create('/groups', {
      name: `other-${Date.now().toString(36)}`,
    })) as { id: string; name: string };
    await world.admin.call('PUT', `/groups/${id}/members/${user.sub}`);
    await join(world, { client: telling, user });
    const { access_token } = await world.tokens({ client: telling, user, scope: 'openid groups' });
    const { groups } = (await world.userinfo(access_token)).json;
    expect(groups).toHaveLength(1);
    expect(groups).not.toContain(name);
  });
});

describeMariadb('on two nodes', () => {
  it('who leaves on one node is out on the other at once, and does not come back', async () => {
    const { first, second } = await startTwoNodes();
    second.admin.token = () => first.admin.token();
    const payroll = await closed(first);
    const user = await first.createUser();
    await join(first, { client: payroll, user });
    const { access_token, refresh_token } = await first.tokens({ client: payroll, user });
    const good = async (at: World) =>
      (await at.introspect(payroll, access_token)).json.active as boolean;
    expect([await good(first), await good(second)]).toEqual([true, true]);
    for (const change of [leave, join]) {
      await change(second, { client: payroll, user });
      expect([await good(first), await good(second)]).toEqual([false, false]);
      expect((await first.refresh(payroll, refresh_token ?? '')).json.error).toBe('invalid_grant');
    }
  });

  it('a group is deleted or named by a client, whoever is first', async () => {
    const { first, second } = await startTwoNodes();
    second.admin.token = () => first.admin.token();
    for (let round = 0; round < 8; round++) {
      const { id } = await createdGroup(first);
      const metadata = { client_name: 'x', redirect_uris: ['https://a.example/cb'] };
      const [made, deleted] = await Promise.all([
        first.admin.post('/clients', { ...metadata, allowed_groups: [id] }),
        second.admin.delete(`/groups/${id}`),
      ]);
      const outcome = [made.status, deleted.status];
      expect([
        [201, 409],
        [400, 204],
        [409, 204],
      ]).toContainEqual(outcome);
    }
  });
});
