import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ADMIN_SCOPES } from '#registry/resources';
import { runCommandLine } from '#endpoints/command-line';
import { AdminApi } from '../../support/admin-api.js';
import { clock } from '../../support/clock.js';
import { type OwnWorld, startOwnWorld } from '../../support/application.js';

const SECRET = 'Zk8rV2nQx7Lw4Tb9Hs3Jd6Mf1Pc5Ya0GuEiRoWqX';

const FILE = `
groups:
  payroll:
    name: payroll
    description: \${WHAT}
resource_servers:
  photos:
    identifier: https://photos.example.com
    name: Photo library
    scopes:
      - name: photos:read
        description: See your photos
clients:
  planner:
    client_id: planner
    client_name: Planner
    redirect_uris: ['https://planner.example.com/cb']
    scope: openid photos:read
    allowed_groups: [payroll]
    client_secret: {from_env: PLANNER_SECRET}
roles:
  approver:
    client_id: planner
    name: approver
    groups: [payroll]
assertion_issuers:
  partner:
    issuer: https://partner.example.com
    name: Partner
    jwks_uri: https://partner.example.com/jwks
    client_ids: [planner]
identity_providers:
  corp:
    id: corp
    client_id: gatehouse
    name: Example Corp
    issuer: https://login.example.com
    client_secret: {from_env: CORP_SECRET}
    groups_claim: groups
    groups: {Payroll: payroll}
webhooks:
  tickets:
    url: https://receiver.example.com/events
    types: [user.disabled]
settings:
  sign-in:
    trusted_browser_days: 30
`;

