import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { hashSync as bcrypt } from 'bcryptjs';
import { LoginForm, signedIn } from '../attacks/login-form.js';
import { Answer } from '../support/answer.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { startServer } from '../support/server-process.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { worldOf, type World } from '../support/world.js';
import { startInVain } from './failed-start.js';

const PASSWORD = 'my password of before';
const SECRET = randomBytes(24).toString('base64url');
const SALT = randomBytes(16);

/** A credential as `kc.sh export` writes it. */
function credential(password: string) {
  const key = pbkdf2Sync(password, SALT, 27_500, 64, 'sha256');
  return {
    id: '8a5c7e0b-6f57-4b34-8f26-3a8f0d2c1c11',
    type: 'password',
    secretData: JSON.stringify({
      ...{ value: key.toString('base64'), salt: SALT.toString('base64') },
      additionalParameters: {},
    }),
    credentialData: JSON.stringify({
      ...{ hashIterations: 27_500, algorithm: 'pbkdf2-sha256' },
      additionalParameters: {},
    }),
  };
}

const REALM = {
  realm: 'enterprise',
  roles: {
    realm: [
      { name: 'auditor', composites: { client: { shop: ['reader'] } } },
      { name: 'default-roles-enterprise' },
    ],
    client: {
      shop: [{ name: 'editor', description: 'Edits' }, { name: 'reader' }],
      account: [{ name: 'view-profile' }],
    },
  },
  groups: [
    {
      ...{ name: 'staff', path: '/staff', clientRoles: { shop: ['editor'] } },
      subGroups: [{ name: 'night', path: '/staff/night' }],
    },
  ],
  users: [
    {
      id: 'f2c1b2a0-4b7e-4c57-9f55-0a1d2c3b4e5f',
      username: 'alice',
      email: 'alice@example.com',
      emailVerified: true,
      firstName: 'Alice',
      lastName: 'Example',
      enabled: true,
      attributes: { locale: ['de'], costCenter: ['4711'], teams: ['a', 'b'] },
      credentials: [credential(PASSWORD), { type: 'otp' }],
      groups: ['/staff/night'],
      realmRoles: ['default-roles-enterprise', 'auditor'],
    },
    { id: 'a-2', username: 'bob', enabled: false, credentials: [] },
    { id: 'a-3', username: 'service-account-job', serviceAccountClientId: 'job' },
  ],
  clients: [
    {
      clientId: 'shop',
      name: 'The shop',
      secret: SECRET,
      rootUrl: 'https://shop.example',
      redirectUris: ['/cb', 'https://shop.example/*'],
      standardFlowEnabled: true,
      attributes: { 'post.logout.redirect.uris': 'https://shop.example/bye##+' },
    },
    {
      ...{ clientId: 'job', secret: randomBytes(24).toString('base64url') },
      ...{ standardFlowEnabled: false, serviceAccountsEnabled: true },
    },
    { clientId: 'app', publicClient: true, redirectUris: ['com.example.app:/cb'] },
    { clientId: 'account', redirectUris: ['/realms/enterprise/account/*'] },
    { clientId: 'api', bearerOnly: true },
    { clientId: 'https://old.example/saml', protocol: 'saml' },
  ],
};

/** Sends the files of a conversion, as docs/moving says. */
async function moveIn(world: World, folder: string): Promise<void> {
  const declared = JSON.parse(readFileSync(join(folder, 'attributes.jsonl'), 'utf8'));
  expect((await world.admin.patch('/settings/attributes', declared)).status).toBe(200);
  for (const kind of ['groups', 'clients']) {
    for (const line of readFileSync(join(folder, `${kind}.jsonl`), 'utf8')
      .trim()
      .split('\n')) {
      await world.admin.create(`/${kind}`, JSON.parse(line));
    }
  }
  await importPeople(world, folder);
}

/** What applications are told of rights. */
const rights = { claims: [{ claim: 'cost', from: 'attributes.cost_center' }] };

async function importPeople(world: World, folder: string): Promise<void> {
  const url = new URL(`${world.issuer}/admin/users/import`);
  const headers = {
    authorization: `Bearer ${await world.admin.token()}`,
    'content-type': 'application/jsonl',
  };
  const body = readFileSync(join(folder, 'users.jsonl'));
  const answer = await Answer.read(url, await fetch(url, { method: 'POST', headers, body }));
  const lines = answer.text.trim().split('\n');
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ refused: 0 });
}

