import { expect } from '@jest/globals';
import type { JWTPayload } from 'jose';
import { clock } from '../../../support/clock.js';
import { rsaKey } from '../suite/client-keys.js';
import { expectUserinfo, type Login } from '../suite/login.js';
import type { ModuleRun } from '../suite/module-run.js';
import { grantTypesFor } from '../suite/registrations.js';
import type { SuiteClient } from '../suite/suite-client.js';
import { expectTokenError, expectTokens } from '../suite/token-response.js';
import type { Module } from './module.js';

/** What a registration for refresh tokens says beside the grant types of the response type. */
const withRefresh = (run: ModuleRun) => ({
  grant_types: [...grantTypesFor(run.variant.response_type), 'refresh_token'],
});

interface Offline extends Login {
  readonly refreshToken: string;
}

/** A login with offline access, which people have to allow each time (OIDC Core §11). */
async function offline(run: ModuleRun, client: SuiteClient): Promise<Offline> {
  expect(run.metadata.scopes_supported).toContain('offline_access');
  expect(run.metadata['grant_types_supported']).toContain('refresh_token');
  const login = await run.login(client, { scope: 'openid offline_access', prompt: 'consent' });
  const token = login.tokens?.refresh_token;
  if (token === undefined) throw new Error('There is no refresh token.');
  return { ...login, refreshToken: token };
}

/** Refreshes, and compares what comes of it with what was there (OIDC Core §12.2). */
async function refresh(
  run: ModuleRun,
  client: SuiteClient,
  { refreshToken: refresh_token, claims, request, tokens: before }: Offline,
): Promise<void> {
  clock.advance(1);
  const answer = await run.token(client, { grant_type: 'refresh_token', refresh_token });
  const tokens = expectTokens(answer);
  expect(tokens.access_token).not.toBe(before?.access_token);
  // No nonce: it was for the one sign-in (OIDC Core §12.2).
  const renewal = Object.fromEntries(Object.entries(request).filter(([name]) => name !== 'nonce'));
  const renewed = await run.idToken(client, tokens.id_token, renewal, {
    at_hash: tokens.access_token,
  });
  for (const name of ['iss', 'sub', 'aud', 'auth_time', 'azp'] satisfies (keyof JWTPayload)[]) {
    expect([name, renewed[name]]).toEqual([name, claims[name]]);
  }
  expect(renewed.iat).toBeGreaterThan(claims.iat ?? NaN);
  await expectUserinfo(run, tokens.access_token, claims);
}

/** Refresh tokens work, for the client that got them and for no other. */
export const refreshToken: Module = async (run) => {
  const [, secondKey] = run.suite.keys;
  const client = await run.registerClient(withRefresh(run));
  const second = await run.registrations.register(withRefresh(run), secondKey);
  await refresh(run, client, await offline(run, client));
  const { refreshToken: refresh_token } = await offline(run, second);
  const stolen = await run.token(client, { grant_type: 'refresh_token', refresh_token });
  expectTokenError(stolen, 'invalid_grant');
};

/** A client that has a new key in its jwks_uri is recognised by it (OIDC Core §10.1.1). */
export const refreshTokenRpKeyRotation: Module = async (run) => {
  const { documents, keys } = run.suite;
  const uri = documents.publishJson({ keys: [keys[0].jwk] });
  const client = await run.registerClient({ ...withRefresh(run), jwks_uri: uri });
  const login = await offline(run, client);
  const key = await rsaKey();
  documents.publishJson({ keys: [key.jwk] }, uri);
  // Key sets are left alone for a minute, which is measured on the monotonic clock.
  clock.elapse(60);
  clock.advance(60);
  await refresh(run, { ...client, key }, login);
};
