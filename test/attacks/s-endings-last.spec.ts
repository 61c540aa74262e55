import { beforeAll, describe, expect, it } from '@jest/globals';
import { startOwnWorld } from '../support/application.js';
import { clock } from '../support/clock.js';
import { describeMariadb } from '../support/mariadb.js';
import { startWorld, type LocalWorld, type World } from '../support/world.js';
import * as issuers from '../specs/rfc7523/issuers.js';
import { authorizationRequest } from './authorization-request.js';
import { createdGroup, join, leave, succeed } from './endings.js';
import {
  exchange,
  type Held,
  type Holder,
  HOLDERS,
  holdAll,
  living,
  openScene,
  roleAt,
  type Scene,
} from './holders.js';
import { signOut, withdrawConsent } from './subject.js';
import { startTwoNodes } from './two-nodes.js';

type Spared = Readonly<Partial<Record<Holder, string>>>;

interface Case {
  readonly end: (scene: Scene) => Promise<unknown>;
  /** As it was before, or as near to that as it gets. */
  readonly undo: (scene: Scene) => Promise<unknown>;
  /** What does not end with it, and why. */
  readonly spares: Spared;
  /** A scope that only admins can give away, if it is about that. */
  readonly power?: string;
}

const patchUser = ({ world, user }: Scene, change: object) =>
  succeed(world.admin.patch(`/users/${user.sub}`, change));
const patchClient = ({ world, client }: Scene, change: object) =>
  succeed(world.admin.patch(`/clients/${client.client_id}`, change));
const giveAll = (scene: Scene) => patchClient(scene, scene.metadata);
const signIn = ({ world, client, user, browser, scope }: Scene) =>
  world.authorizationCode({ client, user, browser, scope });

const because = (reason: string, holders: readonly Holder[]): Spared =>
  Object.fromEntries(holders.map((holder) => [holder, reason]));

const OF_THE_CLIENT: readonly Holder[] = ['token of the client', 'opaque token of the client'];
const JWTS: readonly Holder[] = ['access token', 'token of the client', 'exchanged token'];

const COOKIE = because('all clients share it', ['cookie']);
const SECRET = because('it shows who the client is, and grants nothing', ['client secret']);
/** What is the client's own. */
const CLIENTS = {
  ...SECRET,
  ...because('they speak for nobody', OF_THE_CLIENT),
  ...because('nobody has granted anything by it', ['pushed request']),
};
const OF_A_SESSION = {
  ...CLIENTS,
  ...because('offline access goes on without the session', [
    ...(['opaque access token', 'offline refresh token'] as const),
    ...(['exchanged token', 'exchanged opaque token'] as const),
  ]),
};

/** The client gets another secret, and goes on with it. */
async function anotherSecret({ world, client }: Scene, terms: object = {}): Promise<void> {
  const path = `/clients/${client.client_id}/secrets`;
  const { client_secret } = await world.admin.create(path, terms);
  Object.assign(client, { client_secret });
}

const without = (ended: readonly Holder[]) => HOLDERS.filter((one) => !ended.includes(one));
const BUT_THE_SECRET = because('the client has another to show', without(['client secret']));

async function rotateKeys({ world }: Scene, how: object): Promise<void> {
  await succeed(world.admin.post('/keys/rotate', how));
  // The administrator's token was signed with one of them.
  world.admin.forget();
}

