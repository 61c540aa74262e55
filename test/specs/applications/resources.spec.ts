// How applications name the APIs that they want tokens for (RFC 8707).
import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { ask, expectErrorRedirect } from '../../attacks/authorization-request.js';
import { tokensOf } from '../../support/authorization.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { push } from '../../support/pushed.js';
import { selfRegistered } from '../../support/registration.js';
import { type LocalWorld, type RegisteredUser, startWorld, unique } from '../../support/world.js';

let world: LocalWorld;
let user: RegisteredUser;
beforeAll(async () => {
  world = await startWorld();
  user = await world.createUser();
});

const service = (scope: string, more: object = {}) =>
  world.registerClient({ grant_types: ['client_credentials'], scope, ...more });
const tokenFor = (client: RegisteredClient, fields: Record<string, string | string[]>) =>
  world.token(client, { grant_type: 'client_credentials', ...fields });
const publicFlow = (client: any): RegisteredClient => client as RegisteredClient;

describe('identifiers: "when a URI has no path ... normalized to a path of \\"/\\"" (RFC 3986 §6.2.3)', () => {
  it.each([
    ['https://spell.example', 'https://spell.example/'],
    ['https://spell2.example/', 'https://SPELL2.example'],
    ['https://spell3.example/mcp', 'HTTPS://spell3.example:443/mcp'],
    ['https://spell4.example/%7Ea', 'https://spell4.example/~a'],
  ])('%s is %s too, and aud is as it was registered', async (identifier, other) => {
    const scope = `s${unique()}`;
    await world.registerResourceServer({ identifier, scopes: [scope] });
    const client = await service(scope);
    const { status, json } = await tokenFor(client, { resource: other });
    expect(status).toBe(200);
    expect(decodeJwt(json.access_token).aud).toBe(identifier);
    const api = await world.registerClient({
      ...{ redirect_uris: [], grant_types: [], resource_server: other },
    });
    expect((await world.introspect(api, json.access_token)).json.active).toBe(true);
    const twice = await world.admin.post('/resource-servers', { identifier: other, name: 'Twin' });
    expect(twice.status).toBe(409);
  });

  it('what differs stays another API', async () => {
    await world.registerResourceServer({ identifier: 'https://near.example/v1', scopes: ['near'] });
    const client = await service('near');
    for (const resource of [
      'https://near.example/v1/',
      'https://near.example/V1',
      'http://near.example/v1',
    ]) {
      expect((await tokenFor(client, { resource })).json.error).toBe('invalid_target');
    }
  });

  it('no spelling of one of Gatehouse’s own can be spoken for without its power (S07)', async () => {
    const { access_token } = await world.tokens({
      client: await world.registerClient({ scope: 'openid clients:write' }),
      user: await world.createUser({ roles: ['admin'] }),
      scope: 'clients:write',
    });
    for (const spelled of [
      `${world.issuer}/admin`,
      `${world.issuer.replace('localhost', 'LOCALHOST')}/%61dmin`,
    ]) {
      const answer = await fetch(`${world.issuer}/admin/clients`, {
        method: 'POST',
        headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ client_name: 'Ear', grant_types: [], resource_server: spelled }),
      });
      expect([spelled, answer.status]).toEqual([spelled, 403]);
    }
  });
});

describe('a plain name', () => {
  it('is taken, with a warning, and is no client’s', async () => {
    const identifier = `rabbitmq-${unique()}`;
    const scopes = [{ name: `${identifier}.read`, description: 'Read' }];
    const created = await world.admin.post('/resource-servers', {
      identifier,
      name: 'Broker',
      scopes,
    });
    expect(created.status).toBe(201);
    expect(created.json.warnings).toContainEqual(
      expect.objectContaining({ pointer: '/identifier' }),
    );
    const client = await service(`${identifier}.read`);
    const { json } = await tokenFor(client, {});
    expect(decodeJwt(json.access_token).aud).toBe(identifier);
    // RFC 8725 §2.7: an ID token of a client that is called so would have its aud.
    const poser = {
      client_name: 'Poser',
      redirect_uris: ['https://a.example/cb'],
      client_id: identifier,
    };
    expect((await world.admin.post('/clients', poser)).status).toBe(409);
    const client_id = `api-${unique()}`;
    await world.admin.create('/clients', { ...poser, client_id });
    const twin = await world.admin.post('/resource-servers', {
      identifier: client_id,
      name: 'Twin',
    });
    expect(twin.status).toBe(409);
  });
});

