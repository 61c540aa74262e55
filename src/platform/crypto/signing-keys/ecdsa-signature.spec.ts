import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { concatenated } from './ecdsa-signature.js';

const MESSAGE = Buffer.from('message');

/** SEQUENCE { r INTEGER, s INTEGER } of small numbers. */
const der = (r: number[], s: number[]) =>
  Buffer.from([0x30, r.length + s.length + 4, 2, r.length, ...r, 2, s.length, ...s]);

describe('an ECDSA signature in the form of JWA (RFC 7518 §3.4)', () => {
  it.each([
    ['P-256', 'sha256', 32],
    ['P-384', 'sha384', 48],
    ['P-521', 'sha512', 66],
  ])('verifies, on %s', (namedCurve, digest, size) => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve });
    const key = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
    // Half of the numbers have a zero before them.
    for (let i = 0; i < 50; i++) {
      const signature = concatenated(sign(digest, MESSAGE, privateKey), size);
      expect(signature).toHaveLength(2 * size);
      expect(verify(digest, MESSAGE, key, signature)).toBe(true);
    }
  });

  it('fills up short numbers, and drops the zero before one whose first bit is set', () => {
    const signature = concatenated(der([0x12], [0, 0x80, 1]), 2);
    expect([...signature]).toEqual([0, 0x12, 0x80, 1]);
  });
});
