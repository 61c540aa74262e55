// "name", "email": what applications ask of the first person who signs in to them (OIDC Core §5.1).
import { expect, it } from '@jest/globals';
import { startOwnWorld } from '../../support/application.js';

const ADMIN_NAME = 'Ada Example';
const ADMIN_EMAIL = 'ada@example.com';

it('ADMIN_NAME and ADMIN_EMAIL are those of the first admin, and the address counts as verified', async () => {
  const world = await startOwnWorld({ ADMIN_NAME, ADMIN_EMAIL });
  const { json } = await world.admin.get('/users');
  expect(json.items).toMatchObject([
    { name: ADMIN_NAME, email: ADMIN_EMAIL, email_verified: true },
  ]);
});

it.each([
  [{ ADMIN_EMAIL: 'nobody' }, 'ADMIN_EMAIL cannot be used: The value is not an e-mail address.'],
  [{ ADMIN_NAME: 'x'.repeat(201) }, 'ADMIN_NAME cannot be used'],
])('%j stops the start', async (environment, reason) => {
  await expect(startOwnWorld(environment)).rejects.toThrow(reason);
});
