import { expect, it } from '@jest/globals';
import { startWorld } from '../../support/world.js';

it('password managers find the form for another password, and those for passkeys', async () => {
  const world = await startWorld();
  const change = await world.get('/.well-known/change-password');
  expect([change.status, change.location?.href]).toEqual([303, `${world.issuer}/account/security`]);
  const passkeys = await world.get('/.well-known/passkey-endpoints');
  expect(passkeys.json).toEqual({
    enroll: `${world.issuer}/account/authenticators/new/passkey`,
    manage: `${world.issuer}/account/security`,
  });
});

it('where passkeys cannot be made nobody is told where', async () => {
  const world = await startWorld({ ISSUER: 'http://127.0.0.1:1' });
  const { origin } = world.application;
  const answer = await fetch(`${origin}/.well-known/passkey-endpoints`);
  expect(answer.status).toBe(404);
});

it('other origins at which passkeys may be used are named, where there are some (WebAuthn §5.11)', async () => {
  const world = await startWorld({
    WEBAUTHN_RELATED_ORIGINS: 'https://login.example.org, https://sso.example.net:8443',
  });
  const { json, headers } = await world.get('/.well-known/webauthn');
  expect(json).toEqual({ origins: ['https://login.example.org', 'https://sso.example.net:8443'] });
  expect(headers.get('content-type')).toMatch(/^application\/json\b/);
  expect((await (await startWorld()).get('/.well-known/webauthn')).status).toBe(404);
});
