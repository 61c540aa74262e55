import { beforeAll, describe, expect, it } from '@jest/globals';
import { type LocalWorld, startWorld, unique } from '../../support/world.js';

let world: LocalWorld;
beforeAll(async () => {
  world = await startWorld();
}, 60_000);

const rulesOf = ({ findings }: { findings: { rule: string }[] }) =>
  findings.map(({ rule }) => rule);
const lintOf = async (id: string, query = '') =>
  (await world.admin.get(`/clients/${id}/lint${query}`)).json;

describe('what could be safer about a client', () => {
  it('is told with the section, the member, and a patch that mends it', async () => {
    const { client_id: id } = await world.registerClient({ require_pkce: false });
    const { findings, client_name: name } = await lintOf(id, '?profile=oauth-2.1');
    expect(name).toEqual(expect.any(String));
    expect(findings).toContainEqual({
      rule: 'pkce-optional',
      severity: 'info',
      spec: 'RFC 9700 \u00a72.1.1',
      pointer: '/require_pkce',
      detail: expect.stringContaining('PKCE'),
      found: 'false',
      fix: { require_pkce: true },
    });
    const { fix } = findings.find(({ rule }: { rule: string }) => rule === 'pkce-optional');
    await world.admin.patch(`/clients/${id}`, fix);
    expect(rulesOf(await lintOf(id))).not.toContain('pkce-optional');
    expect(rulesOf(await lintOf(id, '?severity=warning'))).toEqual([]);
  });

  it('is mended as rules propose it, or tried first', async () => {
    const client = await world.registerClient({
      ...{ token_endpoint_auth_method: 'none', refresh_token_lifetime: 2_592_000 },
      redirect_uris: ['https://spa.example/cb', 'http://localhost:5173/cb'],
    });
    const path = `/clients/${client.client_id}`;
    const rules = ['browser-loopback', 'browser-refresh'];
    const stored = async () => (await world.admin.get(path)).json;
    const before = await stored();
    const tried = await world.admin.post(`${path}/lint/fix?dry_run=true`, { rules });
    const patch = { redirect_uris: ['https://spa.example/cb'], refresh_token_lifetime: 86_400 };
    expect([tried.status, tried.json.changes]).toMatchObject([200, [{ event: 'client.changed' }]]);
    expect(await stored()).toEqual(before);
    const mended = await world.admin.post(`${path}/lint/fix`, { rules });
    expect(mended.json.patch).toEqual(patch);
    expect(rulesOf(mended.json)).not.toEqual(expect.arrayContaining(rules));
    expect(await stored()).toMatchObject(patch);
    const again = await world.admin.post(`${path}/lint/fix`, { rules });
    expect([again.status, again.json.patch]).toEqual([200, {}]);
  });

  it('is told when it is registered, but for what our own defaults do', async () => {
    const metadata = { client_name: `Client ${unique()}`, redirect_uris: ['https://a.example/cb'] };
    expect((await world.admin.create('/clients', metadata)).warnings).toEqual([]);
    const warned = await world.admin.create('/clients', {
      ...{ ...metadata, token_endpoint_auth_method: 'none', refresh_token_lifetime: 2_592_000 },
    });
    expect(warned.warnings).toEqual([
      { pointer: '/refresh_token_lifetime', detail: expect.stringContaining('browser') },
    ]);
  });

  it('looks at secrets and at scopes that are gone as well', async () => {
    const scope = `lint-${unique()}:read`;
    const api = await world.registerResourceServer({
      ...{ identifier: `https://${unique()}.example`, scopes: [scope] },
    });
    const client = await world.registerClient({ scope: `openid ${scope}` });
    const id = client.client_id;
    for (const label of ['second', 'third']) {
      await world.admin.create(`/clients/${id}/secrets`, { label });
    }
    await world.admin.delete(`/resource-servers/${api.id}?force=true`);
    const years = 2 * 365 * 24 * 3600;
    await world.query('UPDATE client_secrets SET created_at = created_at - ? WHERE client_id = ?', [
      ...[years, id],
    ]);
    expect(rulesOf(await lintOf(id, '?profile=hygiene&severity=warning'))).toEqual(
      expect.arrayContaining(['old-secret', 'unused-secret']),
    );
    const listed = (await world.admin.get('/lint?profile=hygiene&severity=warning&limit=200')).json;
    const own = listed.items.find((one: { client_id: string }) => one.client_id === id);
    expect(rulesOf(own)).toEqual(expect.arrayContaining(['old-secret', 'unused-secret']));
    for (const item of listed.items) expect(item.findings.length).toBeGreaterThan(0);
  });

  it('M11 nobody mends a client that they could not change', async () => {
    const { access_token: token } = await world.clientCredentials(
      await world.registerClient({
        ...{ grant_types: ['client_credentials'], redirect_uris: [], scope: 'clients:write' },
      }),
      { scope: 'clients:write' },
    );
    const answer = await fetch(`${world.issuer}/admin/clients/swagger-ui/lint/fix`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ rules: ['no-contact'] }),
    });
    expect([403, 409]).toContain(answer.status);
  });
});