const CASES: Readonly<Record<string, Case>> = {
  'the person is disabled': {
    end: (scene) => patchUser(scene, { disabled: true }),
    undo: (scene) => patchUser(scene, { disabled: false }),
    spares: CLIENTS,
  },
  'the password is changed': {
    end: (scene) => patchUser(scene, { password: 'another horse, another battery' }),
    undo: (scene) => patchUser(scene, { password: scene.user.password }),
    spares: CLIENTS,
  },
  'the person is deleted, and made again under the same name': {
    end: ({ world, user }) => succeed(world.admin.delete(`/users/${user.sub}`)),
    undo: async ({ world, client, user: { username, password, email } }) => {
      const { sub } = await world.admin.create('/users', { username, password, email });
      await join(world, { client, user: { username, password, sub } });
    },
    spares: CLIENTS,
  },
  'a role at the application is taken': {
    end: ({ world, roleId, user }) =>
      succeed(world.admin.delete(`/roles/${roleId}/users/${user.sub}`)),
    undo: ({ world, roleId, user }) =>
      succeed(world.admin.call('PUT', `/roles/${roleId}/users/${user.sub}`)),
    spares: because('it says what somebody is there, and lets nobody in', HOLDERS),
  },
  'a role at the application is deleted, and made again': {
    end: ({ world, roleId }) => succeed(world.admin.delete(`/roles/${roleId}`)),
    undo: (scene) => roleAt(scene),
    spares: because('it says what somebody is there, and lets nobody in', HOLDERS),
  },
  'a role is taken': {
    end: (scene) => patchUser(scene, { roles: [] }),
    undo: (scene) => patchUser(scene, { roles: ['admin'] }),
    spares: { ...COOKIE, ...CLIENTS },
    power: 'users:read',
  },
  'the person leaves the group': {
    end: ({ world, client, user }) => leave(world, { client, user }),
    undo: ({ world, client, user }) => join(world, { client, user }),
    spares: { ...COOKIE, ...CLIENTS },
  },
  'the client is closed to the group': {
    end: async (scene) =>
      patchClient(scene, { allowed_groups: [(await createdGroup(scene.world)).id] }),
    undo: giveAll,
    spares: { ...COOKIE, ...SECRET },
  },
  'the client is disabled': {
    end: (scene) => patchClient(scene, { disabled: true }),
    undo: (scene) => patchClient(scene, { disabled: false }),
    spares: { ...COOKIE, ...SECRET },
  },
  'the client is deleted, and made again under the same id': {
    end: ({ world, client }) => succeed(world.admin.delete(`/clients/${client.client_id}`)),
    undo: async ({ world, client, metadata }) => {
      const { client_id, client_secret } = client;
      await world.registerClient({ ...metadata, client_id, client_secret });
    },
    spares: { ...COOKIE, ...SECRET },
  },
  'a grant type is taken': {
    end: (scene) => patchClient(scene, { grant_types: ['client_credentials'], response_types: [] }),
    undo: giveAll,
    spares: { ...COOKIE, ...SECRET },
  },
  'a scope is taken': {
    end: (scene) => patchClient(scene, { scope: 'openid offline_access' }),
    undo: giveAll,
    spares: { ...COOKIE, ...SECRET },
  },
  'the APIs are deleted': {
    end: async ({ world, apiIds }) => {
      for (const id of apiIds)
        await succeed(world.admin.delete(`/resource-servers/${id}?force=true`));
    },
    undo: async ({ world, definitions }) => {
      for (const definition of definitions) await world.registerResourceServer(definition);
    },
    spares: {
      ...{ ...COOKIE, ...SECRET },
      ...because('nobody has granted anything by it', ['pushed request']),
    },
  },
  'the consent is withdrawn': {
    end: withdrawConsent,
    undo: signIn,
    spares: { ...COOKIE, ...CLIENTS },
  },
  'the session is ended': {
    end: signOut,
    undo: signIn,
    spares: OF_A_SESSION,
  },
  'an admin ends all sessions': {
    end: ({ world, user }) => succeed(world.admin.delete(`/users/${user.sub}/sessions`)),
    undo: signIn,
    spares: OF_A_SESSION,
  },
  'an admin ends all access': {
    end: ({ world, user }) => succeed(world.admin.delete(`/users/${user.sub}/authorizations`)),
    undo: signIn,
    spares: { ...COOKIE, ...CLIENTS },
  },
  'the secret is rotated': {
    end: (scene) => anotherSecret(scene, { expires_previous_at: 1 }),
    undo: (scene) => anotherSecret(scene),
    spares: BUT_THE_SECRET,
  },
  'the secret expires': {
    end: async (scene) => {
      const expires_previous_at = Math.floor(Date.now() / 1000) + 1;
      await anotherSecret(scene, { expires_previous_at });
      clock.advance(2);
    },
    undo: (scene) => anotherSecret(scene),
    spares: BUT_THE_SECRET,
  },
  'the secret is deleted': {
    end: async ({ world, client }) => {
      const path = `/clients/${client.client_id}`;
      const [{ id }] = (await world.admin.get(path)).json.secrets;
      await succeed(world.admin.delete(`${path}/secrets/${id}?force=true`));
    },
    undo: (scene) => anotherSecret(scene),
    spares: BUT_THE_SECRET,
  },
};

/** Of the installation: each takes one of its own, for a key is used by the time. */
const KEYS: Readonly<Record<string, Case>> = {
  'the signing keys are rotated': {
    end: (scene) => rotateKeys(scene, {}),
    undo: (scene) => rotateKeys(scene, {}),
    spares: because('the former key is published until all that it signed has expired', HOLDERS),
  },
  'a signing key is not secret any more': {
    end: (scene) => rotateKeys(scene, { algorithm: 'ES256', immediately: true }),
    undo: (scene) => rotateKeys(scene, { algorithm: 'ES256', immediately: true }),
    spares: because('it is no JWT', without(JWTS)),
  },
};