describe('configuration as code', () => {
  let world: OwnWorld;
  let folder: string;

  beforeAll(async () => {
    world = await startOwnWorld();
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-config-'));
  });

  const environment = async (of: OwnWorld) => ({
    ...{ ISSUER: of.issuer, ADMIN_TOKEN: await of.admin.token() },
    ...{
      DOMAIN: 'example.com',
      WHAT: 'Whoever pays salaries',
      PLANNER_SECRET: SECRET,
      CORP_SECRET: `corp-${SECRET}`,
    },
  });

  let files = 0;
  async function fileWith(text: string): Promise<string> {
    const path = join(folder, `${String((files += 1))}.yaml`);
    await writeFile(path, text);
    return path;
  }

  interface Ran {
    readonly code: number | undefined;
    readonly out: string;
    readonly err: string;
  }

  async function run(of: OwnWorld, ...argv: string[]): Promise<Ran> {
    const [out, err]: [string[], string[]] = [[], []];
    const stderr = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
      err.push(String(text));
      return true;
    });
    try {
      const never = () => Promise.reject(new Error('this needs no modules'));
      const code = await runCommandLine(['config', ...argv], {
        environment: await environment(of),
        print: (line) => out.push(line),
        ...{ serve: never, withModules: never, rehearse: never },
      });
      return { code, out: out.join('\n'), err: err.join('') };
    } finally {
      stderr.mockRestore();
    }
  }

  const events = async (of: OwnWorld) => {
    await of.application.control.flushEvents();
    const [row] = await of.query(`SELECT COUNT(*) AS n FROM events WHERE facts LIKE '%change_id%'`);
    return Number(row.n);
  };

  it('plans, applies, and changes nothing again', async () => {
    const file = await fileWith(FILE);
    const diff = await run(world, 'diff', '-f', file);
    expect([diff.err, diff.code]).toEqual(['', 2]);
    for (const line of [
      '+ groups payroll',
      '+ clients planner',
      '+ roles approver',
      '~ settings sign-in',
    ]) {
      expect(diff.out).toContain(line);
    }
    expect(diff.out).not.toContain(SECRET);
    const applied = await run(world, 'apply', '-f', file, '--yes');
    expect([applied.err, applied.code]).toEqual(['', 0]);
    const [, changeId] = /change_id ([\w-]{36})/.exec(applied.out) ?? [];
    const [{ n }] = await world.query(
      `SELECT COUNT(*) AS n FROM events WHERE facts LIKE '%${changeId!}%'`,
    );
    expect(Number(n)).toBeGreaterThanOrEqual(8);
    const before = await events(world);
    const again = await run(world, 'diff', '-f', file, '--prune');
    expect([again.out, again.code]).toEqual(['Nothing would change.', 0]);
    expect((await run(world, 'apply', '-f', file, '--yes', '--prune')).code).toBe(0);
    expect(await events(world)).toBe(before);
    // What it names by external_id, it has by id.
    const [group] = (await world.admin.get('/groups?external_id=payroll')).json.items;
    const [client] = (await world.admin.get('/clients?external_id=planner')).json.items;
    expect(client).toMatchObject({ client_id: 'planner', allowed_groups: [group.id] });
  });

  it('is exported without secrets, the same twice, and the same from an empty installation', async () => {
    const first = await run(world, 'export');
    expect([first.err, first.code]).toEqual(['', 0]);
    expect((await run(world, 'export')).out).toBe(first.out);
    expect(first.out).not.toContain(SECRET);
    const other = await startOwnWorld();
    const secret = 'token_endpoint_auth_method: client_secret_basic';
    expect(first.out).toContain(secret);
    // A client without a secret of its own is given one; the provider needs that of its operator.
    const text = first.out.replace(
      /^( +)issuer: https:\/\/login\.example\.com$/m,
      '$&\n$1client_secret: {from_env: CORP_SECRET}',
    );
    const applied = await run(other, 'apply', '-f', await fileWith(text), '--yes');
    expect([applied.err, applied.code]).toEqual(['', 0]);
    expect((await run(other, 'export')).out).toBe(first.out);
    const some = await run(world, 'export', '--select', 'groups');
    expect(some.out).toMatch(/^groups:\n  payroll:/);
    expect(some.out).not.toContain('clients:');
  });

  it('deletes with --prune alone, and nothing that it does not know by name', async () => {
    await world.admin.create('/groups', { name: 'by hand' });
    await world.admin.create('/groups', { name: 'by file', external_id: 'by-file' });
    const file = await fileWith(FILE);
    expect((await run(world, 'diff', '-f', file)).out).toBe('Nothing would change.');
    const pruned = await run(world, 'apply', '-f', file, '--prune', '--yes');
    expect([pruned.code, pruned.out]).toEqual([0, expect.stringContaining('- groups by-file')]);
    const { items } = (await world.admin.get('/groups?limit=200')).json;
    const names = items.map(({ name }: { name: string }) => name);
    expect(names).toContain('by hand');
    expect(names).not.toContain('by file');
  });

  it('refuses a plan that is older than what is there', async () => {
    const configuration = { groups: { late: { name: 'late' } } };
    const { plan } = (await world.admin.post('/config/plan', { configuration })).json;
    await world.admin.create('/groups', { name: 'meanwhile', external_id: 'meanwhile' });
    const late = await world.admin.post('/config/apply', { configuration, plan });
    expect([late.status, late.json.error]).toEqual([412, 'precondition_failed']);
    expect((await world.admin.get('/groups?external_id=late')).json.items).toEqual([]);
  });

  it('of two that are applied at once, one wins', async () => {
    const configuration = { groups: { once: { name: 'once' }, twice: { name: 'twice' } } };
    const { plan } = (await world.admin.post('/config/plan', { configuration })).json;
    const both = await Promise.all(
      [1, 2].map(() => world.admin.post('/config/apply', { configuration, plan })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  it('goes on where a node was killed in the middle, as soon as nobody can be at it any more', async () => {
    const now = clock.now();
    const killed = `UPDATE leases SET owner = 'killed', expires_at = ${String(now + 30)} WHERE name = 'configuration'`;
    const configuration = { groups: { k1: { name: 'k1' }, k2: { name: 'k2' } } };
    const { plan } = (await world.admin.post('/config/plan', { configuration })).json;
    await world.query(killed);
    // What it had done.
    await world.admin.call('PUT', '/groups/by-external-id/k1', { name: 'k1' });
    const again = (await world.admin.post('/config/plan', { configuration })).json;
    expect(again.steps).toEqual([{ action: 'create', kind: 'groups', name: 'k2' }]);
    const body = { configuration, plan: again.plan };
    expect((await world.admin.post('/config/apply', { ...body, plan })).status).toBe(412);
    expect((await world.admin.post('/config/apply', body)).status).toBe(412);
    clock.advance(31);
    expect((await world.admin.post('/config/apply', body)).json.done).toHaveLength(1);
    const after = (await world.admin.post('/config/plan', { configuration })).json;
    expect(after.steps).toEqual([]);
  });

  it('takes nothing from whoever applies it', async () => {
    const client = await world.registerClient({
      ...{ grant_types: ['client_credentials'], redirect_uris: [], external_id: 'applier' },
      scope: [...ADMIN_SCOPES].join(' '),
    });
    const scope = [...ADMIN_SCOPES].join(' ');
    const { access_token } = await world.clientCredentials(client, { scope });
    const call = async (path: string, body: object) =>
      (
        await fetch(`${world.issuer}/admin/config${path}`, {
          method: 'POST',
          headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        })
      ).json() as Promise<any>;
    const pruned = await call('/plan', { configuration: {}, prune: true });
    const own = { pointer: '/configuration/clients/applier' };
    expect(pruned.errors).toContainEqual(expect.objectContaining(own));
    const disabled = await call('/plan', {
      configuration: { clients: { applier: { disabled: true, redirect_uris: [] } } },
    });
    expect(JSON.stringify(disabled.errors)).toContain('Whoever applies this needs it');
  });

  it('stops at the first step that cannot be, says what is done, and goes on when applied again', async () => {
    const configuration = {
      groups: { g1: { name: 'g1' }, g2: { name: 'g2' }, g3: { name: 'G1' } },
    };
    const { plan, steps } = (await world.admin.post('/config/plan', { configuration })).json;
    expect(steps).toHaveLength(3);
    const stopped = await world.admin.post('/config/apply', { configuration, plan });
    expect(stopped.status).toBe(409);
    expect(stopped.json).toMatchObject({
      done: [{ name: 'g1' }, { name: 'g2' }],
      errors: [{ pointer: expect.stringMatching(/^\/configuration\/groups\/g3/) }],
    });
    const mended = { groups: { ...configuration.groups, g3: { name: 'g3' } } };
    const next = (await world.admin.post('/config/plan', { configuration: mended })).json;
    expect(next.steps).toEqual([{ action: 'create', kind: 'groups', name: 'g3' }]);
    const body = { configuration: mended, plan: next.plan };
    expect((await world.admin.post('/config/apply', body)).status).toBe(200);
  });

  it('is checked as a whole before anything is done, for those who may do all of it', async () => {
    const configuration = {
      clients: { bad: { client_name: 'Bad', redirect_uris: ['not a uri'] } },
      settings: { 'sign-in': { trusted_browser_days: -1 } },
    };
    const refused = await world.admin.post('/config/plan', { configuration });
    expect(refused.status).toBe(400);
    const pointers = refused.json.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(pointers).toContainEqual(expect.stringContaining('/configuration/settings/sign-in'));
    const user = await world.createUser();
    await world.admin.call('PUT', `/roles/gatehouse-auditor/users/${user.sub}`, {});
    const auditor = new AdminApi(world.issuer, user);
    expect((await auditor.get('/config')).status).toBe(200);
    expect((await auditor.post('/config/plan', { configuration: {} })).status).toBe(403);
  });

  it.each([
    [
      'groups:\n  a:\n    nam: x\n',
      '3:5: groups.a.nam: There is no such member. Did you mean name?',
    ],
    ['group:\n  a: {name: x}\n', '1:1: group: There is no such kind. Did you mean groups?'],
    [
      'settings:\n  passwrds: {}\n',
      '2:3: settings.passwrds: There is no such section. Did you mean passwords?',
    ],
    [
      'groups:\n  a: {name: "${NOT_THERE}"}\n',
      '2:7: groups.a.name: NOT_THERE is not set in the environment.',
    ],
    [
      'clients:\n  a: {client_secret: "in the file"}\n',
      '2:7: clients.a.client_secret: A secret does not stand in a file: {from_env: NAME}.',
    ],
    ['groups:\n  a: {name: x}\n  a: {name: y}\n', '3:3: Map keys must be unique'],
    ['groups: [\n', '2:1: '],
  ])('validates without a server: %j', async (text, expected) => {
    const file = await fileWith(text);
    const { code, err } = await run(world, 'validate', '-f', file);
    expect([code, err]).toEqual([1, expect.stringContaining(`${file}:${expected}`)]);
  });

  it('exports the kinds that are selected, and refuses those that there are not', async () => {
    const exported = await run(world, 'export', '--select', 'groups,settings');
    expect(exported.code).toBe(0);
    expect(exported.out).not.toMatch(/^clients:/m);
    const strange = await run(world, 'export', '--select', 'groups,people');
    expect(strange).toMatchObject({ code: 1, out: '' });
    expect(strange.err).toContain('--select people: there are groups, resource_servers,');
  });

  it('says what it was answered where that is no Gatehouse', async () => {
    const answered = await run(world, 'export', '--to', `${world.issuer}/health`);
    expect(answered).toMatchObject({ code: 1, err: expect.stringMatching(/^config: \w.*\.\n$/) });
  });

  it('is described by a JSON Schema that takes what is exported, and no misspelt member', async () => {
    const { json: schema } = await world.get('/gatehouse.schema.json');
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    const validate = ajv.compile(schema);
    const faults = (document: unknown) => {
      validate(document);
      return (validate.errors ?? []).map(
        ({ instancePath, message }) => `${instancePath} ${message!}`,
      );
    };
    expect(faults(parse(FILE))).toEqual([]);
    expect(faults(parse((await run(world, 'export')).out))).toEqual([]);
    for (const wrong of [
      { groups: { a: { nam: 'x' } } },
      { group: {} },
      { groups: { a: {} } },
      { clients: { a: { redirect_uris: [], client_secret: SECRET } } },
      { settings: { 'sign-in': { trusted_browser_days: -1 } } },
      { groups: { a: { name: 'x', external_id: 'a' } } },
    ]) {
      expect([wrong, faults(wrong)]).not.toEqual([wrong, []]);
    }
  });

  it('takes the file of the documentation, from nothing to the same file again', async () => {
    const page = await readFile('docs/configuration-as-code.md', 'utf8');
    const [, text = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
    const file = await fileWith(text);
    const fresh = await startOwnWorld();
    expect(await run(fresh, 'validate', '-f', file)).toMatchObject({ code: 0 });
    expect((await run(fresh, 'diff', '-f', file)).code).toBe(2);
    expect(await run(fresh, 'apply', '-f', file, '--yes')).toMatchObject({ code: 0, err: '' });
    expect(await run(fresh, 'diff', '-f', file)).toMatchObject({ code: 0 });
    const exported = await fileWith((await run(fresh, 'export')).out);
    expect(await run(fresh, 'diff', '-f', exported, '--prune')).toMatchObject({ code: 0 });
  });

  it('takes values from files beside it', async () => {
    await writeFile(join(folder, 'name.txt'), 'from a file\n');
    const file = await fileWith('groups:\n  filed: {name: "${file:name.txt}"}\n');
    expect((await run(world, 'validate', '-f', file)).code).toBe(0);
    expect((await run(world, 'apply', '-f', file, '--yes')).code).toBe(0);
    const { items } = (await world.admin.get('/groups?external_id=filed')).json;
    expect(items).toMatchObject([{ name: 'from a file' }]);
  });
});
