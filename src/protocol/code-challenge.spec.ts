import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { isCodeChallenge, isCodeVerifier, verifyCodeChallenge } from './code-challenge.js';

// The example of RFC 7636 appendix B.
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

const verifiers = fc.stringMatching(/^[A-Za-z0-9\-._~]{43,128}$/);

describe('PKCE with S256 (RFC 7636)', () => {
  it('accepts the example of RFC 7636 appendix B', () => {
    expect(verifyCodeChallenge(VERIFIER, CHALLENGE)).toBe(true);
  });

  it('accepts every well-formed verifier for its own challenge and for no other', () => {
    fc.assert(
      fc.property(verifiers, verifiers, (verifier, other) => {
        const challenge = createHash('sha256').update(verifier).digest('base64url');
        expect(isCodeVerifier(verifier)).toBe(true);
        expect(isCodeChallenge(challenge)).toBe(true);
        expect(verifyCodeChallenge(verifier, challenge)).toBe(true);
        expect(verifyCodeChallenge(other, challenge)).toBe(other === verifier);
      }),
    );
  });

  it.each([
    ['A'.repeat(42)],
    ['A'.repeat(44)],
    [`${CHALLENGE}=`],
    [`${CHALLENGE.slice(0, 42)}=`],
    [`${CHALLENGE.slice(0, 42)}+`],
    [`${CHALLENGE.slice(0, 42)}/`],
    [`${CHALLENGE.slice(0, 42)}~`],
    [`${CHALLENGE.slice(0, 42)}\u00e9`],
    [`${CHALLENGE}\n`],
    [` ${CHALLENGE}`],
    [''],
  ])('B12 %j is no code_challenge', (challenge) => {
    expect(isCodeChallenge(challenge)).toBe(false);
    expect(verifyCodeChallenge(VERIFIER, challenge)).toBe(false);
  });

  it.each([
    ['A'.repeat(42)],
    ['A'.repeat(129)],
    [`${'A'.repeat(43)}=`],
    [`${'A'.repeat(43)}+`],
    [`${'A'.repeat(43)}/`],
    [`${'A'.repeat(43)} `],
    [`${'A'.repeat(43)}\n`],
    ['\u00e9'.repeat(43)],
    ['\uff21'.repeat(43)],
  ])('B12 %j is no code_verifier, even for a challenge made from it', (verifier) => {
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    expect(isCodeVerifier(verifier)).toBe(false);
    expect(verifyCodeChallenge(verifier, challenge)).toBe(false);
  });

  it('B12 verifiers of 43 and of 128 characters are the shortest and the longest', () => {
    expect(isCodeVerifier('~'.repeat(43))).toBe(true);
    expect(isCodeVerifier('~'.repeat(128))).toBe(true);
  });

  it('B09 an empty verifier never passes', () => {
    expect(verifyCodeChallenge('', CHALLENGE)).toBe(false);
    const ofNothing = createHash('sha256').update('').digest('base64url');
    expect(verifyCodeChallenge('', ofNothing)).toBe(false);
  });

  it('B10 an empty challenge never passes', () => {
    expect(verifyCodeChallenge(VERIFIER, '')).toBe(false);
  });

  it('B11 the verifier itself, as plain would have it, is not its challenge', () => {
    expect(verifyCodeChallenge(VERIFIER, VERIFIER)).toBe(false);
  });

  it('L09 100 kB are refused', () => {
    const long = 'A'.repeat(100_000);
    expect(isCodeChallenge(long)).toBe(false);
    expect(isCodeVerifier(`${long}!`)).toBe(false);
    expect(verifyCodeChallenge(long, long)).toBe(false);
  });
});
