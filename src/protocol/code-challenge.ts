import { createHash, timingSafeEqual } from 'node:crypto';
import { OAuthError } from './oauth-error.js';
import type { Parameters } from './parameters.js';

/** A SHA-256 hash in base64url without padding is always 43 characters (RFC 7636 §4.2). */
const S256_CHALLENGE = /^[A-Za-z0-9_-]{43}$/;
/** 43 to 128 unreserved characters (RFC 7636 §4.1). */
const VERIFIER = /^[A-Za-z0-9\-._~]{43,128}$/;

/**
 * Whether the value has the form of an S256 `code_challenge` (RFC 7636 §4.2). `plain` challenges are
 * unsupported.
 */
export function isCodeChallenge(value: string): boolean {
  return S256_CHALLENGE.test(value);
}

/** Whether the value has the form of a `code_verifier`. */
export function isCodeVerifier(value: string): boolean {
  return VERIFIER.test(value);
}

/**
 * Whether the S256 challenge was made from this verifier (RFC 7636 §4.6). A malformed verifier or
 * challenge is a plain no. The comparison takes the same time wherever the two differ.
 */
export function verifyCodeChallenge(verifier: string, challenge: string): boolean {
  if (!isCodeVerifier(verifier) || !isCodeChallenge(challenge)) return false;
  const computed = createHash('sha256').update(verifier, 'ascii').digest('base64url');
  return timingSafeEqual(Buffer.from(computed, 'ascii'), Buffer.from(challenge, 'ascii'));
}

/**
 * The challenge of a request, if it has one. S256 only (RFC 7636 §4.3): `plain` protects nothing that
 * can be read, and a missing method would mean `plain`, so it is an error and not a default.
 * @throws OAuthError `invalid_request`
 */
export function readCodeChallenge(parameters: Parameters): string | undefined {
  const challenge = parameters.get('code_challenge');
  const method = parameters.get('code_challenge_method');
  if (challenge === undefined) {
    if (method !== undefined) {
      throw OAuthError.invalidRequest('The code_challenge is missing.').refusedBy({
        ...{ check: 'code-challenge', spec: 'RFC 7636 §4.3' },
        expected: 'a code_challenge beside its method',
        got: { code_challenge_method: method },
      });
    }
    return undefined;
  }
  if (method !== 'S256') {
    throw OAuthError.invalidRequest('The code_challenge_method must be S256.').refusedBy({
      ...{ check: 'code-challenge', spec: 'RFC 7636 §4.3', expected: 'S256' },
      got: { code_challenge_method: method },
    });
  }
  if (!isCodeChallenge(challenge)) {
    throw OAuthError.invalidRequest('The code_challenge is malformed.').refusedBy({
      ...{ check: 'code-challenge', spec: 'RFC 7636 §4.2' },
      ...{ expected: '43 characters of base64url', got: { length: challenge.length } },
    });
  }
  return challenge;
}

/** What is wrong with the verifier that came for a challenge, or for none; for the log. */
export function codeVerifierProblem(
  verifier: string | undefined,
  challenge: string | undefined,
): string | undefined {
  if (challenge === undefined) {
    // A verifier without a challenge: somebody took the challenge out of the request (RFC 9700 §4.8.2).
    return verifier === undefined ? undefined : 'there was no code_challenge';
  }
  if (verifier === undefined) return 'the code_verifier is missing';
  if (!isCodeVerifier(verifier)) return 'the code_verifier is malformed';
  return verifyCodeChallenge(verifier, challenge) ? undefined : 'the code_verifier is wrong';
}