describe('scope names may recur', () => {
  const one = 'https://recur-one.example';
  const two = 'https://recur-two.example';
  let client: RegisteredClient;
  beforeAll(async () => {
    await world.registerResourceServer({ identifier: one, scopes: ['recur:read', 'one:only'] });
    const { warnings } = await world.registerResourceServer({
      identifier: two,
      scopes: ['recur:read'],
    });
    expect(warnings).toEqual([expect.objectContaining({ pointer: '/scopes/0/name' })]);
    client = await world.registerClient({
      grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
      scope: 'openid offline_access recur:read one:only',
    });
  });

  it('with resource the name is read there', async () => {
    for (const resource of [one, two]) {
      const { json } = await tokenFor(client, { scope: 'recur:read', resource });
      expect(decodeJwt(json.access_token)).toMatchObject({ aud: resource, scope: 'recur:read' });
      const all = await tokenFor(client, { resource });
      expect(decodeJwt(all.json.access_token).aud).toBe(resource);
    }
  });

  it('"invalid_target" without, which says so', async () => {
    for (const fields of [{ scope: 'recur:read' }, {}]) {
      const { status, json } = await tokenFor(client, fields);
      expect([status, json.error]).toEqual([400, 'invalid_target']);
      expect(json.error_description).toContain(`${one} or ${two}`);
    }
    expect((await tokenFor(client, { scope: 'one:only' })).status).toBe(200);
    const page = await ask(world, client, { scope: 'openid recur:read' });
    expectErrorRedirect(page, client, 'invalid_target');
  });

  it('S01 what is allowed at one is not allowed at the other', async () => {
    const browser = world.browser();
    const options = { client, user, browser, scope: 'openid recur:read' };
    const first = await world.tokens({ ...options, parameters: { resource: one } });
    expect(decodeJwt(first.access_token).aud).toContain(one);
    const silent = await browser.get('/authorize', {
      ...{
        response_type: 'code',
        client_id: client.client_id,
        prompt: 'none',
        scope: options.scope,
      },
      ...{ redirect_uri: client.redirect_uris[0], resource: two },
    });
    expect(silent.parameters['error']).toBe('consent_required');
    const issued = await world.authorizationCode({ ...options, parameters: { resource: one } });
    const elsewhere = await world.redeem(client, issued, { resource: two });
    expect(elsewhere.json.error).toBe('invalid_target');
  });

  it('E14 a name that was granted at one API is in no token that the other one takes', async () => {
    const { id } = await world.registerResourceServer({
      identifier: 'https://late.example',
      scopes: ['late:own'],
    });
    const both = await world.registerClient({ scope: 'openid one:only late:own' });
    const tokens = await world.tokens({ client: both, user, scope: 'openid one:only late:own' });
    expect(decodeJwt(tokens.access_token).aud).toEqual([one, 'https://late.example', world.issuer]);
    const scopes = ['late:own', 'one:only'].map((name) => ({ name, description: name }));
    await world.admin.patch(`/resource-servers/${id}`, { scopes });
    const later = await world.refresh(both, tokens.refresh_token ?? '');
    expect(later.json.error).toBe('invalid_target');
    const apart = await world.refresh(both, tokens.refresh_token ?? '', {
      resource: 'https://late.example',
    });
    expect(decodeJwt(apart.json.access_token)).toMatchObject({ aud: 'https://late.example' });
    expect(String(decodeJwt(apart.json.access_token)['scope'])).not.toContain('one:only');
  });
});

describe('open_to', () => {
  const target = async (open_to: string | undefined, scopes: readonly string[] = []) => {
    const identifier = `https://open-${unique()}.example`;
    await world.registerResourceServer({ identifier, scopes, ...(open_to ? { open_to } : {}) });
    return identifier;
  };
  const asks = async (client: RegisteredClient, resource: string, scope = 'openid') => {
    const issued = await world.authorizationCode({ client, user, scope, parameters: { resource } });
    return decodeJwt(tokensOf(await world.redeem(client, issued, { resource })).access_token);
  };

  it('an API without scopes is for every client that an admin registered', async () => {
    const resource = await target(undefined);
    const client = await world.registerClient();
    expect(await asks(client, resource)).toMatchObject({ aud: resource, sub: user.sub });
    const stranger = publicFlow(await selfRegistered(world));
    const refused = await push(world, stranger, { resource });
    expect(refused.json.error).toBe('invalid_target');
  });

  it('scope: for nobody without one of its scopes', async () => {
    const resource = await target('scope');
    const client = await world.registerClient();
    expectErrorRedirect(await ask(world, client, { resource }), client, 'invalid_target');
  });

  it('anybody: for clients that registered themselves too, with its scopes', async () => {
    const name = `tools${unique()}`;
    const resource = await target('anybody', [name]);
    const stranger = publicFlow(await selfRegistered(world));
    expect(await asks(stranger, resource, `openid ${name}`)).toMatchObject({
      ...{ aud: resource, scope: `openid ${name}` },
    });
    const closed = `closed${unique()}`;
    const other = await target('registered', [closed]);
    const refused = await push(world, stranger, { resource: other, scope: `openid ${closed}` });
    expect(refused.json.error).toBe('invalid_scope');
  });

  it('who registers itself with its scopes alone gets those of OpenID Connect (RFC 7591 §3.2.1)', async () => {
    const name = `tools${unique()}`;
    await target('anybody', [name]);
    const { scope } = (await selfRegistered(world, { scope: name })) as { scope: string };
    expect(scope.split(' ')).toContain('openid');
    expect(scope).not.toContain(name);
  });

  it('people are told of an API that is asked for without a scope, once', async () => {
    const resource = await target('registered');
    const client = await world.registerClient();
    const browser = world.browser();
    await world.tokens({ client, user, browser, scope: 'openid' });
    const silent = {
      ...{ response_type: 'code', client_id: client.client_id, prompt: 'none', scope: 'openid' },
      ...{ redirect_uri: client.redirect_uris[0], resource },
    };
    expect((await browser.get('/authorize', silent)).parameters['error']).toBe('consent_required');
    await world.tokens({ client, user, browser, scope: 'openid', parameters: { resource } });
    expect((await browser.get('/authorize', silent)).parameters['code']).toBeDefined();
  });
});
