import { beforeAll, describe, expect, it } from '@jest/globals';
import { decide, DEVICE_CODE, poll, startDevice } from '../support/device.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { RelyingParty } from '../support/relying-party.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';
import { auditTrail, formAbout, isSignedIn, visit } from '../specs/account/visits.js';
import * as endings from './endings.js';
import { ENDINGS } from './endings.js';
import { limited } from './limited-admin.js';
import { refreshTokenOf } from './subject.js';

const OFFLINE = 'openid offline_access';

let world: LocalWorld;
/** An application of the enterprise itself: nobody is asked for consent. */
let client: RegisteredClient;
let account: RegisteredClient;

beforeAll(async () => {
  world = await startWorld({ OUTBOUND_ALLOWED_NETWORKS: '127.0.0.1/32,::1/128' });
  await endings.registerApi(world);
  const grant_types = ['authorization_code', 'refresh_token', DEVICE_CODE];
  client = await world.registerClient({ first_party: true, grant_types, scope: OFFLINE });
  account = await world.registerClient({ first_party: true, scope: 'account:read account:write' });
});

interface Access {
  readonly id: string;
  readonly client_id: string;
  readonly offline: boolean;
  readonly [member: string]: unknown;
}

const accessOf = async ({ sub }: Pick<RegisteredUser, 'sub'>, query = ''): Promise<Access[]> =>
  (await world.admin.get(`/users/${sub}/authorizations?${query}`)).json.items;

/** Offline access to a first-party application, and whether its tokens are good for anything. */
async function connected(user: RegisteredUser, by = client) {
  const tokens = await world.tokens({ client: by, user, scope: OFFLINE });
  const [{ id }] = (await accessOf(user, `client_id=${by.client_id}&sort=-created_at`)) as [Access];
  let refresh = refreshTokenOf(tokens);
  const lives = async () => {
    const answer = await world.refresh(by, refresh);
    if (answer.status === 200) refresh = answer.json.refresh_token as string;
    const active = (await world.introspect(by, tokens.access_token)).json.active === true;
    return { refresh: answer.status, active };
  };
  return { id, lives };
}

const LIVING = { refresh: 200, active: true };
const DEAD = { refresh: 400, active: false };

async function bearerOf(user: RegisteredUser) {
  const scope = 'account:read account:write';
  const { access_token } = await world.tokens({ client: account, user, scope });
  return { authorization: `Bearer ${access_token}` };
}

/** Each who can see access and end it. */
const WAYS: Readonly<
  Record<
    string,
    {
      list(user: RegisteredUser): Promise<string[]>;
      end(user: RegisteredUser, id: string): Promise<number>;
    }
  >
> = {
  'an admin': {
    list: async (user) => (await accessOf(user)).map(({ id }) => id),
    end: async ({ sub }, id) =>
      (await world.admin.delete(`/users/${sub}/authorizations/${id}`)).status,
  },
  'the account API': {
    list: async (user) => {
      const { json } = await world.get('/account/api/authorizations', await bearerOf(user));
      return json.items.map(({ id }: Access) => id);
    },
    end: async (user, id) => {
      const url = `${world.issuer}/account/api/authorizations/${id}`;
      return (await fetch(url, { method: 'DELETE', headers: await bearerOf(user) })).status;
    },
  },
  'the account page': {
    list: async (user) => {
      const { page } = await visit(world, user);
      return page.forms.flatMap(({ fields }) => fields['authorization_id'] ?? []);
    },
    end: async (user, id) => {
      const { browser, page } = await visit(world, user);
      const form = formAbout(page, 'authorization_id');
      const fields = { ...form, authorization_id: id };
      const before = (await accessOf(user)).length;
      // What is over already leads where ending it leads.
      expect((await browser.post('/account/authorizations/end', fields)).status).toBe(303);
      return (await accessOf(user)).length < before ? 204 : 404;
    },
  },
};

describe.each(Object.keys(WAYS))(
  'S08 offline access of a first-party application, by %s',
  (way) => {
    const { list, end } = WAYS[way]!;

    it('S08 is seen, ended at once, and stays ended when the person signs in again', async () => {
      const user = await world.createUser();
      const one = await connected(user);
      const other = await connected(user);
      expect(await list(user)).toEqual(expect.arrayContaining([one.id, other.id]));
      expect([await one.lives(), await other.lives()]).toEqual([LIVING, LIVING]);
      expect(await end(user, one.id)).toBe(204);
      expect([await one.lives(), await other.lives()]).toEqual([DEAD, LIVING]);
      expect(await list(user)).not.toContain(one.id);
      const again = await connected(user);
      expect([await one.lives(), await again.lives()]).toEqual([DEAD, LIVING]);
      expect(await end(user, one.id)).toBe(404);
      const trail = await auditTrail(world, user.sub, 'authorization.revoked');
      const told = trail.filter(({ type }) => type === 'authorization.revoked');
      expect(told.map((entry) => [entry.object_id, entry.client_id])).toEqual([
        [one.id, client.client_id],
      ]);
      if (way === 'an admin') expect(told[0]?.actor).not.toBe(user.sub);
      else expect(told[0]?.actor).toBe(user.sub);
    });

    it('S08 of somebody else is not there', async () => {
      const [user, stranger] = [await world.createUser(), await world.createUser()];
      const { id, lives } = await connected(user);
      await connected(stranger);
      expect(await list(stranger)).not.toContain(id);
      expect(await end(stranger, id)).toBe(404);
      expect(await lives()).toEqual(LIVING);
    });
  },
);

