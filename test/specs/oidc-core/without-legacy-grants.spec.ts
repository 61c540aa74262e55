// What the metadata say: RFC 8414; RFC 8414 §2, §3; OIDC Discovery; OIDC Discovery §3, §4.
import { beforeAll, describe, expect, it } from '@jest/globals';
import { askFor, leftHalfOfSha256, verifiedIdToken } from '../../support/front-channel.js';
import { sendRegistration } from '../../support/registration.js';
import { startWorld, type LocalWorld } from '../../support/world.js';

const IMPLICIT_TYPES = ['id_token', 'token', 'id_token token', 'code token', 'code id_token token'];

let world: LocalWorld;
beforeAll(async () => {
  world = await startWorld();
});

const register = (metadata: object) =>
  world.admin.post('/clients', {
    client_name: 'Legacy',
    redirect_uris: ['https://client.example/callback'],
    ...metadata,
  });

describe('without LEGACY_GRANTS', () => {
  it('neither implicit nor password is in the metadata', async () => {
    const { json } = await world.get('/.well-known/openid-configuration');
    expect(json.response_types_supported.sort()).toEqual(['code', 'code id_token']);
    expect(json.grant_types_supported).toContain('authorization_code');
    expect(json.grant_types_supported).not.toContain('implicit');
    expect(json.grant_types_supported).not.toContain('password');
  });

  it('nor in the API documents', async () => {
    for (const path of ['/openapi.json', '/docs/openapi.json']) {
      const { text, json } = await world.get(path);
      expect(text).not.toMatch(/implicit/i);
      expect(json.components.schemas).not.toHaveProperty('PasswordRequest');
      expect(Object.keys(json.paths)).not.toContain('/token#password');
      expect(JSON.stringify(json.paths)).not.toMatch(/RFC 6749 §4\.3/);
    }
  });

  it.each(IMPLICIT_TYPES)('nobody registers the response type %s', async (type) => {
    const grant_types = ['authorization_code'];
    const answer = await register({ grant_types, response_types: ['code', type] });
    expect([answer.status, answer.json.error]).toEqual([400, 'invalid_client_metadata']);
    expect(answer.json.error_description ?? answer.json.detail).not.toContain('implicit');
  });

  it.each(['implicit', 'password'])('nobody registers the grant type %s', async (grant) => {
    const grant_types = ['authorization_code', grant];
    const answer = await register({ grant_types, first_party: true });
    expect([answer.status, answer.json.error]).toEqual([400, 'invalid_client_metadata']);
  });

  it('who registers for code id_token as OIDC Registration §2 says is registered without implicit, and told so', async () => {
    const own = await startWorld({ REGISTRATION: 'open' });
    const metadata = {
      redirect_uris: ['https://client.example/callback'],
      grant_types: ['authorization_code', 'implicit'],
      response_types: ['code', 'id_token code'],
    };
    const answer = await sendRegistration(own, { body: metadata });
    expect([answer.status, answer.json.grant_types]).toEqual([201, ['authorization_code']]);
    expect(answer.json.response_types).toEqual(metadata.response_types);
    const { client_id, registration_access_token: token } = answer.json;
    const body = { ...metadata, client_id };
    const changed = await sendRegistration(own, {
      method: 'PUT',
      path: `/${client_id}`,
      token,
      body,
    });
    expect([changed.status, changed.json.grant_types]).toEqual([200, ['authorization_code']]);
    for (const type of IMPLICIT_TYPES) {
      const wider = { ...metadata, response_types: ['code id_token', type] };
      const narrowed = await sendRegistration(own, { body: wider });
      expect([type, narrowed.status]).toEqual([type, 201]);
      expect(narrowed.json.response_types).toEqual(['code id_token']);
    }
  });

  it('code id_token belongs to the code flow, in whatever order its words were registered', async () => {
    const client = await world.registerClient({ response_types: ['code', 'id_token code'] });
    const user = await world.createUser();
    const { answer } = await askFor(world, 'code id_token', { client, user });
    expect(await verifiedIdToken(world, client, answer['id_token'])).toMatchObject({
      sub: user.sub,
      c_hash: leftHalfOfSha256(answer['code']),
    });
  });
});
