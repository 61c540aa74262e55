import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { RelyingParty } from '../../support/relying-party.js';
import { type LocalWorld, startWorld } from '../../support/world.js';
import { limited } from '../../attacks/limited-admin.js';

const PATH = '/identity-providers';

let world: LocalWorld;
beforeAll(async () => {
  world = await startWorld({ OUTBOUND_ALLOWED_NETWORKS: '127.0.0.0/8' });
});

const unique = () => `p${randomBytes(4).toString('hex')}`;
const wanted = (changes: object = {}) => {
  const id = unique();
  const ours = { client_id: 'gatehouse', client_secret: 'shared' };
  return { id, issuer: `https://${id}.example`, ...ours, ...changes };
};

describe('an identity provider', () => {
  it('is registered with sound defaults, and its secret is never shown', async () => {
    const body = wanted();
    const created = await world.admin.create(PATH, body);
    expect(created).toMatchObject({
      ...{ id: body.id, name: body.id, kind: 'oidc', issuer: body.issuer, has_secret: true },
      ...{ scopes: ['openid', 'profile', 'email'], provisioning: 'invited', trust_amr: false },
      ...{ domains: [], owns_domains: false, sync: 'first', enabled: true, subject_claim: 'sub' },
      redirect_uri: `${world.issuer}/upstream/${body.id}/callback`,
      backchannel_logout_uri: `${world.issuer}/upstream/${body.id}/backchannel-logout`,
    });
    const read = await world.admin.get(`${PATH}/${body.id}`);
    expect([JSON.stringify(created), read.text].join()).not.toContain(body.client_secret);
    const [row] = await world.query<{ secret: string }[]>(
      'SELECT secret FROM identity_providers WHERE id = ?',
      [body.id],
    );
    expect(row?.secret).not.toContain(body.client_secret);
    const { items } = (await world.admin.get(`/events?object_id=${body.id}`)).json ?? {};
    expect(JSON.stringify(items ?? [])).not.toContain(body.client_secret);
  });

  it('keeps its secret through a change, and takes back what a read answered', async () => {
    const { id } = await world.admin.create(PATH, wanted());
    const shown = (await world.admin.get(`${PATH}/${id}`)).json;
    const changed = await world.admin.patch(`${PATH}/${id}`, { ...shown, name: 'Other' });
    expect(changed.json).toMatchObject({ name: 'Other', has_secret: true });
    const refused = await world.admin.patch(`${PATH}/${id}`, { issuer: 'https://evil.example' });
    expect(refused.status).toBe(400);
  });

  it.each([
    ['no issuer and no endpoints', { issuer: undefined }, '/issuer'],
    ['both', { token_endpoint: 'https://a.example/token' }, '/issuer'],
    ['plain http', { issuer: 'http://a.example' }, '/issuer'],
    [
      'all tenants of Microsoft',
      { issuer: 'https://login.microsoftonline.com/common/v2.0' },
      '/issuer',
    ],
    ['no secret', { client_secret: undefined }, '/client_secret'],
    ['no openid', { scopes: ['profile'] }, '/scopes'],
    ['another subject', { subject_claim: 'email' }, '/subject_claim'],
    ['a role', { claims: { roles: 'roles' } }, '/claims/roles'],
    ['a domain in capitals', { domains: ['CORP.example'] }, '/domains/0'],
    ['domains of its own without any', { owns_domains: true }, '/owns_domains'],
    [
      'a group that is none',
      { groups_claim: 'groups', groups: { staff: 'none' } },
      '/groups/staff',
    ],
    ['the admins, by name', { groups_claim: 'groups', groups: { a: 'admin' } }, '/groups/a'],
  ])('is refused with %s', async (_what, changes, pointer) => {
    const answer = await world.admin.post(PATH, wanted(changes));
    expect(answer.status).toBe(400);
    expect(answer.text).toContain(pointer);
  });

  it('cannot be ourselves, nor have the domain of another', async () => {
    expect((await world.admin.post(PATH, wanted({ issuer: world.issuer }))).status).toBe(409);
    const domains = [`${unique()}.example`];
    const first = await world.admin.create(PATH, wanted({ domains }));
    const second = await world.admin.post(PATH, wanted({ domains }));
    expect([second.status, second.text]).toEqual([409, expect.stringContaining('/domains/0')]);
    await world.admin.delete(`${PATH}/${first.id}`);
  });

  it('S07 whoever may not give people passwords cannot say who is believed', async () => {
    const weak = await limited(world, 'identity-providers:read identity-providers:write');
    expect((await weak.call('POST', PATH, wanted())).status).toBe(403);
    const { id } = await world.admin.create(PATH, wanted());
    for (const change of [
      { owns_domains: true, domains: [`${id}.example`] },
      { trust_amr: true },
    ]) {
      expect((await weak.call('PATCH', `${PATH}/${id}`, change)).status).toBe(403);
    }
    expect((await weak.call('PATCH', `${PATH}/${id}`, { enabled: false })).status).toBe(200);
    expect((await weak.call('PATCH', `${PATH}/${id}`, { enabled: true })).status).toBe(403);
    const group = await world.admin.create('/groups', { name: unique() });
    const people = await limited(world, 'identity-providers:write users:write');
    const groups = { groups_claim: 'groups', groups: { staff: group.id } };
    expect((await people.call('POST', PATH, wanted(groups))).status).toBe(403);
  });

  it('is filled in by a preset', async () => {
    const { items } = (await world.admin.get('/identity-provider-presets')).json;
    expect(items.map(({ preset }: { preset: string }) => preset)).toEqual([
      ...['google', 'entra', 'okta', 'auth0', 'gitlab', 'keycloak', 'gatehouse', 'github'],
    ]);
    const body = wanted({ issuer: undefined });
    const path = `${PATH}?preset=keycloak&url=https://sso.example/realms/staff/`;
    expect(await world.admin.create(path, body)).toMatchObject({
      ...{ name: 'Keycloak', issuer: 'https://sso.example/realms/staff', groups_claim: 'groups' },
    });
    const github = await world.admin.create(`${PATH}?preset=github`, { ...body, id: unique() });
    expect(github).toMatchObject({
      ...{ kind: 'oauth2', subject_claim: 'id', token_endpoint_auth_method: 'client_secret_post' },
      userinfo_endpoint: 'https://api.github.com/user',
    });
    const tenantless = await world.admin.post(`${PATH}?preset=entra`, { ...body, id: unique() });
    expect(tenantless.status).toBe(400);
  });
});

