import { beforeAll, describe, expect, it } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';
import { keySetError, publicKeyError } from './jwk.js';

type Jwk = JsonWebKey & Record<string, unknown>;

function ec(namedCurve: string): Jwk {
  return generateKeyPairSync('ec', { namedCurve }).publicKey.export({ format: 'jwk' });
}

/** An RSA key of this size; its modulus is no product of primes, which nobody can see. */
function rsa(bits: number, e = 'AQAB'): Jwk {
  const modulus = Buffer.alloc(Math.ceil(bits / 8), 0xa5);
  modulus[0] = bits % 8 === 0 ? 0x80 : 1 << ((bits % 8) - 1);
  return { kty: 'RSA', n: modulus.toString('base64url'), e };
}

let p256: Jwk;
let ed25519: Jwk;

beforeAll(() => {
  p256 = ec('P-256');
  ed25519 = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
});

describe('public keys of clients', () => {
  it('RSA of 2048 to 4096 bits, P-256, P-384, P-521 and Ed25519 are accepted', () => {
    const real = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
    const accepted = [
      real.export({ format: 'jwk' }),
      rsa(2048),
      rsa(3072),
      rsa(4096),
      p256,
      ec('P-384'),
      ec('P-521'),
      ed25519,
    ];
    for (const key of accepted) expect(publicKeyError(key)).toBeUndefined();
  });

  it.each([
    ['e=1', 'AQ'],
    ['e=3', 'Aw'],
    ['e=65535', '__8'],
    ['the even e=65538', 'AQAC'],
    ['e=0', 'AA'],
    ['e=3 with leading zeros', 'AAAD'],
    ['a huge e', 'AQAAAAAAAAAB_w'],
    ['no base64url e', 'AQ=='],
    ['an empty e', ''],
  ])('C17 RSA with %s is refused', (_name, e) => {
    expect(publicKeyError(rsa(2048, e))).toEqual(expect.any(String));
  });

  it.each([1024, 1536, 2047, 4097, 8192, 16_384, 65_536])(
    'C17 RSA of %i bits is refused',
    (bits) => {
      expect(publicKeyError(rsa(bits))).toEqual(expect.any(String));
    },
  );

  it('C17 a short RSA modulus does not grow by leading zeros', () => {
    const padded = Buffer.concat([Buffer.alloc(128), Buffer.alloc(128, 0xa5)]);
    expect(publicKeyError({ kty: 'RSA', n: padded.toString('base64url'), e: 'AQAB' })).toBe(
      'An RSA key must have 2048 to 4096 bits.',
    );
  });

  it('C17 P-192, secp256k1, X25519, Ed448 and unknown types are refused', () => {
    const x = 'A'.repeat(32);
    for (const key of [
      { kty: 'EC', crv: 'P-192', x, y: x },
      ec('secp256k1'),
      generateKeyPairSync('x25519').publicKey.export({ format: 'jwk' }),
      generateKeyPairSync('ed448').publicKey.export({ format: 'jwk' }),
      { ...p256, crv: 'secp256r1' },
      { ...p256, kty: 'OKP' },
      { ...p256, kty: 'ec' },
      { ...p256, kty: undefined },
      { ...p256, crv: ['P-256'] },
      { kty: 'AKP', pub: x },
    ]) {
      expect(publicKeyError(key)).toMatch(/^A key must be RSA, EC on/);
    }
  });

  it('C17 EC points off the curve, of another length or in another alphabet are refused', () => {
    const y = p256.y ?? '';
    const swapped = y.startsWith('A') ? `B${y.slice(1)}` : `A${y.slice(1)}`;
    for (const change of [
      { y: swapped },
      { x: 'A'.repeat(43), y: 'A'.repeat(43) },
      { x: `AAAA${p256.x ?? ''}` },
      { y: y.slice(0, 42) },
      { y: `${y.slice(0, 42)}+` },
      { y: undefined },
      { y: 5 },
      { crv: 'P-384' },
    ]) {
      expect(publicKeyError({ ...p256, ...change })).toEqual(expect.any(String));
    }
    expect(publicKeyError({ ...ed25519, x: 'AAAA' })).toEqual(expect.any(String));
  });

  it('C17 "MUST be the size of a coordinate for the curve": a dropped leading zero is refused', () => {
    const [x, y] = [
      'ANdDhQCtTikrYrxor32zN5CrzjGxoaMrX8HdnHcWqBg',
      'la7hFV1o_rl0CgzkuAUpp18w6_Yns1UYTc5TeSYEQvo',
    ];
    expect(publicKeyError({ kty: 'EC', crv: 'P-256', x, y })).toBeUndefined();
    const shortened = Buffer.from(x, 'base64url').subarray(1).toString('base64url');
    expect(publicKeyError({ kty: 'EC', crv: 'P-256', x: shortened, y })).toMatch(/wrong length/);
  });

  it('C17 members that only a lenient decoder reads are refused', () => {
    for (const letter of ['+', '/', '=', ' ', '\n', '.', '\u00e9']) {
      expect(publicKeyError({ ...ed25519, x: `${letter}${'A'.repeat(42)}` })).toMatch(/base64url/);
      expect(publicKeyError(rsa(2048, `AQ${letter}AB`))).toMatch(/base64url/);
    }
  });

  it.each(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'])(
    'C17 a key with the private member %s is refused, whatever its value',
    (member) => {
      for (const value of ['AQAB', '', null, undefined]) {
        for (const key of [p256, ed25519, rsa(2048)]) {
          expect(publicKeyError({ ...key, [member]: value })).toMatch(/private members/);
        }
      }
    },
  );

  it('C17 whole private keys and symmetric keys are refused', () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    expect(publicKeyError(privateKey.export({ format: 'jwk' }))).toMatch(/private members/);
    expect(publicKeyError({ kty: 'oct', k: 'c2VjcmV0' })).toMatch(/symmetric/);
    expect(publicKeyError({ kty: 'oct' })).toMatch(/symmetric/);
  });

  it.each([null, undefined, 'key', 5, [], [{}], {}, true])('C17 %j is no key', (value) => {
    expect(publicKeyError(value)).toEqual(expect.any(String));
  });

  it.each([
    [{ use: 'sig' }],
    [{ alg: 'ES256' }],
    [{ use: 'sig', alg: 'ES256', key_ops: ['verify'] }],
    [{ use: 'enc' }],
    [{ use: 'enc', alg: 'ECDH-ES', key_ops: ['deriveKey', 'deriveBits'] }],
    [{ key_ops: [] }],
    [{ kid: 'a', x5t: 'ignored', ext: true }],
  ])('a P-256 key may say %j', (members) => {
    expect(publicKeyError({ ...p256, ...members })).toBeUndefined();
  });

  it.each([
    [{ alg: 'ES384' }],
    [{ alg: 'RS256' }],
    [{ alg: 'HS256' }],
    [{ alg: 'none' }],
    [{ alg: 'RSA-OAEP' }],
    [{ alg: 5 }],
    [{ use: 'enc', alg: 'ES256' }],
    [{ use: 'sig', alg: 'ECDH-ES' }],
    [{ use: 'SIG' }],
    [{ use: 5 }],
    [{ use: 'sig', key_ops: ['encrypt'] }],
    [{ alg: 'ES256', key_ops: ['wrapKey'] }],
    [{ key_ops: ['verify', 'encrypt'] }],
    [{ key_ops: ['sign'] }],
    [{ key_ops: 'verify' }],
    [{ key_ops: [['verify']] }],
    [{ kid: '' }],
    [{ kid: 5 }],
    [{ kid: 'x'.repeat(256) }],
  ])('C17 a P-256 key must not say %j', (members) => {
    expect(publicKeyError({ ...p256, ...members })).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
  });

  it('the algorithms of RSA and Ed25519 keys are their own', () => {
    for (const alg of ['RS256', 'PS256', 'PS512', 'RSA-OAEP-256']) {
      expect(publicKeyError({ ...rsa(2048), alg })).toBeUndefined();
      expect(publicKeyError({ ...ed25519, alg })).toEqual(expect.any(String));
    }
    expect(publicKeyError({ ...ed25519, alg: 'EdDSA', use: 'sig' })).toBeUndefined();
    expect(publicKeyError({ ...ed25519, use: 'enc', alg: 'ECDH-ES' })).toEqual(expect.any(String));
    expect(publicKeyError({ ...rsa(2048), alg: 'RSA1_5' })).toEqual(expect.any(String));
    expect(publicKeyError({ ...rsa(2048), alg: 'EdDSA' })).toEqual(expect.any(String));
  });

  it('L09 members of 100 kB are refused', () => {
    const long = '_'.repeat(100_000);
    for (const key of [
      { kty: 'RSA', n: long, e: 'AQAB' },
      rsa(2048, long),
      { ...p256, x: long },
      { ...ed25519, x: `${long}!` },
      { ...p256, kid: long },
      { ...p256, crv: long },
    ]) {
      expect(publicKeyError(key)).toEqual(expect.any(String));
    }
  });
});

