import { describe, expect, it } from '@jest/globals';
import { METADATA, selfRegistered, sendRegistration } from '../../support/registration.js';
import { loadConfig } from '#platform/config';
import { startWorld } from '../../support/world.js';

const SOME_KEY = Buffer.from(Array.from({ length: 32 }, (_, i) => i * 7)).toString('base64');

describe('RFC 7591 §3: who may register is for the operator to say', () => {
  it('REGISTRATION=off: there is no such endpoint, and discovery names none', async () => {
    const off = await startWorld({ REGISTRATION: 'off' });
    for (const path of ['', '/some-client']) {
      for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
        const answer = await sendRegistration(off, { method, path, token: 'any' });
        expect([method, path, answer.status]).toEqual([method, path, 404]);
      }
    }
    const { json } = await off.get('/.well-known/openid-configuration');
    expect(json).not.toHaveProperty('registration_endpoint');
    expect((await off.admin.get('/initial-access-tokens')).status).toBe(404);
    const { tags, paths } = (await off.get('/openapi.json')).json;
    expect(Object.keys(paths).filter((path) => path.startsWith('/register'))).toEqual([]);
    expect(tags.map(({ name }: { name: string }) => name)).not.toContain('registration');
  });

  it('REGISTRATION_POLICY: the terms for strangers, where the operator says so', async () => {
    const policy = { grant_types: ['authorization_code'], require_pkce: false, unverified: false };
    const open = await startWorld({
      REGISTRATION: 'open',
      REGISTRATION_POLICY: JSON.stringify(policy),
    });
    const grant_types = ['authorization_code'];
    const answer = await sendRegistration(open, { body: METADATA });
    expect(answer.json).toMatchObject({ grant_types, require_pkce: false });
    const stored = (await open.admin.get(`/clients/${answer.json.client_id}`)).json;
    expect(stored).toMatchObject({ unverified: false, legacy_assertion_audience: false });
    const more = { ...METADATA, grant_types: [...grant_types, 'refresh_token'] };
    expect((await sendRegistration(open, { body: more })).json).toMatchObject({ grant_types });
    // An admin's token keeps to its own policy.
    expect((await selfRegistered(open)).require_pkce).toBe(true);
  });

  it.each(['no', '[]', '{"first_party":true}', '{"require_pkce":"no"}', '{"grant_types":[1]}'])(
    'REGISTRATION_POLICY is checked at the start: %s',
    (value) => {
      const environment = { REGISTRATION_POLICY: value, SECRET_KEY: SOME_KEY };
      expect(() => loadConfig(environment)).toThrow(/REGISTRATION_POLICY must be a JSON object of/);
    },
  );

  it('REGISTRATION=open: anybody, on the safe terms; and with a token on those of its policy', async () => {
    const open = await startWorld({ REGISTRATION: 'open' });
    const stranger = await sendRegistration(open, { body: METADATA });
    expect([stranger.status, stranger.json.require_pkce]).toEqual([201, true]);
    const policy = { require_pkce: false };
    expect((await selfRegistered(open, {}, policy)).require_pkce).toBe(false);
    const wrong = await sendRegistration(open, { token: 'wrong', body: METADATA });
    expect(wrong.status).toBe(401);
  });
});