describe('moving in', () => {
  const folder = temporaryDirectory();
  const file = (name: string) => join(folder, name);
  let world: World;

  beforeAll(async () => {
    world = worldOf(await startServer());
  }, 60_000);

  it('from Keycloak in one command: what people have at old applications, too; again changes nothing', async () => {
    const whole = worldOf(await startServer());
    writeFileSync(file('whole.json'), JSON.stringify(REALM));
    const args = ['convert', 'keycloak', file('whole.json'), '--to', whole.issuer];
    const once = await startInVain({ ADMIN_TOKEN: await whole.admin.token() }, args);
    expect([once.code, once.stderr]).toEqual([0, '']);
    const sent = once.stdout.split('\n').filter((line) => !line.startsWith('Left behind'));
    expect(sent.slice(0, 5)).toEqual([
      'groups: 3 made',
      'clients: 3 made',
      'users: 2 of 2',
      'users: 2 made',
      'roles: 2 made',
    ]);
    await whole.admin.patch('/clients/shop', rights);
    const client: RegisteredClient = {
      ...(await whole.admin.get('/clients/shop')).json,
      client_secret: SECRET,
    };
    const user = { username: 'alice', password: PASSWORD };
    const { access_token } = await whole.tokens({
      ...{ client, user, scope: 'openid profile groups roles' },
    });
    expect((await whole.userinfo(access_token)).json).toMatchObject({
      sub: 'f2c1b2a0-4b7e-4c57-9f55-0a1d2c3b4e5f',
      groups: ['/staff/night', 'auditor'],
      roles: ['editor', 'reader'],
      cost: '4711',
    });
    const twice = await startInVain({ ADMIN_TOKEN: await whole.admin.token() }, args);
    expect([twice.code, twice.stderr]).toEqual([0, '']);
    expect(twice.stdout).toContain('roles: 0 made, 2 were there');
    expect(twice.stdout).toContain('users: 0 made, 2 were there');
    const late = await startInVain({ ADMIN_TOKEN: 'nonsense' }, args);
    expect([late.code, late.stderr]).toEqual([1, expect.stringContaining('Take a new one')]);
  });

  it('from Keycloak: old applications sign old people in, with the ids, secrets and passwords that they have', async () => {
    writeFileSync(file('realm.json'), JSON.stringify(REALM));
    const args = ['convert', 'keycloak', file('realm.json'), '--out', file('realm')];
    const { code, stdout, stderr } = await startInVain({}, args);
    expect([code, stderr]).toEqual([0, '']);
    const left = stdout.split('\n').filter((line) => line.startsWith('Left behind'));
    expect(left).toEqual([
      'Left behind: Redirect URI https://shop.example/*, name the addresses that are meant: shop.',
      'Left behind: APIs that take tokens only, register each as a resource server: api.',
      'Left behind: Clients of the protocol saml: https://old.example/saml.',
      'Left behind: Second factors of type otp: alice.',
      'Left behind: Without a password, invite them: bob.',
    ]);
    expect(statSync(file('realm/users.jsonl')).mode & 0o777).toBe(0o600);
    await moveIn(world, file('realm'));

    const shop = (await world.admin.get('/clients/shop')).json;
    expect(shop).toMatchObject({
      client_name: 'The shop',
      redirect_uris: ['https://shop.example/cb'],
      post_logout_redirect_uris: ['https://shop.example/bye'],
    });
    const client: RegisteredClient = { ...shop, client_secret: SECRET };
    const user = { username: 'alice', password: PASSWORD };
    const { id_token } = await world.tokens({ client, user, scope: 'openid profile email' });
    const claims = JSON.parse(
      Buffer.from(String(id_token).split('.')[1] ?? '', 'base64url').toString(),
    );
    expect(claims.sub).toBe('f2c1b2a0-4b7e-4c57-9f55-0a1d2c3b4e5f');
    const { json } = await world.admin.get(`/users/${claims.sub}`);
    expect(json).toMatchObject({
      ...{ name: 'Alice Example', email_verified: true, locale: 'de' },
      groups: [{ name: '/staff/night' }, { name: 'auditor' }],
    });
    expect((await world.admin.get('/users/a-2')).json.disabled).toBe(true);
  }, 120_000);

  it('from Auth0: people under the ids that applications know', async () => {
    const [known, other] = ['auth0|60425dc43519d90068f82973', 'google-oauth2|1150'];
    const users = [
      { user_id: known, email: 'carol@example.com', email_verified: true, nickname: 'carol' },
      { user_id: other, email: 'dan@example.com', blocked: true },
    ];
    const hashes = [
      { _id: { $oid: '60425dc43519d90068f82973' }, passwordHash: bcrypt(PASSWORD, 10) },
    ];
    const lines = (items: object[]) => items.map((item) => JSON.stringify(item)).join('\n');
    writeFileSync(file('users.ndjson'), lines(users));
    writeFileSync(file('hashes.ndjson'), lines(hashes));
    const { code, stdout } = await startInVain({}, [
      ...['convert', 'auth0', file('users.ndjson'), '--passwords', file('hashes.ndjson')],
      ...['--out', file('tenant')],
    ]);
    expect([code, stdout]).toEqual([0, expect.stringContaining('linked anew: dan@example.com.')]);
    await importPeople(world, file('tenant'));
    expect((await world.admin.get(`/users/${encodeURIComponent(other)}`)).json.disabled).toBe(true);
    const client = await world.registerClient({ first_party: true });
    const form = await LoginForm.open(world, client);
    expect(signedIn(await form.try('carol@example.com', PASSWORD))).toBe(true);
  }, 120_000);

  it.each([
    [['okta', 'x.json'], '"okta" is none of: keycloak, auth0'],
    [['keycloak', 'nowhere.json'], 'There is no file'],
    [['keycloak', 'list.json'], 'is no JSON object'],
    [['auth0', 'broken.ndjson'], 'line 2 is no JSON object'],
    [['keycloak', 'realm.json', '--out', 'realm'], 'exists: name another folder'],
  ])('%j is refused with what to do', async (args, reason) => {
    writeFileSync(file('list.json'), '[]');
    writeFileSync(file('broken.ndjson'), '{}\n{"user_id":');
    const [system = '', ...names] = args;
    const paths = names.map((name) => (name.startsWith('--') ? name : file(name)));
    const { code, stderr } = await startInVain({}, ['convert', system, ...paths]);
    expect([code, stderr]).toEqual([1, expect.stringContaining(reason)]);
    expect(stderr).not.toMatch(/\bat .*\.js:\d/);
  });
});
