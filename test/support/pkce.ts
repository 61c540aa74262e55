import { createHash, randomBytes } from 'node:crypto';

export interface Pkce {
  readonly code_verifier: string;
  readonly code_challenge: string;
  readonly code_challenge_method: 'S256';
}

/** A fresh verifier and its S256 challenge (RFC 7636 §4). */
export function pkce(): Pkce {
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  return { code_verifier: verifier, code_challenge: challenge, code_challenge_method: 'S256' };
}
