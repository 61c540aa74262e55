import { createHash } from 'node:crypto';
import { expect } from '@jest/globals';
import {
  createLocalJWKSet,
  decodeProtectedHeader,
  jwtVerify,
  type JSONWebKeySet,
  type JWTPayload,
} from 'jose';

/** Claims of the token itself and of the sign-in (OIDC Core §2, §3.1.3.6; Back-Channel Logout §2.1). */
const ABOUT_THE_TOKEN = [
  ...['iss', 'sub', 'aud', 'exp', 'iat', 'auth_time', 'nonce', 'acr', 'amr', 'azp', 'sid'],
  ...['at_hash', 'c_hash'],
];

/** What came with an ID token, by the name of its hash. */
export interface Hashed {
  readonly at_hash?: string | undefined;
  readonly c_hash?: string | undefined;
}

export interface ExpectedIdToken {
  readonly issuer: string;
  readonly clientId: string;
  readonly keys: JSONWebKeySet;
  /** As it was sent; none has to come back otherwise. */
  readonly nonce: string | undefined;
  readonly algorithm: string;
  readonly hashed: Hashed;
  /** Whether it may tell more of the person than who it is. */
  readonly aboutThePerson: boolean;
}

/** The claims of an ID token that is right in everything the suite looks at (OIDC Core §2, §3.1.3.7). */
export async function expectIdToken(jwt: string, expected: ExpectedIdToken): Promise<JWTPayload> {
  const { kid, alg } = decodeProtectedHeader(jwt);
  expect(alg).toBe(expected.algorithm);
  // OIDC Core §10.1: with several keys in the JWKS, the header says which.
  expect(expected.keys.keys.map((key) => key.kid)).toContain(kid);
  const { payload } = await jwtVerify(jwt, createLocalJWKSet(expected.keys), {
    issuer: expected.issuer,
    audience: expected.clientId,
    algorithms: [expected.algorithm],
    requiredClaims: ['sub', 'iat', 'exp'],
    currentDate: new Date(),
  });
  expect(payload['nonce']).toBe(expected.nonce);
  if (!expected.aboutThePerson) {
    const more = Object.keys(payload).filter((name) => !ABOUT_THE_TOKEN.includes(name));
    expect(more).toEqual([]);
  }
  expect(payload.sub).toMatch(/^[\x20-\x7e]{1,255}$/);
  if (Array.isArray(payload.aud)) expect(payload['azp']).toBe(expected.clientId);
  else expect([undefined, expected.clientId]).toContain(payload['azp']);
  const now = Date.now() / 1000;
  expect(Math.abs(now - (payload.iat ?? 0))).toBeLessThan(300);
  for (const name of ['auth_time', 'updated_at']) {
    if (name in payload) expect([name, typeof payload[name]]).toEqual([name, 'number']);
  }
  if ('acr' in payload) expect(payload['acr']).toEqual(expect.any(String));
  for (const [name, value] of Object.entries(expected.hashed)) {
    if (name in payload) expect(payload[name]).toBe(leftHalf(value ?? '', expected.algorithm));
  }
  return payload;
}

/** `at_hash` and `c_hash` (OIDC Core §3.1.3.6, §3.3.2.11). */
function leftHalf(value: string, algorithm: string): string {
  const digest = createHash(`sha${algorithm.slice(2)}`)
    .update(value)
    .digest();
  return digest.subarray(0, digest.length / 2).toString('base64url');
}
