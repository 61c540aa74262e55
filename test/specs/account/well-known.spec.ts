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
