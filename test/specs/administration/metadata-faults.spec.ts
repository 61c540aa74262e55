import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../../support/answer.js';
import { initialAccessToken, sendRegistration } from '../../support/registration.js';
import { startWorld, type LocalWorld } from '../../support/world.js';
import { limited } from '../../attacks/limited-admin.js';

let world: LocalWorld;

beforeAll(async () => {
  world = await startWorld();
  await world.registerResourceServer({ identifier: 'https://wiki.example', scopes: ['wiki:read'] });
});

interface Fault {
  readonly pointer: string;
  readonly detail: string;
}

const faultsOf = ({ json }: Answer): Fault[] => json.errors as Fault[];
const pointersOf = (answer: Answer) => faultsOf(answer).map(({ pointer }) => pointer);

/** Wrong in many ways, each in a member of its own. */
const WRONG = {
  client_name: 'Wrong',
  redirect_uris: ['https://app.example/cb#fragment', 'https://app.example/cb', 'javascript:x'],
  grant_types: ['authorization_code', 'refresh_token', 'telepathy'],
  response_types: ['code', 'thought'],
  policy_uri: 'not a uri',
  initiate_login_uri: 'http://app.example/login',
  default_acr_values: ['urn:nobody:knows'],
  id_token_encrypted_response_enc: 'A128GCM',
};
const PLACES = [
  ...['/redirect_uris/0', '/redirect_uris/2', '/grant_types/2', '/response_types/1'],
  ...['/policy_uri', '/initiate_login_uri', '/default_acr_values/0'],
  '/id_token_encrypted_response_enc',
];

describe('all faults of client metadata are told at once (A10)', () => {
  it('when an admin registers a client, with what they may not give and what nobody knows', async () => {
    const { call } = await limited(world, 'clients:read clients:write');
    const answer = await call('POST', '/clients', {
      ...WRONG,
      ...{ first_party: true, scope: 'openid wiki:raed' },
    });
    expect(answer.status).toBe(403);
    expect(pointersOf(answer).sort()).toEqual([...PLACES, '/first_party', '/scope'].sort());
    for (const { detail } of faultsOf(answer)) expect(detail).toMatch(/^[A-Z/a-z].*[.?]$/);
    const named = faultsOf(answer).find(({ pointer }) => pointer === '/scope');
    expect(named?.detail).toBe('There is no scope wiki:raed. Did you mean wiki:read?');
  });

  it('or changes one; and then each is right', async () => {
    const { client_id } = await world.registerClient();
    const answer = await world.admin.patch(`/clients/${client_id}`, WRONG);
    expect(answer.status).toBe(400);
    expect(pointersOf(answer).sort()).toEqual([...PLACES].sort());
    const mended: Record<string, unknown> = { ...WRONG };
    for (const pointer of PLACES) delete mended[pointer.split('/')[1] ?? ''];
    expect((await world.admin.patch(`/clients/${client_id}`, mended)).status).toBe(200);
  });

  it('also where some are of form and some of meaning', async () => {
    const { client_id } = await world.registerClient();
    const body = { ...WRONG, client_name: 5, default_max_age: 'soon' };
    for (const answer of [
      await world.admin.post('/clients', body),
      await world.admin.patch(`/clients/${client_id}`, body),
    ]) {
      expect(answer.status).toBe(400);
      const more = ['/client_name', '/default_max_age'];
      expect(pointersOf(answer).sort()).toEqual([...PLACES, ...more].sort());
    }
    const { items } = (await world.admin.get('/clients?limit=200')).json;
    expect(items).not.toContainEqual(expect.objectContaining({ policy_uri: 'not a uri' }));
    const missing = await world.admin.patch('/clients/nobody', body);
    expect(missing.status).toBe(404);
  });

  it('a member that has the wrong form is told once', async () => {
    const answer = await world.admin.post('/clients', { client_name: 'x', redirect_uris: 'x' });
    expect(pointersOf(answer)).toEqual(['/redirect_uris']);
  });

  it('and when a client registers itself, as RFC 7591 §3.2.2 lets it', async () => {
    const token = await initialAccessToken(world);
    const body = { ...WRONG, scope: 'wiki:read' };
    const refused = await sendRegistration(world, { token, body });
    expect([refused.status, refused.json.error]).toEqual([400, 'invalid_client_metadata']);
    // What is only too much is left out (RFC 7591 §3.2.1).
    const places = PLACES.filter((place) => !/^\/(?:grant|response)_types/.test(place));
    expect(pointersOf(refused).sort()).toEqual([...places, '/scope'].sort());
    expect(refused.json.error_description).toBe(faultsOf(refused)[0]?.detail);

    const form = { ...WRONG, client_name: 5, default_max_age: 'soon' };
    expect(pointersOf(await sendRegistration(world, { token, body: form })).sort()).toEqual([
      ...['/client_name', '/default_max_age'],
    ]);
    const good = { client_name: 'Right', redirect_uris: ['https://app.example/cb'] };
    const { json } = await sendRegistration(world, { token, body: good });
    const changed = await sendRegistration(world, {
      ...{ method: 'PUT', path: `/${json.client_id}`, token: json.registration_access_token },
      body: { ...WRONG, client_id: 'another' },
    });
    expect(pointersOf(changed)).toEqual(expect.arrayContaining([...places, '/client_id']));
  });
});

describe('a scope that nobody knows (A02)', () => {
  const unknown = (name: string) => `There is no scope ${name}. Register the API first.`;

  it('is refused by name, whoever is to have it', async () => {
    const scope = 'openid nobody:knows-this';
    const issuer = {
      issuer: 'https://partner.example',
      name: 'P',
      jwks_uri: 'https://p.example/k',
    };
    for (const [path, body, pointer] of [
      ['/clients', { client_name: 'x', redirect_uris: ['https://x.example/'], scope }, '/scope'],
      ['/initial-access-tokens', { name: 'x', policy: { scope } }, '/policy/scope'],
      ['/assertion-issuers', { ...issuer, scopes: ['nobody:knows-this'] }, '/scopes'],
    ] as const) {
      const answer = await world.admin.post(path, body);
      expect([path, answer.status]).toEqual([path, 400]);
      expect(faultsOf(answer)).toContainEqual({ pointer, detail: unknown('nobody:knows-this') });
    }
  });

  it('stays where it is until its member is changed to have others', async () => {
    const identifier = 'https://brief.example';
    const { id } = await world.registerResourceServer({ identifier, scopes: ['brief:use'] });
    const { client_id } = await world.registerClient({ scope: 'openid brief:use' });
    const path = `/clients/${client_id}`;
    await world.admin.delete(`/resource-servers/${id}?force=true`);
    expect((await world.admin.patch(path, { client_name: 'Other' })).status).toBe(200);
    expect((await world.admin.patch(path, { scope: 'brief:use openid email' })).status).toBe(200);
    expect((await world.admin.patch(path, { scope: 'brief:use brief:more' })).status).toBe(400);
    expect((await world.admin.patch(path, { scope: 'openid' })).status).toBe(200);
    expect((await world.admin.patch(path, { scope: 'openid brief:use' })).status).toBe(400);
  });
});
