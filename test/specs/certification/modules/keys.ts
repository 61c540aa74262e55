import { expect } from '@jest/globals';
import { JWKS_MAX_AGE } from '#platform/crypto';
import { clock } from '../../../support/clock.js';
import type { Module } from './module.js';

let rotations = 0;

/** After a rotation the JWKS holds a new key, and still the old one (OIDC Core §10.1.1). */
export const serverRotateKeys: Module = async (run) => {
  // While the key of the last rotation waits, another asks for nothing new.
  clock.advance(++rotations * 2 * (JWKS_MAX_AGE + 60));
  const before = run.discovered.keys.keys.map(({ kid }) => kid);
  expect((await run.suite.world.admin.post('/keys/rotate')).status).toBe(200);
  const after = (await run.suite.discover()).keys.keys;
  const fresh = after.filter(({ kid }) => !before.includes(kid));
  expect(fresh.map(({ alg }) => alg)).toContain('RS256');
  expect(after.map(({ kid }) => kid)).toEqual(expect.arrayContaining(before));
  // Nobody is disturbed by it.
  await run.login(await run.registerClient());
};
