import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { createLocalJWKSet, jwtVerify } from 'jose';
import type { Arrival } from '../suite/documents.js';
import type { ModuleRun } from '../suite/module-run.js';
import type { Module } from './module.js';
import { signIn, signOut } from './rp-initiated-logout.js';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const WITHIN = 10_000;

/** The one request that comes to this address. */
async function arrivalAt(run: ModuleRun, uri: string): Promise<Arrival> {
  const { pathname } = new URL(uri);
  const deadline = performance.now() + WITHIN;
  while (performance.now() < deadline) {
    const found = run.suite.documents.arrivals.filter(({ path }) => path === pathname);
    if (found[0] !== undefined) return found[0];
    await sleep(20);
  }
  throw new Error('No logout token came.');
}

/** Signing out also tells the client, with a logout token (OIDC Back-Channel Logout §2.4, §2.5). */
export const backChannelLogout: Module = async (run) => {
  const uri = run.suite.documents.publish({ type: 'text/plain', body: '' });
  const login = await signIn(run, {
    backchannel_logout_uri: uri,
    backchannel_logout_session_required: true,
  });
  await signOut(run, login, 'some-state');
  const { method, headers, body } = await arrivalAt(run, uri);
  expect(method).toBe('POST');
  expect(headers['content-type']).toMatch(/^application\/x-www-form-urlencoded(;|$)/);
  const fields = new URLSearchParams(body);
  expect([...fields.keys()]).toEqual(['logout_token']);
  const { payload } = await jwtVerify(
    fields.get('logout_token') ?? '',
    createLocalJWKSet(run.discovered.keys),
    {
      ...{ issuer: run.issuer, audience: login.client.client_id, algorithms: ['RS256'] },
      requiredClaims: ['iat', 'jti', 'events', 'sid'],
    },
  );
  expect(payload).toMatchObject({ sub: login.claims.sub, sid: login.claims['sid'] });
  expect(payload['events']).toEqual({ [EVENT]: {} });
  expect(payload).not.toHaveProperty('nonce');
};
