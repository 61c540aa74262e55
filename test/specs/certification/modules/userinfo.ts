import { expect } from '@jest/globals';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { readUserinfo } from '../suite/login.js';
import type { ModuleRun } from '../suite/module-run.js';
import type { Module } from './module.js';

/** Asks userinfo in one way, with the token of a login. */
async function ask(
  run: ModuleRun,
  init: (token: string) => RequestInit,
): Promise<Record<string, unknown>> {
  const login = await run.login(await run.registerClient());
  const asked = init(login.accessToken);
  const answer = await run.suite.fetch(run.metadata.userinfo_endpoint, asked);
  return readUserinfo(answer, login.claims);
}

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

export const userinfoGet: Module = async (run) => {
  await ask(run, bearer);
};

export const userinfoPostHeader: Module = async (run) => {
  await ask(run, (token) => ({ method: 'POST', ...bearer(token) }));
};

export const userinfoPostBody: Module = async (run) => {
  await ask(run, (token) => ({
    method: 'POST',
    body: new URLSearchParams({ access_token: token }),
  }));
};

/** A client that registered RS256 for userinfo gets a JWT (OIDC Core §5.3.2). */
export const userinfoRs256: Module = async (run) => {
  const client = await run.registerClient({ userinfo_signed_response_alg: 'RS256' });
  expect(client['userinfo_signed_response_alg']).toBe('RS256');
  const login = await run.login(client);
  const answer = await run.suite.fetch(run.metadata.userinfo_endpoint, bearer(login.accessToken));
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toMatch(/^application\/jwt(;|$)/);
  const { payload } = await jwtVerify(answer.text, createLocalJWKSet(run.discovered.keys), {
    ...{ issuer: run.issuer, audience: client.client_id, algorithms: ['RS256'] },
  });
  expect(payload.sub).toBe(login.claims.sub);
};