/** The clock stands still meanwhile, well after everything was registered. */
async function openHeld(world: World, { power }: Pick<Case, 'power'>) {
  const scene = await openScene(world, power);
  clock.advance(5);
  return { scene, held: await holdAll(scene) };
}

const revived = async (held: Held, { spares }: Case) =>
  (await living(held)).filter((holder) => !(holder in spares));

describe('S01 endings last', () => {
  let world: LocalWorld;
  beforeAll(async () => {
    world = await startWorld();
  });

  it('S01 everything that a person and a client hold is good before', async () => {
    const { held } = await openHeld(world, {});
    expect(await living(held)).toEqual(HOLDERS);
  });

  it.each(Object.entries(CASES))('S01 when %s', async (_what, one) => {
    const { scene, held } = await openHeld(world, one);
    await one.end(scene);
    expect(await revived(held, one)).toEqual([]);
  });

  it.each(Object.entries(CASES))('S01 when %s, and that is undone later', async (_what, one) => {
    const { scene, held } = await openHeld(world, one);
    clock.advance(2);
    await one.end(scene);
    clock.advance(2);
    await one.undo(scene);
    const good = await living(held);
    expect(good).toEqual(HOLDERS.filter((holder) => holder in one.spares));
  });

  it.each(Object.entries(CASES))('S01 when %s for less than a second', async (_what, one) => {
    const { scene, held } = await openHeld(world, one);
    await one.end(scene);
    await one.undo(scene);
    expect(await revived(held, one)).toEqual([]);
    clock.advance(2);
    expect(await revived(held, one)).toEqual([]);
  });

  it('S01 what is issued in the second of an ending, after it, is good', async () => {
    const scene = await openScene(world);
    clock.advance(5);
    for (const disabled of [true, false, true, false]) await patchClient(scene, { disabled });
    expect(await living(await holdAll(scene))).toEqual(HOLDERS);
  });
});

describe('S01 endings last, of keys', () => {
  it.each(Object.entries(KEYS))('S01 when %s', async (_what, one) => {
    const { scene, held } = await openHeld(await startOwnWorld(), one);
    await one.end(scene);
    expect(await revived(held, one)).toEqual([]);
  });

  it.each(Object.entries(KEYS))('S01 when %s, and that is undone', async (_what, one) => {
    const { scene, held } = await openHeld(await startOwnWorld(), one);
    await one.end(scene);
    await one.undo(scene);
    const good = await living(held);
    expect(good).toEqual(HOLDERS.filter((holder) => holder in one.spares));
    clock.advance(2);
    expect(await revived(held, one)).toEqual([]);
  });
});

describe('S01 consent is to a scope at an API', () => {
  it('S01 another API that takes over the scope of one that is deleted gains nothing by it', async () => {
    const world = await startWorld();
    const scene = await openScene(world);
    const { client, browser, scope, definitions, apiIds } = scene;
    await signIn(scene);
    const silently = async () => {
      const request = authorizationRequest(client, { scope, prompt: 'none' });
      return (await browser.get('/authorize', request)).parameters['error'];
    };
    expect(await silently()).toBeUndefined();
    await succeed(world.admin.delete(`/resource-servers/${apiIds[0]!}?force=true`));
    const identifier = `${definitions[0]!.identifier}/another`;
    await world.registerResourceServer({ ...definitions[0]!, identifier });
    expect(await silently()).toBe('consent_required');
  });

  it('S01 two approvals in two tabs lose nothing', async () => {
    const world = await startWorld();
    for (let round = 0; round < 5; round++) {
      const scene = await openScene(world);
      const { client, browser, definitions } = scene;
      await world.authorizationCode({ ...scene, scope: 'openid' });
      const scopes = definitions.map(({ scopes: [name = ''] }) => name);
      const pages = [];
      for (const name of scopes) {
        const request = authorizationRequest(client, { scope: `openid ${name}` });
        pages.push(await browser.open('/authorize', request));
      }
      await Promise.all(pages.map((page) => browser.click(page, 'consent-approve')));
      for (const name of scopes) {
        const request = authorizationRequest(client, { scope: name, prompt: 'none' });
        const { parameters } = await browser.get('/authorize', request);
        expect([round, name, parameters['error']]).toEqual([round, name, undefined]);
      }
    }
  });
});

