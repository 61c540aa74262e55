import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, it } from '@jest/globals';
import { inParallel } from '../attacks/requests.js';
import { keys } from '../specs/rfc7523/issuers.js';
import { startApplication } from '../support/application.js';
import type { Answer } from '../support/answer.js';
import { type Arena, describeEachArena, type StartNode } from '../support/race/arena.js';
import { inEveryWay } from '../support/race/interleave.js';
import { StatementGate } from '../support/race/statement-gate.js';
import { ROUNDS, TIMEOUT } from '../support/race/race.js';
import { METADATA, selfRegistered, sendRegistration } from '../support/registration.js';
import { unique } from '../support/world.js';

const PAIRS = 20 * ROUNDS;

type Body = Readonly<Record<string, unknown>>;

/** One thing with two members that two admins change at once. */
interface Aggregate {
  create(arena: Arena, n: number): Promise<string>;
  /** The changes of round `n`. */
  pair(n: number): readonly [Body, Body];
}

const { jwks } = keys();
let scopes = 0;

const AGGREGATES: Readonly<Record<string, Aggregate>> = {
  clients: {
    create: async ({ world }) => `/clients/${(await world.registerClient()).client_id}`,
    pair: (n) => [{ client_name: `Name ${n}` }, { client_uri: `https://printing.example/${n}` }],
  },
  users: {
    create: async ({ world }) => `/users/${(await world.createUser()).sub}`,
    pair: (n) => [{ given_name: `Ada ${n}` }, { family_name: `Example ${n}` }],
  },
  'resource servers': {
    create: async ({ world }, n) => {
      const identifier = `https://race-${n}.example`;
      return `/resource-servers/${(await world.registerResourceServer({ identifier, scopes: [] })).id}`;
    },
    pair: (n) => [
      { name: `Name ${n}` },
      { scopes: [{ name: `race:${scopes++}`, description: `Scope ${n}` }] },
    ],
  },
  'assertion issuers': {
    create: async ({ world }, n) => {
      const issuer = { issuer: `https://race-${n}.example`, name: 'Race', jwks };
      return `/assertion-issuers/${(await world.admin.create('/assertion-issuers', issuer)).id}`;
    },
    pair: (n) => [{ name: `Name ${n}` }, { client_ids: [`client-${n}`] }],
  },
  roles: {
    create: async ({ world }, n) => {
      const { client_id } = await world.registerClient();
      return `/roles/${(await world.admin.create('/roles', { client_id, name: `r${n}` })).id}`;
    },
    pair: (n) => [{ name: `raced-${n}` }, { description: `Description ${n}` }],
  },
  groups: {
    create: async ({ world }, n) =>
      `/groups/${(await world.admin.create('/groups', { name: `race-${n}-${unique()}` })).id}`,
    pair: (n) => [{ name: `raced-${unique()}` }, { description: `Description ${n}` }],
  },
};

const gate = new StatementGate();
const start: StartNode = async (environment) => {
  const node = await startApplication(environment);
  gate.add(node);
  return node;
};

/** On SQLite the statements of a transaction cannot be held up: nobody else comes in between. */
const FEWEST_WAYS = 3;

const statuses = (answers: readonly Answer[]) => answers.map(({ status }) => status).sort();

describeEachArena('S03 two changes of one thing at once', start, (open) => {
  let arena: Arena;

  beforeAll(async () => {
    arena = await open();
  }, 60_000);

  /** `make` twice at once, at two nodes where there are two. */
  const race = (make: (which: 0 | 1) => Promise<Answer>) =>
    inParallel(2, (which) => arena.at(which, () => make(which === 0 ? 0 : 1)));

  const each = Object.entries(AGGREGATES);

  it.each(each)(
    `of ${PAIRS} pairs of PATCHes to different members of %s none is lost`,
    async (_name, { create, pair }) => {
      const path = await create(arena, 1);
      for (let n = 0; n < PAIRS; n++) {
        const bodies = pair(n);
        const answers = await race((which) => arena.world.admin.patch(path, bodies[which]));
        expect({ n, statuses: statuses(answers) }).toEqual({ n, statuses: [200, 200] });
        const { json } = await arena.world.admin.get(path);
        expect(json).toMatchObject({ ...bodies[0], ...bodies[1] });
      }
    },
    TIMEOUT,
  );

  it.each(each)(
    'of two PATCHes to different members of %s neither is lost, wherever they meet',
    async (_name, { create, pair }) => {
      const path = await create(arena, 3);
      let n = 0;
      const ways = await inEveryWay(gate, () => {
        const [one, other] = pair(n++);
        return Promise.resolve({
          first: () => arena.at(0, () => arena.world.admin.patch(path, one)),
          second: () => arena.at(1, () => arena.world.admin.patch(path, other)),
          judge: async (answers) => {
            expect({ n, statuses: statuses(answers) }).toEqual({ n, statuses: [200, 200] });
            const { json } = await arena.world.admin.get(path);
            expect({ n, ...json }).toMatchObject({ n, ...one, ...other });
          },
        });
      });
      expect(ways).toBeGreaterThanOrEqual(FEWEST_WAYS);
    },
    TIMEOUT,
  );

  it.each(each)(
    'of two that name the version that they change, one of %s is made and the other is told',
    async (_name, { create, pair }) => {
      const path = await create(arena, 2);
      for (let n = 0; n < PAIRS / 4; n++) {
        const bodies = pair(n);
        const { headers } = await arena.world.admin.get(path);
        const ifMatch = { 'if-match': headers.get('etag') ?? '' };
        const answers = await race((which) =>
          arena.world.admin.call('PATCH', path, bodies[which], ifMatch),
        );
        expect({ n, statuses: statuses(answers) }).toEqual({ n, statuses: [200, 412] });
        const refused = answers.find(({ status }) => status === 412);
        expect(refused?.json.error).toBe('precondition_failed');
      }
    },
    TIMEOUT,
  );

  it(
    'neither is lost of a client that replaces its registration (RFC 7592) and an admin who disables it',
    async () => {
      const { world } = arena;
      const registrations_per_hour = 10 * PAIRS;
      await world.admin.patch('/settings/limits', { registrations_per_hour });
      // What the nodes know of the settings is as old as a second.
      await sleep(1100);
      const { client_id, registration_access_token: token } = await selfRegistered(world);
      const path = `/clients/${client_id}`;
      for (let n = 0; n < PAIRS; n++) {
        const body = { ...METADATA, client_id, client_name: `Name ${n}` };
        const put = { method: 'PUT', path: `/${client_id}`, token, body };
        const [disabled, replaced] = await race((which) =>
          which === 0 ? world.admin.patch(path, { disabled: true }) : sendRegistration(world, put),
        );
        expect(disabled?.status).toBe(200);
        // Who is disabled already may not replace anything.
        expect([200, 401]).toContain(replaced?.status);
        const client = (await world.admin.get(path)).json;
        expect({ n, disabled: client.disabled }).toEqual({ n, disabled: true });
        if (replaced?.status === 200) expect(client.client_name).toBe(`Name ${n}`);
        await world.admin.patch(path, { disabled: false });
      }
    },
    TIMEOUT,
  );
});
