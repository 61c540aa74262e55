import { expect } from '@jest/globals';
import type { Answer } from '../../../support/answer.js';
import { expectUnguessable } from './entropy.js';

export interface TokenResponse {
  readonly access_token: string;
  readonly expires_in: number;
  readonly id_token: string;
  readonly refresh_token?: string;
}

/** The tokens of an answer that is right in everything the suite looks at (RFC 6749 §5.1). */
export function expectTokens(answer: Answer): TokenResponse {
  if (answer.status !== 200) throw new Error(`No tokens: ${answer.summary()}`);
  expect(answer.headers.get('content-type')).toMatch(/^application\/json(;|$)/);
  expect(answer.headers.get('cache-control')).toContain('no-store');
  expect(answer.headers.get('pragma')).toContain('no-cache');
  const tokens = answer.json as TokenResponse & { token_type: string };
  expect(tokens.token_type).toMatch(/^Bearer$/i);
  expect(tokens.expires_in).toEqual(expect.any(Number));
  expect(tokens.id_token).toEqual(expect.any(String));
  expectUnguessable(tokens.access_token);
  if (tokens.refresh_token !== undefined) expectUnguessable(tokens.refresh_token);
  return tokens;
}

/** That the token endpoint refuses, in the form of RFC 6749 §5.2. */
export function expectTokenError(answer: Answer, code: string): void {
  expect([answer.status, answer.json.error]).toEqual([400, code]);
  expect(answer.headers.get('content-type')).toMatch(/^application\/json(;|$)/);
  expect(answer.json.error_description ?? '').toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]*$/);
}
