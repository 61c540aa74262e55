import { expect } from '@jest/globals';
import { clock } from '../../../support/clock.js';
import { expectTokenError } from '../suite/token-response.js';
import type { Module } from './module.js';

/** A code works once. */
export const codeReuse: Module = async (run) => {
  const client = await run.registerClient();
  const { request, response } = await run.login(client);
  const again = await run.redeem(client, response['code'] ?? '', request);
  expectTokenError(again, 'invalid_grant');
};

/** Also half a minute later; and whoever tries ends what the code gave (RFC 6749 §4.1.2). */
export const codeReuse30Seconds: Module = async (run) => {
  const client = await run.registerClient();
  const { request, response, tokens } = await run.login(client);
  clock.advance(30);
  const again = await run.redeem(client, response['code'] ?? '', request);
  expectTokenError(again, 'invalid_grant');
  const headers = { authorization: `Bearer ${tokens?.access_token ?? ''}` };
  const userinfo = await run.suite.fetch(run.metadata.userinfo_endpoint, { headers });
  expect(userinfo.status).toBe(401);
};
