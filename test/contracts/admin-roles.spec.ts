import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { format } from 'prettier';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { AdminApi } from '../support/admin-api.js';
import { startOwnWorld } from '../support/application.js';
import type { LocalWorld, RegisteredUser } from '../support/world.js';
import {
  adminOperations,
  type AdminOperation,
  adminRoles,
  type AdminRole,
  belongings,
  cellOf,
  type Ids,
  pathWith,
  tableOf,
} from './admin-roles.js';

const PAGE = new URL('../../docs/administration.md', import.meta.url);
const [START, END] = ['<!-- roles:start -->', '<!-- roles:end -->'];

type Whose = 'own' | 'foreign' | "admin's";

describe("Gatehouse's own roles", () => {
  let world: LocalWorld;
  let operations: AdminOperation[];
  let roles: AdminRole[];
  let group: string;
  let otherGroup: string;
  let ids: Record<Whose, Ids>;
  const holders = new Map<string, AdminApi>();
  const subs = new Map<string, string>();

  beforeAll(async () => {
    world = await startOwnWorld();
    operations = await adminOperations(world);
    roles = await adminRoles(world);
    group = (await world.admin.create('/groups', { name: 'reached' })).id;
    otherGroup = (await world.admin.create('/groups', { name: 'other' })).id;
    const member = async (claims = {}): Promise<RegisteredUser> =>
      world.createUser({ ...claims, groups: [group] });
    for (const role of roles) {
      const user = await world.createUser();
      const terms = role.scopes.includes('users:help') ? { groups: [group] } : {};
      await given(role.id, user.sub, terms);
      holders.set(role.name, new AdminApi(world.issuer, user));
      subs.set(role.name, user.sub);
    }
    const owner = subs.get('client-owner')!;
    const [own, foreign, powerful] = [await member(), await world.createUser(), await member()];
    const clients = [
      await world.registerClient({ owners: [owner] }),
      await world.registerClient({ owners: [own.sub] }),
      await world.registerClient({ owners: [owner], first_party: true }),
    ];
    ids = {
      own: { ...(await belongings(world, own, clients[0]!)), 'groups/{id}': group },
      foreign: { ...(await belongings(world, foreign, clients[1]!)), 'groups/{id}': otherGroup },
      "admin's": await belongings(world, powerful, clients[2]!),
    };
    await given('gatehouse-auditor', powerful.sub);
  });

  async function given(role: string, sub: string, terms: object = {}): Promise<void> {
    const answer = await world.admin.call('PUT', `/roles/${role}/users/${sub}`, terms);
    expect([answer.status, answer.text]).toEqual([204, '']);
  }

  it('are what the page for admins says, operation by operation (WRITE_PAGES=1 writes it)', async () => {
    const found = await readFile(PAGE, 'utf8');
    const [before = '', rest = ''] = found.split(START);
    const after = rest.split(END)[1] ?? '';
    const table = tableOf(operations, roles).join('\n');
    const page = `${before}${START}\n\n${table}\n\n${END}${after}`;
    const written = await format(page, {
      parser: 'markdown',
      printWidth: 110,
      proseWrap: 'preserve',
    });
    if (process.env['WRITE_PAGES'] === '1') await writeFile(PAGE, written);
    expect(await readFile(PAGE, 'utf8')).toBe(written);
  });

  it('E15 M10 M11 do on the wire what the table says, with what is theirs, what is not, and what is an admin’s', async () => {
    const wrong: string[] = [];
    let cells = 0;
    for (const role of roles) {
      for (const operation of operations) {
        for (const whose of wanted(role, operation)) {
          cells += 1;
          const expected = expectedOf(role, operation, whose);
          const outcome = await outcomeOf(role, operation, whose);
          if (outcome !== expected) {
            wrong.push(`${role.name} ${operation.name} (${whose}): ${outcome}, not ${expected}`);
          }
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(cells).toBeGreaterThan(operations.length * roles.length);
  });

  it('M13 see in lists and counts what is within their reach and nothing else', async () => {
    const seen: string[] = [];
    for (const role of roles.filter(({ limited }) => limited)) {
      for (const operation of operations.filter(isList)) {
        if (cellOf(role, operation) !== 'own') continue;
        const path = `${pathWith(operation.path, ids.own)}?count=true&limit=200`;
        const answer = await holders.get(role.name)!.get(path);
        const { items, total } = answer.json as {
          items: Record<string, unknown>[];
          total?: number;
        };
        if (total === undefined) continue;
        seen.push(operation.path);
        expect([operation.path, items.length]).toEqual([operation.path, total]);
        const text = JSON.stringify(items);
        expect(text).not.toContain(ids.foreign['sub']!);
        expect(text).not.toContain(ids.foreign['client_id']!);
        expect(text).not.toContain(otherGroup);
        expect([operation.path, items.length]).not.toEqual([operation.path, 0]);
      }
    }
    const lists = ['users', 'sessions', 'authorizations', 'consents', 'groups', 'clients'];
    expect(seen).toEqual(expect.arrayContaining(lists.map((name) => `/admin/${name}`)));
  });

  const isList = ({ method, path }: AdminOperation) =>
    method === 'GET' &&
    !path.endsWith('}') &&
    !/data|lint|presets|authenticators|trusted-browsers/.test(path);

  function wanted(role: AdminRole, operation: AdminOperation): Whose[] {
    const named = operation.path.includes('{');
    if (cellOf(role, operation) !== 'own' || !named) return ['own'];
    return operation.within === 'groups' ? ['own', 'foreign'] : ['own', 'foreign', "admin's"];
  }

  function expectedOf(role: AdminRole, operation: AdminOperation, whose: Whose): string {
    const cell = cellOf(role, operation);
    if (cell === '–') return 'forbidden';
    if (whose === 'foreign') return 'not there';
    return whose === "admin's" && operation.method !== 'GET' ? 'forbidden' : 'allowed';
  }

  async function outcomeOf(
    role: AdminRole,
    operation: AdminOperation,
    whose: Whose,
  ): Promise<string> {
    const { method, path, name } = operation;
    const api = holders.get(role.name)!;
    // Nothing is changed: what is refused is refused before.
    const dry = method === 'GET' ? '' : '?dry_run=true';
    const body = bodies(group)[name] ?? operation.body;
    const has = method === 'GET' || method === 'DELETE';
    const answer = await api.call(method, pathWith(path, ids[whose]) + dry, has ? undefined : body);
    if (answer.status === 401) return `${answer.status} ${answer.text}`;
    if (answer.status === 403) return 'forbidden';
    // An admin's clients and people are there; a secret or an authenticator may not be.
    const nowhere = /no such (user|client|group|session|authorization|consent)\b/;
    if (answer.status === 404 && nowhere.test(answer.text)) return 'not there';
    if (answer.status >= 500) return `${answer.status} ${answer.text}`;
    return 'allowed';
  }

  it('M11 end with the next request when they are taken, and do not come back with the old token', async () => {
    const user = await world.createUser();
    await given('gatehouse-auditor', user.sub);
    const api = new AdminApi(world.issuer, user);
    expect((await api.get('/users')).status).toBe(200);
    const path = `/roles/gatehouse-auditor/users/${user.sub}`;
    expect((await world.admin.call('DELETE', path)).status).toBe(204);
    expect((await api.get('/users')).status).toBe(401);
    await given('gatehouse-auditor', user.sub);
    expect((await api.get('/users')).status).toBe(401);
  });

  it('M10 are narrowed with the next request', async () => {
    const user = await world.createUser();
    await given('gatehouse-help-desk', user.sub);
    const api = new AdminApi(world.issuer, user);
    const foreign = `/users/${ids.foreign['sub']!}`;
    expect((await api.get(foreign)).status).toBe(200);
    await given('gatehouse-help-desk', user.sub, { groups: [group] });
    expect((await api.get(foreign)).status).toBe(404);
    expect((await api.get(`/users/${ids.own['sub']!}`)).status).toBe(200);
  });

  it('M10 a condition does not tell that something foreign is there', async () => {
    for (const [role, path] of [
      ['user-admin', `/users/${ids.foreign['sub']!}`],
      ['client-owner', `/clients/${ids.foreign['client_id']!}`],
    ] as const) {
      const api = holders.get(role)!;
      const condition = { 'if-match': '"999"' };
      for (const [method, body] of [
        ['PATCH', role === 'user-admin' ? { nickname: 'x' } : { client_name: 'x' }],
        ['DELETE', undefined],
      ] as const) {
        expect((await api.call(method, path, body, condition)).status).toBe(404);
      }
    }
  });

  it('M11 nobody gives what they do not hold, nor anything to themselves', async () => {
    const [administrator] = (await world.admin.get('/users?q=admin')).json.items;
    const path = `/roles/gatehouse-auditor/users/${administrator.sub}`;
    expect((await world.admin.call('PUT', path, {})).status).toBe(409);
    const { sub } = await world.createUser();
    for (const role of roles) {
      const api = holders.get(role.name)!;
      const answer = await api.call('PUT', `/roles/gatehouse-help-desk/users/${sub}`, {});
      expect([role.name, answer.status]).toEqual([role.name, 403]);
      const roleIt = await api.patch(`/users/${ids.own['sub']!}`, { roles: ['admin'] });
      expect([role.name, roleIt.status]).toEqual([role.name, 403]);
    }
    const own = await world.admin.patch(`/users/${administrator.sub}`, { roles: [] });
    expect(own.status).toBe(409);
  });

  it('M11 an owner makes of a client no more than the terms of the role allow', async () => {
    const api = holders.get('client-owner')!;
    const made = await api.create('/clients', {
      ...{ client_name: 'Mine', redirect_uris: ['https://mine.example/cb'] },
    });
    expect(made).toMatchObject({ owners: [subs.get('client-owner')], unverified: true });
    const path = `/clients/${made.client_id}`;
    const refused: Record<string, unknown>[] = [
      { first_party: true },
      { unverified: false },
      { grant_types: ['client_credentials'] },
      { scope: 'openid photos:read' },
      { owners: [] },
      { owners: ['somebody'] },
      { disabled: true },
      { resource_server: 'https://api.example.com' },
      { allowed_groups: [group] },
      { access_token_lifetime: 3600 },
      { redirect_uris: ['cursor://callback'], application_type: 'native' },
    ];
    for (const change of refused) {
      const answer = await api.patch(path, change);
      expect([change, [400, 403].includes(answer.status)]).toEqual([change, true]);
    }
    const redirects = { redirect_uris: ['https://mine.example/other'] };
    expect((await api.patch(path, redirects)).status).toBe(200);
    expect((await api.post(`${path}/secrets`)).status).toBe(201);
    const chosen = { client_id: 'taken', client_name: 'X', redirect_uris: ['https://x.example/'] };
    expect((await api.post('/clients', chosen)).status).toBe(403);
    // What an admin allows with the role can be had.
    const grant_types = ['authorization_code', 'refresh_token', 'client_credentials'];
    const policy = { grant_types, unverified: false };
    await given('gatehouse-client-owner', subs.get('client-owner')!, { policy });
    const service = { grant_types };
    expect((await api.patch(path, service)).status).toBe(200);
    await given('gatehouse-client-owner', subs.get('client-owner')!);
    // Now it is more than they may give, and so it is not theirs to change.
    expect((await api.patch(path, redirects)).status).toBe(403);
    expect((await api.post(`${path}/secrets`)).status).toBe(403);
    expect((await api.delete(path)).status).toBe(403);
  });

  it('somebody who looks after a group creates people in it and nowhere else', async () => {
    const api = holders.get('user-admin')!;
    const person = (groups?: string[]) => ({
      username: `p-${randomBytes(6).toString('hex')}`,
      groups,
    });
    expect((await api.post('/users', person())).status).toBe(403);
    expect((await api.post('/users', person([otherGroup]))).status).toBe(403);
    expect((await api.post('/users', person([group, otherGroup]))).status).toBe(403);
    const made = await api.post('/users', person([group]));
    expect(made.status).toBe(201);
    expect((await api.get(`/users/${made.json.sub}`)).json.groups).toEqual([
      { id: group, name: 'reached' },
    ]);
    const editor = { ...person([group]), roles: ['editor'] };
    expect((await api.post('/users', editor)).status).toBe(403);
    const join = await api.call('PUT', `/groups/${group}/members/${ids.foreign['sub']!}`);
    expect(join.status).toBe(403);
  });
});

/** What the examples of the document do not fit. */
const bodies = (group: string): Readonly<Record<string, unknown>> => ({
  'POST /admin/users': { username: 'somebody-new', groups: [group] },
  'PATCH /admin/clients/{client_id}': { client_name: 'Another name' },
  'POST /admin/clients': { client_name: 'New', redirect_uris: ['https://new.example/cb'] },
  'POST /admin/clients/{client_id}/lint/fix': { rules: ['pkce-optional'] },
});