describe('S08 what an admin sees of access', () => {
  it('S08 says who has it, since when, how and for what, and never a token', async () => {
    const user = await world.createUser();
    const { lives } = await connected(user);
    await lives();
    const text = (await world.admin.get(`/users/${user.sub}/authorizations`)).text;
    const [item] = JSON.parse(text).items as [Access];
    expect(item).toEqual({
      ...{
        id: expect.any(String),
        client_id: client.client_id,
        client_name: client['client_name'],
      },
      ...{ grant_type: 'authorization_code', scope: OFFLINE, resources: [], offline: true },
      ...{ session_id: expect.any(String), auth_time: expect.any(Number), amr: ['pwd'] },
      ...{ created_at: expect.any(Number), last_refreshed_at: expect.any(Number) },
      expires_at: expect.any(Number),
    });
    expect(text).not.toMatch(/gh_|eyJ/);
  });

  it('S08 page by page, by application and by whether it is offline', async () => {
    const user = await world.createUser();
    const other = await world.registerClient({ first_party: true });
    for (let n = 0; n < 3; n++) await connected(user);
    await world.tokens({ client: other, user });
    const all = await accessOf(user);
    expect(all.map(({ offline }) => offline).sort()).toEqual([false, true, true, true]);
    expect(await accessOf(user, `client_id=${other.client_id}`)).toHaveLength(1);
    expect(await accessOf(user, 'offline=true')).toHaveLength(3);
    const seen: string[] = [];
    let next: string | undefined = '';
    while (next !== undefined) {
      const query = `sort=-created_at&limit=1&count=true&cursor=${next}`;
      const { json } = await world.admin.get(`/users/${user.sub}/authorizations?${query}`);
      expect(json.total).toBe(4);
      seen.push(json.items[0].id as string);
      next = json.next as string | undefined;
    }
    expect(seen.sort()).toEqual(all.map(({ id }) => id).sort());
  });

  it.each(Object.entries(ENDINGS))('S08 is nothing that has ended: %s', async (name, ending) => {
    if (name === 'the user was deleted') return;
    const subject = await endings.subjectOf(world, ending);
    await world.tokens(subject);
    expect(await accessOf(subject.user)).toHaveLength(1);
    await ending.end(world, subject);
    expect(await accessOf(subject.user)).toEqual([]);
  });

  it('S08 a deleted user has none: 404', async () => {
    const { sub } = await world.createUser();
    await world.admin.delete(`/users/${sub}`);
    for (const what of ['sessions', 'authorizations']) {
      expect((await world.admin.get(`/users/${sub}/${what}`)).status).toBe(404);
      expect((await world.admin.delete(`/users/${sub}/${what}`)).status).toBe(404);
    }
  });
});

describe('S08 an admin ends all access of a person', () => {
  it('S08 with codes and devices that were to become access', async () => {
    const user = await world.createUser();
    const held = [await connected(user), await connected(user)];
    const issued = await world.authorizationCode({ client, user, scope: OFFLINE });
    const codes = await startDevice(world, client, { scope: OFFLINE });
    await decide(world, user, codes);
    const elsewhere = await connected(await world.createUser());
    expect((await world.admin.delete(`/users/${user.sub}/authorizations`)).status).toBe(204);
    for (const { lives } of held) expect(await lives()).toEqual(DEAD);
    expect((await world.redeem(client, issued)).json.error).toBe('invalid_grant');
    expect((await poll(world, client, codes)).status).toBe(400);
    expect(await accessOf(user)).toEqual([]);
    expect(await elsewhere.lives()).toEqual(LIVING);
  });

  it('S08 or that of one application', async () => {
    const user = await world.createUser();
    const other = await world.registerClient({ first_party: true, scope: OFFLINE });
    const [one, two] = [await connected(user), await connected(user, other)];
    const path = `/users/${user.sub}/authorizations?client_id=${client.client_id}`;
    expect((await world.admin.delete(path)).status).toBe(204);
    expect([await one.lives(), await two.lives()]).toEqual([DEAD, LIVING]);
  });
});

