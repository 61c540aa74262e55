import { beforeAll, expect, it } from '@jest/globals';
import { startApplication } from '../support/application.js';
import { type Arena, describeEachArena, type StartNode } from '../support/race/arena.js';
import { inEveryWay } from '../support/race/interleave.js';
import { StatementGate } from '../support/race/statement-gate.js';
import { unique, type World } from '../support/world.js';
import * as issuers from '../specs/rfc7523/issuers.js';

const gate = new StatementGate();

const start: StartNode = async (environment) => {
  const node = await startApplication(environment);
  gate.add(node);
  return node;
};

/** Each way in which an admin registers something for a scope. */
const REGISTRATIONS: Readonly<Record<string, (world: World, scope: string) => object>> = {
  '/clients': (_world, scope) => ({
    ...{ client_name: 'One', redirect_uris: [], grant_types: ['client_credentials'], scope },
  }),
  '/assertion-issuers': (_world, scope) => ({
    ...{ name: 'One', issuer: `https://${unique()}.example`, scopes: [scope] },
    jwks: issuers.keys().jwks,
  }),
  '/initial-access-tokens': (_world, scope) => ({ name: 'One', policy: { scope } }),
};

const ENDS = ['the API is deleted', 'its scope is removed'] as const;
const TITLES = Object.keys(REGISTRATIONS).flatMap((path) =>
  ENDS.flatMap((end) => [[path, end, 'first'] as const, [path, end, 'second'] as const]),
);

describeEachArena('A07 an API goes while something is registered for it', start, (open) => {
  let arena: Arena;
  beforeAll(async () => {
    arena = await open();
  }, 60_000);

  it.each(TITLES)(
    'A07 POST /admin%s when %s (%s): one of the two is refused',
    async (path, end, order) => {
      const { world } = arena;
      const ways = await inEveryWay(gate, async () => {
        const name = unique();
        const scope = `${name}:use`;
        const identifier = `https://${name}.example`;
        const { id } = await world.registerResourceServer({ identifier, scopes: [scope] });
        const api = `/resource-servers/${String(id)}`;
        const take = () =>
          end === 'the API is deleted'
            ? world.admin.delete(api)
            : world.admin.patch(api, { scopes: [] });
        const register = () => world.admin.post(path, REGISTRATIONS[path]?.(world, scope));
        const [first, second] = order === 'first' ? [take, register] : [register, take];
        return {
          first: () => arena.at(0, first),
          second: () => arena.at(1, second),
          judge: (answers) => {
            const [taken, registered] = order === 'first' ? answers : [answers[1], answers[0]];
            const both = [taken.status < 300, registered.status < 300];
            expect([both, taken.status < 500, registered.status < 500]).toEqual([
              both[0] === true ? [true, false] : [false, true],
              true,
              true,
            ]);
          },
        };
      });
      expect(ways).toBeGreaterThanOrEqual(2);
    },
    120_000,
  );
});
