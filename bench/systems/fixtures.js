// @ts-check
// Names that every system knows. Secrets are random for each run and reach a child by environment.
import { randomBytes } from 'node:crypto';

export const jwtResource = { identifier: 'https://api.bench.example/jwt', scope: 'bench:read' };
export const opaqueResource = {
  identifier: 'https://api.bench.example/opaque',
  scope: 'bench:opaque',
};
export const redirectUri = 'https://application.bench.example/callback';
export const claims = { name: 'Bench Person', email: 'person@bench.example' };
/** Several, since parallel sign-ins to one account look like guessing. */
export const usernames = Array.from({ length: 8 }, (_, index) => `bench-person-${index}`);

export const randomSecret = () => randomBytes(32).toString('base64url');

/** What Gatehouse and its peers make by default. */
export const rsa = { modulusLength: 2048 };

/** argon2id as a careful server configures it: 19 MiB, two passes, one lane. */
export const argon2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/**
 * What a child that is configured by us, not by its own API, is told.
 * @typedef {object} Settings
 * @property {string} origin
 * @property {number} port
 * @property {'RS256' | 'ES256'} idTokenAlgorithm
 * @property {string} clientSecret
 * @property {string} password
 */

/** @returns {Settings} */
export function settings() {
  const text = process.env['BENCH_SETTINGS'];
  if (text === undefined) throw new Error('started by the benchmark only');
  return JSON.parse(text);
}
