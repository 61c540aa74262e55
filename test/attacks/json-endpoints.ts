import { Answer } from '../support/answer.js';
import { KINDS } from '../support/external-kinds.js';
import type { LocalWorld } from '../support/world.js';

/** A route that takes a JSON document, with one that nothing is wrong with. */
export interface JsonEndpoint {
  readonly method: 'POST' | 'PATCH' | 'PUT';
  readonly path: string;
  readonly good: Readonly<Record<string, unknown>>;
  /** The bearer token it wants; the administrator's unless told otherwise. */
  readonly token?: string;
}

/** Every route that takes a JSON document, on objects made for this. */
export async function jsonEndpoints(world: LocalWorld): Promise<JsonEndpoint[]> {
  const client = await world.registerClient();
  const user = await world.createUser();
  const server = await world.registerResourceServer({
    identifier: `https://${user.username}.example`,
    scopes: [],
  });
  const issuer = await world.admin.create('/assertion-issuers', {
    ...{ issuer: `https://${user.username}.example`, name: 'Issuer' },
    jwks_uri: 'https://issuer.example/jwks',
  });
  const provider = await world.admin.create('/identity-providers', {
    ...{ id: user.username, issuer: `https://${user.username}.example` },
    ...{ client_id: 'gatehouse', client_secret: 'shared' },
  });
  const group = await world.admin.create('/groups', { name: user.username });
  const role = await world.admin.create('/roles', {
    ...{ resource_server_id: server.id, name: 'editor' },
  });
  const webhook = await world.admin.create('/webhooks', {
    ...{ url: 'https://receiver.example/', types: ['mail.failed'] },
  });
  const initial = await world.admin.create('/initial-access-tokens', {
    ...{ name: 'JSON documents', max_uses: 10_000 },
  });
  const [secret] = (await world.admin.get(`/clients/${client.client_id}/secrets`)).json.items;
  const metadata = { redirect_uris: ['https://a.example/cb'] };
  const register = { method: 'POST', path: '/register', good: metadata } as const;
  const registered = (
    await sendJson(world, { ...register, token: initial.initial_access_token }, metadata)
  ).json;
  return [
    { method: 'POST', path: '/admin/clients', good: { redirect_uris: ['https://a.example/cb'] } },
    { method: 'PATCH', path: `/admin/clients/${client.client_id}`, good: { client_name: 'New' } },
    { method: 'POST', path: `/admin/clients/${client.client_id}/secrets`, good: {} },
    {
      method: 'POST',
      path: `/admin/clients/${client.client_id}/lint/fix`,
      good: { rules: ['pkce-optional'] },
    },
    { method: 'POST', path: '/admin/users', good: {} },
    { method: 'POST', path: '/admin/users/import', good: { users: [] } },
    { method: 'POST', path: '/admin/sessions/end', good: { ip: '192.0.2.7' } },
    { method: 'PATCH', path: `/admin/users/${user.sub}`, good: { nickname: 'New' } },
    { method: 'POST', path: '/admin/resource-servers', good: { name: 'New' } },
    { method: 'PATCH', path: `/admin/resource-servers/${server.id}`, good: { name: 'New' } },
    { method: 'POST', path: '/admin/assertion-issuers', good: { name: 'New' } },
    { method: 'PATCH', path: `/admin/assertion-issuers/${issuer.id}`, good: { name: 'New' } },
    { method: 'POST', path: '/admin/identity-providers', good: { name: 'New' } },
    { method: 'PATCH', path: `/admin/identity-providers/${provider.id}`, good: { name: 'New' } },
    { method: 'POST', path: '/admin/groups', good: { name: 'New' } },
    { method: 'PATCH', path: `/admin/groups/${group.id}`, good: { name: 'New' } },
    { method: 'POST', path: '/admin/roles', good: { name: 'New' } },
    { method: 'PATCH', path: `/admin/roles/${role.id}`, good: { name: 'New' } },
    ...KINDS.map(({ things, more }) => ({
      method: 'PUT' as const,
      path: `/admin/${things}/by-external-id/${group.id}`,
      good: more,
    })),
    { method: 'POST', path: '/admin/webhooks', good: { description: 'New' } },
    { method: 'PATCH', path: `/admin/webhooks/${webhook.id}`, good: { description: 'New' } },
    { method: 'POST', path: `/admin/webhooks/${webhook.id}/replay`, good: { from: 1 } },
    { method: 'POST', path: '/admin/keys/rotate', good: { algorithm: 'ES256' } },
    { method: 'PATCH', path: '/admin/settings/limits', good: { code_misses_per_minute: 300 } },
    { method: 'PATCH', path: '/admin/settings/attributes', good: { declared: { desk: {} } } },
    { method: 'PATCH', path: '/admin/settings/branding', good: { product_name: 'Home' } },
    { method: 'PATCH', path: '/admin/settings/languages', good: { offered: 'all' } },
    { method: 'PATCH', path: '/admin/settings/own-account', good: { self_deletion: 'off' } },
    { method: 'PATCH', path: '/admin/settings/claims', good: { groups_in_tokens: 100 } },
    { method: 'PATCH', path: '/admin/settings/passwords', good: { min_length: 16 } },
    { method: 'PATCH', path: '/admin/settings/refresh-tokens', good: { rotation_grace: 20 } },
    { method: 'PATCH', path: '/admin/settings/second-factor', good: { grace_days: 3 } },
    { method: 'PATCH', path: '/admin/settings/sign-up', good: { domains: ['example.com'] } },
    { method: 'PATCH', path: '/admin/settings/sign-in', good: { lifetime: 36_000 } },
    {
      method: 'PATCH',
      path: `/admin/clients/${client.client_id}/secrets/${secret.id}`,
      good: { label: 'New' },
    },
    { method: 'POST', path: '/admin/config/plan', good: { configuration: {} } },
    { method: 'POST', path: '/admin/config/apply', good: { configuration: {}, plan: 'none' } },
    { method: 'POST', path: '/admin/explain/authorization', good: { parameters: {} } },
    {
      method: 'POST',
      path: '/admin/explain/token',
      good: { client_id: client.client_id, parameters: {} },
    },
    { method: 'PUT', path: `/admin/roles/gatehouse-auditor/users/${user.sub}`, good: {} },
    { method: 'POST', path: '/admin/initial-access-tokens', good: {} },
    { ...register, token: initial.initial_access_token },
    {
      method: 'PUT',
      path: `/register/${registered.client_id}`,
      good: { ...metadata, client_id: registered.client_id },
      token: registered.registration_access_token,
    },
  ];
}

/** Sends a text as the JSON body, however malformed. */
export async function sendJson(
  world: LocalWorld,
  { method, path, token }: Pick<JsonEndpoint, 'method' | 'path' | 'token'>,
  body: string | object,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const url = new URL(path, world.issuer);
  const init = {
    method,
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${token ?? (await world.admin.token())}`,
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
  return Answer.read(url, await fetch(url, init));
}