describe('S01 a client that others call', () => {
  it('S01 is closed to whoever left its group, and what it exchanged does not come back', async () => {
    const world = await startWorld();
    const scene = await openScene(world);
    const { identifier } = scene.definitions[0]!;
    const { id } = await createdGroup(world);
    const api = scene.apis[0]!;
    await succeed(world.admin.patch(`/clients/${api.client_id}`, { allowed_groups: [id] }));
    const member = (method: string) =>
      succeed(world.admin.call(method, `/groups/${id}/members/${scene.user.sub}`));
    const issued = await world.authorizationCode(scene);
    const { access_token } = (await world.redeem(scene.client, issued, { resource: identifier }))
      .json;
    await expect(exchange(world, api, access_token)).rejects.toThrow('invalid_request');
    await member('PUT');
    // Joined later than the subject token was given: it is the group now that lets them in.
    const exchanged = await exchange(world, api, access_token);
    const active = async () => (await world.introspect(api, exchanged)).json.active as boolean;
    expect(await active()).toBe(true);
    for (const method of ['DELETE', 'PUT']) {
      await member(method);
      expect([method, await active()]).toEqual([method, false]);
    }
  });
});

describe('S01 assertion issuers', () => {
  it('S01 what was given on the word of one that is disabled does not come back', async () => {
    const world = await startWorld();
    const { definitions } = await openScene(world);
    const [scope = ''] = definitions[0]!.scopes;
    const client = await issuers.registerClient(world, { scope });
    const partner = await issuers.registerPartner(world, client, { scopes: [scope] });
    const user = await world.createUser();
    const token = async () => {
      const assertion = issuers.assertionFor(world, partner, user);
      const fields = { grant_type: issuers.JWT_BEARER, assertion };
      return (await world.token(client, fields)).json.access_token as string;
    };
    const active = async (value: string) =>
      (await world.introspect(client, value)).json.active as boolean;
    const before = await token();
    expect(await active(before)).toBe(true);
    for (const enabled of [false, true]) {
      await succeed(world.admin.patch(`/assertion-issuers/${partner.id}`, { enabled }));
      expect(await active(before)).toBe(false);
    }
    expect(await active(await token())).toBe(true);
  });
});

describe('S26 exchanged tokens', () => {
  it.each([0, 1])(
    'S26 end with the token that was revoked, and so do theirs (%s)',
    async (index) => {
      const world = await startWorld();
      const scene = await openScene(world);
      const { identifier } = scene.definitions[index]!;
      const api = scene.apis[index]!;
      const { access_token } = await world.clientCredentials(scene.client, {
        resource: identifier,
      });
      const { access_token: other } = await world.clientCredentials(scene.client, {
        resource: identifier,
      });
      const first = await exchange(world, api, access_token);
      const second = await exchange(world, api, first);
      const spared = await exchange(world, api, other);
      const active = async (token: string) =>
        (await world.introspect(api, token)).json.active as boolean;
      expect(await Promise.all([first, second, spared].map(active))).toEqual([true, true, true]);
      expect((await world.revoke(scene.client, access_token)).status).toBe(200);
      expect(await Promise.all([first, second, spared].map(active))).toEqual([false, false, true]);
    },
  );

  it('S26 end with the access token of a person, though the authorization goes on', async () => {
    const world = await startWorld();
    const { client, user, scope, definitions, apis } = await openScene(world);
    const issued = await world.authorizationCode({ client, user, scope });
    const resource = definitions[0]!.identifier;
    const { access_token, refresh_token } = (await world.redeem(client, issued, { resource })).json;
    const exchanged = await exchange(world, apis[0]!, access_token);
    await world.revoke(client, access_token);
    expect((await world.introspect(apis[0]!, exchanged)).json).toEqual({ active: false });
    expect((await world.refresh(client, refresh_token)).status).toBe(200);
  });
});

// What another node has to know of keys: N02.
describeMariadb('S01 endings last on two nodes', () => {
  const names = [
    ...(['the person is disabled', 'a scope is taken', 'the session is ended'] as const),
    ...(['the person leaves the group', 'an admin ends all access'] as const),
    'the secret is deleted',
  ] as const;

  it.each(names)('S01 when %s on one node, and undone on the other', async (name) => {
    const { first, second } = await startTwoNodes();
    // Nobody can sign in at the address of a node.
    second.admin.token = () => first.admin.token();
    const { end, undo, spares } = CASES[name]!;
    const scene = await openScene(first);
    const held = await holdAll(scene);
    await end({ ...scene, world: second });
    await undo({ ...scene, world: name === 'the session is ended' ? first : second });
    // The first node may go on with what it knows of a client for a second.
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const good = await living(held);
    expect(good.filter((holder) => !(holder in spares))).toEqual([]);
  });
});