describe('key sets of clients', () => {
  it('up to 20 keys with different kids, or none, are accepted', () => {
    expect(keySetError({ keys: [p256] })).toBeUndefined();
    expect(keySetError({ keys: [p256, ed25519] })).toBeUndefined();
    const keys = Array.from({ length: 20 }, (_, index) => ({ ...p256, kid: String(index) }));
    expect(keySetError({ keys })).toBeUndefined();
    expect(keySetError({ keys: [...keys, { ...p256, kid: '20' }] })).toMatch(/more than 20 keys/);
  });

  it('C17 a duplicate kid is refused, of another type of key too', () => {
    const keys = [{ ...p256, kid: 'a' }, ed25519, { ...ed25519, kid: 'a' }];
    expect(keySetError({ keys })).toBe('Key 3: The kid is already used in this set.');
  });

  it('C17 one weak key spoils the set', () => {
    expect(keySetError({ keys: [p256, rsa(1024)] })).toBe(
      'Key 2: An RSA key must have 2048 to 4096 bits.',
    );
    expect(keySetError({ keys: [{ ...p256, d: 'AQAB' }] })).toMatch(/^Key 1: .*private members/);
  });

  it.each([
    null,
    undefined,
    'x',
    [],
    {},
    { keys: {} },
    { keys: 'x' },
    { keys: [] },
    { keys: [null] },
  ])('C17 %j is no key set', (value) => {
    expect(keySetError(value)).toEqual(expect.any(String));
  });
});