describe('S08 an admin sees and ends sessions', () => {
  const sessionsOf = async ({ sub }: RegisteredUser, query = '') =>
    (await world.admin.get(`/users/${sub}/sessions?${query}`)).json;

  async function browserOf(user: RegisteredUser, relying?: RegisteredClient) {
    const browser = world.browser();
    if (relying !== undefined) await world.tokens({ client: relying, user, browser });
    await visit(world, user, browser);
    return browser.cookies.header;
  }

  it('S08 those that the person sees, with addresses', async () => {
    const user = await world.createUser();
    await browserOf(user);
    await browserOf(user);
    const { json } = await world.get('/account/api/sessions', await bearerOf(user));
    const { items } = await sessionsOf(user);
    const ids = (list: { id: string }[]) => list.map(({ id }) => id).sort();
    // That of the token is the third.
    expect(ids(items)).toEqual(ids(json.items));
    expect(items).toHaveLength(3);
    expect(items[0]).toMatchObject({ amr: ['pwd'], ip: '127.0.0.1' });
    expect((await sessionsOf(user, 'limit=1&sort=-last_seen_at&count=true')).total).toBe(3);
  });

  it('S08 one, and clients are told once; it stays ended', async () => {
    const user = await world.createUser();
    const party = await RelyingParty.start();
    const relying = await world.registerClient(party.metadata);
    const ended = await browserOf(user, relying);
    const [{ id }] = (await sessionsOf(user)).items;
    const kept = await browserOf(user);
    expect((await world.admin.delete(`/users/${user.sub}/sessions/${id}`)).status).toBe(204);
    expect([await isSignedIn(world, ended), await isSignedIn(world, kept)]).toEqual([false, true]);
    await party.expect('/back', 1);
    expect((await world.admin.delete(`/users/${user.sub}/sessions/${id}`)).status).toBe(404);
    await browserOf(user, relying);
    expect(await isSignedIn(world, ended)).toBe(false);
    expect(party.at('/back')).toHaveLength(1);
    const trail = await auditTrail(world, user.sub, 'session.revoked');
    const [told] = trail.filter(({ type }) => type === 'session.revoked');
    expect(told).toMatchObject({ object_id: id, facts: { via: 'swagger-ui' } });
    expect(told?.actor).not.toBe(user.sub);
  });

  it('S08 all, and every client is told; offline access goes on', async () => {
    const user = await world.createUser();
    const party = await RelyingParty.start();
    const relying = await world.registerClient(party.metadata);
    const cookies = [await browserOf(user, relying), await browserOf(user, relying)];
    const { lives } = await connected(user);
    const stranger = await browserOf(await world.createUser());
    expect((await world.admin.delete(`/users/${user.sub}/sessions`)).status).toBe(204);
    for (const cookie of cookies) expect(await isSignedIn(world, cookie)).toBe(false);
    expect(await isSignedIn(world, stranger)).toBe(true);
    await party.expect('/back', 2);
    expect((await sessionsOf(user)).items).toEqual([]);
    expect(await lives()).toEqual(LIVING);
  });
});

describe('S08 who may', () => {
  it('S08 not who may only read, nor for an admin who holds less', async () => {
    const admin = await world.createUser({ roles: ['admin'] });
    const user = await world.createUser();
    const [theirs, his] = [await connected(user), await connected(admin)];
    const [reader, writer] = [
      await limited(world, 'users:read'),
      await limited(world, 'users:read users:write sessions:end'),
    ];
    for (const what of ['sessions', 'authorizations']) {
      const of = ({ sub }: RegisteredUser) => `/users/${sub}/${what}`;
      for (const someone of [user, admin]) {
        const { status, json } = await reader.call('GET', of(someone));
        expect(status).toBe(200);
        const one = `${of(someone)}/${String(json.items[0].id)}`;
        for (const path of [of(someone), one]) {
          expect((await reader.call('DELETE', path)).status).toBe(403);
          if (someone === admin) expect((await writer.call('DELETE', path)).status).toBe(403);
        }
      }
    }
    expect([await theirs.lives(), await his.lives()]).toEqual([LIVING, LIVING]);
    const path = `/users/${user.sub}/authorizations`;
    expect((await writer.call('DELETE', path)).status).toBe(204);
    expect(await theirs.lives()).toEqual(DEAD);
  });

  it('S08 not another site, by a form that it made', async () => {
    const user = await world.createUser();
    const { id, lives } = await connected(user);
    const { browser } = await visit(world, user);
    const forged = { authorization_id: id, csrf: 'guessed' };
    expect((await browser.post('/account/authorizations/end', forged)).status).toBe(403);
    expect(await lives()).toEqual(LIVING);
  });
});