describe('the test of a provider says which step fails', () => {
  let server: RelyingParty;
  const metadata: Record<string, unknown> = {};
  let tokenError: string | undefined;

  beforeAll(async () => {
    server = await RelyingParty.start();
    const json = (path: string, answer: () => [number, unknown]) =>
      server.behaviours.set(path, (_visit, response) => {
        const [status, body] = answer();
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body));
      });
    json('/.well-known/openid-configuration', () => [200, metadata]);
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    json('/jwks', () => [200, { keys: [publicKey.export({ format: 'jwk' })] }]);
    json('/token', () => [400, { error: tokenError }]);
  });

  async function test(changes: object, error = 'invalid_grant') {
    const at = server.origin;
    const sound = { issuer: at, authorization_endpoint: `${at}/authorize` };
    Object.assign(metadata, sound, { token_endpoint: `${at}/token`, jwks_uri: `${at}/jwks` });
    Object.assign(metadata, changes);
    tokenError = error;
    const { id } = await world.admin.create(PATH, wanted({ issuer: at }));
    const { passed, steps } = (await world.admin.post(`${PATH}/${id}/test`)).json;
    return { passed, last: steps.at(-1) };
  }

  it('all of them pass', async () => {
    expect(await test({})).toMatchObject({ passed: true, last: { step: 'client', passed: true } });
  });

  it.each([
    ['issuer', { issuer: 'https://other.example' }, undefined],
    ['endpoints', { token_endpoint: 'ftp://nowhere' }, undefined],
    ['keys', { jwks_uri: 'https://nowhere.invalid/jwks' }, undefined],
    ['client', {}, 'invalid_client'],
  ])('%s', async (step, changes, error) => {
    const { passed, last } = await test(changes, error);
    expect([passed, last.step]).toEqual([false, step]);
  });

  it('discovery, where nothing answers', async () => {
    const { id } = await world.admin.create(PATH, wanted({ issuer: 'https://nowhere.invalid' }));
    const { passed, steps } = (await world.admin.post(`${PATH}/${id}/test`)).json;
    expect([passed, steps.map(({ step }: { step: string }) => step)]).toEqual([
      false,
      ['discovery'],
    ]);
  });
});
