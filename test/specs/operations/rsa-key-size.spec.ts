import { expect, it } from '@jest/globals';
import type { JSONWebKeySet } from 'jose';
import { ConfigError, loadConfig } from '#platform/config';
import { startWorld } from '../../support/world.js';
import { startOwnWorld } from '../../support/application.js';

const bitsOf = ({ keys }: JSONWebKeySet) =>
  keys
    .filter(({ kty }) => kty === 'RSA')
    .map(({ n = '' }) => Buffer.from(n, 'base64url').length * 8);

it('RSA keys have 2048 bits', async () => {
  const world = await startWorld();
  expect(bitsOf((await world.get('/jwks')).json)).toEqual([2048]);
});

it('RSA_KEY_BITS is the size of those that are made from then on', async () => {
  const world = await startOwnWorld({ RSA_KEY_BITS: '3072' });
  await world.admin.post('/keys/rotate', { algorithm: 'RS256' });
  expect(bitsOf((await world.get('/jwks')).json)).toContain(3072);
});

it.each(['1024', '2047', '8192', 'many'])('RSA_KEY_BITS=%s is refused', (RSA_KEY_BITS) => {
  const load = () =>
    loadConfig({
      RSA_KEY_BITS,
      SECRET_KEY: Buffer.from('0123456789abcdef'.repeat(2)).toString('base64'),
    });
  expect(load).toThrow(ConfigError);
  expect(load).toThrow('RSA_KEY_BITS must be one of: 2048, 3072, 4096');
});
