import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../support/answer.js';
import { AdminApi } from '../support/admin-api.js';
import { Browser } from '../support/browser.js';
import { pkce } from '../support/pkce.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { walk } from '../support/sign-in.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';
import { limited as limitedAdmin } from './limited-admin.js';

const REDIRECT = ['https://tool.example/callback'];

describe('power over Gatehouse', () => {
  let world: LocalWorld;
  let administrator: { sub: string };

  beforeAll(async () => {
    world = await startWorld();
    [administrator] = (await world.admin.get('/users?q=admin')).json.items;
  });

  const limited = (scope: string) => limitedAdmin(world, scope);

  function expectForbidden(answer: Answer): void {
    expect([answer.url.pathname, answer.status]).toEqual([answer.url.pathname, 403]);
    expect(answer.json.error).toBe('insufficient_scope');
  }

  const service = (scope: string) => ({
    ...{ client_name: 'Mine', grant_types: ['client_credentials'], redirect_uris: [], scope },
  });

  it('M11 who may write clients gives no client a scope that they do not hold', async () => {
    const { client, call } = await limited('clients:write');
    expect((await call('POST', '/clients', service('clients:write'))).status).toBe(201);
    for (const scope of ['users:write', 'clients:read', 'clients:write users:read', 'keys:write']) {
      expectForbidden(await call('POST', '/clients', service(scope)));
      expectForbidden(await call('PATCH', `/clients/${client.client_id}`, { scope }));
    }
    // Written in a way that another check might read otherwise.
    for (const scope of [
      ' users:write',
      'users:write ',
      'openid  users:write',
      'users:write\n',
      'USERS:WRITE',
    ]) {
      const answer = await call('POST', '/clients', service(scope));
      if (answer.status === 201) {
        const tokens = await world.token(answer.json as RegisteredClient, {
          ...{ grant_type: 'client_credentials', scope: 'users:write' },
        });
        expect(tokens.json.error).toBe('invalid_scope');
      } else expect([400, 403]).toContain(answer.status);
    }
  });

  it('M11 who may change groups and roles gains no power here by their names', async () => {
    const { call } = await limited('groups:read groups:write roles:read roles:write');
    const user = await world.createUser();
    const { id } = (await call('POST', '/groups', { name: 'admin' })).json;
    expect((await call('PUT', `/groups/${id}/members/${user.sub}`)).status).toBe(204);
    const own = { resource_server_id: 'gatehouse-admin', name: 'admin', groups: [id] };
    expect((await call('POST', '/roles', own)).status).toBe(400);
    const role = { client_id: 'swagger-ui', name: 'admin', groups: [id] };
    const created = await call('POST', '/roles', role);
    expect((await call('PUT', `/roles/${created.json.id}/users/${user.sub}`)).status).toBe(204);
    const admin = new AdminApi(world.issuer, user);
    expect([401, 403]).toContain((await admin.get('/users')).status);
    expect((await world.admin.get(`/users/${user.sub}`)).json.roles).toEqual([]);
    expectForbidden(await call('GET', `/users/${user.sub}`));
    expectForbidden(await call('PATCH', `/users/${user.sub}`, { roles: ['admin'] }));
    // Whoever has only read them changes none.
    const reader = await limited('groups:read roles:read');
    expectForbidden(await reader.call('PUT', `/groups/${id}/members/${user.sub}`));
    expectForbidden(await reader.call('DELETE', `/groups/${id}/members/${user.sub}`));
    expectForbidden(await reader.call('PUT', `/roles/${created.json.id}/users/${user.sub}`));
    await world.admin.delete(`/roles/${created.json.id}`);
    await world.admin.delete(`/groups/${id}`);
  });

  it('M11 and takes over no client that has more than they: Swagger UI, another program', async () => {
    const { call } = await limited('clients:read clients:write');
    const other = await world.registerClient(service('users:write'));
    for (const id of ['swagger-ui', other.client_id]) {
      const path = `/clients/${id}`;
      expectForbidden(await call('PATCH', path, { redirect_uris: REDIRECT }));
      expectForbidden(await call('PATCH', path, { scope: 'openid' }));
      expectForbidden(await call('PATCH', path, { disabled: true }));
      expectForbidden(await call('PATCH', path, { token_endpoint_auth_method: 'none' }));
      expectForbidden(await call('POST', `${path}/secrets`, {}));
      expectForbidden(await call('DELETE', path));
    }
  });

  it('M11 a client of theirs gets no more through the people who use it', async () => {
    const { call } = await limited('clients:write');
    const metadata = { client_name: 'Trap', redirect_uris: REDIRECT };
    expectForbidden(await call('POST', '/clients', { ...metadata, first_party: true }));
    const trap = (await call('POST', '/clients', metadata)).json as RegisteredClient;
    const user = { username: 'admin', password: world.application.adminPassword };
    for (const scope of ['users:write', 'openid users:write']) {
      const { end } = await world.authorize({ client: trap, user, scope });
      expect(end.parameters).toMatchObject({ error: 'invalid_scope' });
    }
    const resource = `${world.issuer}/admin`;
    const parameters = { resource };
    const { end } = await world.authorize({ client: trap, user, scope: 'openid', parameters });
    if (end.parameters['code'] === undefined)
      expect(end.parameters['error']).toBe('invalid_target');
    else {
      const issued = await world.authorizationCode({ client: trap, user, parameters });
      const token = (await world.redeem(trap, issued)).json.access_token as string;
      const answer = await world.get('/admin/users', { authorization: `Bearer ${token}` });
      expect([401, 403]).toContain(answer.status);
    }
  });

  it('M11 who may write users makes no administrator, becomes none and takes over none', async () => {
    const { call } = await limited('users:read users:write');
    const password = 'a phrase that nobody guesses';
    expectForbidden(await call('POST', '/users', { username: 'evil', password, roles: ['admin'] }));
    const mine = (await call('POST', '/users', { username: 'mine', password })).json as {
      sub: string;
    };
    expectForbidden(await call('PATCH', `/users/${mine.sub}`, { roles: ['admin'] }));
    expectForbidden(await call('PATCH', `/users/${mine.sub}`, { roles: ['editor', 'admin'] }));
    const admin = `/users/${administrator.sub}`;
    for (const change of [
      { password },
      { roles: [] },
      { disabled: true },
      { email: 'evil@x.example' },
    ]) {
      expectForbidden(await call('PATCH', admin, change));
    }
    expectForbidden(await call('PATCH', admin, { username: 'admin2' }));
    expectForbidden(await call('DELETE', admin));
    for (const roles of [
      ['Admin'],
      ['ADMIN'],
      ['admin '],
      ['ａdmin'],
      ['adm\u0131n'],
      ['admin\u200b'],
    ]) {
      const answer = await call('PATCH', `/users/${mine.sub}`, { roles });
      if (answer.status === 200) expect(await scopesAtSwaggerUi('mine', password)).toEqual([]);
      else expect([400, 403]).toContain(answer.status);
    }
  });

  /** The scopes of the admin API that a person gets when they ask for all of them. */
  async function scopesAtSwaggerUi(username: string, password: string): Promise<string[]> {
    const browser = new Browser(world.issuer);
    const { code_verifier, ...challenge } = pkce();
    const redirect_uri = `${world.issuer}/docs/oauth2-redirect.html`;
    const client_id = 'swagger-ui';
    const scope = 'openid clients:read clients:write users:read users:write keys:write';
    const start = await browser.get('/authorize', {
      ...{ response_type: 'code', client_id, redirect_uri, scope, ...challenge },
    });
    const end = await walk(browser, start, { user: { username, password }, until: redirect_uri });
    const { code } = end.parameters;
    const answer = await browser.post('/token', {
      ...{ grant_type: 'authorization_code', code, redirect_uri, client_id, code_verifier },
    });
    expect(answer.status).toBe(200);
    const granted = (answer.json.scope as string).split(' ');
    return granted.filter((name) => name.includes(':'));
  }

  it('M11 an ordinary person gets no admin scope from Swagger UI, whatever they ask for', async () => {
    const { username, password } = await world.createUser({ roles: ['editor'] });
    expect(await scopesAtSwaggerUi(username, password)).toEqual([]);
    const admin = await world.createUser({ roles: ['admin'] });
    expect(await scopesAtSwaggerUi(admin.username, admin.password)).toHaveLength(5);
  });

  it('M11 who is no administrator any more is none at once, with the token they have', async () => {
    const second: RegisteredUser = await world.createUser({ roles: ['admin'] });
    const api = new AdminApi(world.issuer, second);
    expect((await api.get('/users')).status).toBe(200);
    await world.admin.patch(`/users/${second.sub}`, { roles: [] });
    expect((await api.get('/users')).status).toBe(401);
    expect((await api.patch(`/users/${second.sub}`, { roles: ['admin'] })).status).toBe(401);
  });

  it('M11 a program whose scope was taken away cannot use what it had', async () => {
    const { client, call } = await limited('users:read');
    expect((await call('GET', '/users')).status).toBe(200);
    await world.admin.patch(`/clients/${client.client_id}`, { scope: 'clients:read' });
    expect([401, 403]).toContain((await call('GET', '/users')).status);
  });

  it('M11 scopes to read do not write, and scopes of one API do not open another', async () => {
    const { call } = await limited('clients:read users:read resource-servers:read keys:read');
    expectForbidden(await call('POST', '/clients', service('openid')));
    expectForbidden(await call('POST', '/users', { username: 'x' }));
    expectForbidden(await call('POST', '/resource-servers', {}));
    expectForbidden(await call('POST', '/keys/rotate', {}));
    expectForbidden(await call('GET', '/assertion-issuers'));
  });

  it('M12 a cookie opens nothing in the admin API, from wherever it is sent', async () => {
    const browser = world.browser();
    const user = { username: 'admin', password: world.application.adminPassword };
    const client = await world.registerClient({ first_party: true });
    await world.authorizationCode({ client, user, browser });
    expect((await browser.get('/account')).status).toBe(200);
    const { paths } = (await world.get('/openapi.json')).json as { paths: Record<string, object> };
    const origins = [world.issuer, 'https://evil.example', 'null', undefined];
    for (const [path, methods] of Object.entries(paths)) {
      if (!/^\/(admin|account\/api)\//.test(path)) continue;
      for (const method of Object.keys(methods)) {
        for (const origin of origins) {
          const answer = await browser.request(path.replace(/\{\w+\}/g, administrator.sub), {
            method: method.toUpperCase(),
            headers: {
              ...(origin === undefined ? {} : { origin }),
              'sec-fetch-site': 'cross-site',
            },
          });
          expect([method, path, origin, answer.status]).toEqual([method, path, origin, 401]);
          // A page at the origin of a client may read the refusal of its own account, and no more.
          const known = path.startsWith('/account/api/') && origin === world.issuer;
          if (!known) expect(answer.headers.get('access-control-allow-origin')).toBeNull();
          expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
          expect(answer.headers.get('set-cookie')).toBeNull();
        }
      }
    }
  });

  it('M12 what a form of another site can send is no management document', async () => {
    const token = await world.admin.token();
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const response = await fetch(`${world.issuer}/admin/users`, {
        method: 'POST',
        headers: { 'content-type': type, authorization: `Bearer ${token}` },
        body: '{"username":"csrf","x=":"1"}',
      });
      expect([type, response.status]).toEqual([type, 415]);
    }
    const body = new URLSearchParams({ access_token: token, username: 'csrf' });
    const posted = await fetch(`${world.issuer}/admin/users`, { method: 'POST', body });
    expect([401, 415]).toContain(posted.status);
    expect((await world.admin.get('/users?q=csrf')).json.items).toEqual([]);
  });
});
