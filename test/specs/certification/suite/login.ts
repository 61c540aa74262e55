import { expect } from '@jest/globals';
import type { JWTPayload } from 'jose';
import type { Answer } from '../../../support/answer.js';
import { expectSuccess, readResponse, type ResponseParameters } from './authorization-response.js';
import type { Ending, ModuleRun } from './module-run.js';
import type { SuiteClient } from './suite-client.js';
import { expectTokens, type TokenResponse } from './token-response.js';

/** A whole authorization: everything that the client got, and all of it right. */
export interface Login extends Ending {
  readonly response: ResponseParameters;
  /** The last ID token that came: from the token endpoint, where the client goes there. */
  readonly idToken: string;
  readonly claims: JWTPayload;
  /** Those of every ID token, in the order in which they came. */
  readonly allClaims: readonly JWTPayload[];
  readonly tokens: TokenResponse | undefined;
  /** The access token to ask userinfo with; empty where there is none. */
  readonly accessToken: string;
  readonly userinfo: Readonly<Record<string, unknown>> | undefined;
}

/** Takes an authorization response to its end as the suite does. */
export async function completeLogin(
  run: ModuleRun,
  client: SuiteClient,
  ending: Ending,
  audience: string | undefined,
): Promise<Login> {
  const { request, answer } = ending;
  const response = readResponse(answer, request);
  expectSuccess(response, request, run.issuer);
  const { id_token: first, code, access_token } = response;
  const allClaims: JWTPayload[] = [];
  if (first !== undefined) {
    const claims = await run.idToken(client, first, request, {
      ...{ at_hash: access_token, c_hash: code },
    });
    // It vouches for what the browser brings with it (OIDC Core §3.2.2.10, §3.3.2.11).
    if (access_token !== undefined) expect(claims).toHaveProperty('at_hash');
    if (code !== undefined) expect(claims).toHaveProperty('c_hash');
    allClaims.push(claims);
  }
  let tokens: TokenResponse | undefined;
  if (code !== undefined) {
    tokens = expectTokens(await run.redeem(client, code, request, audience));
    const hashed = { at_hash: tokens.access_token, c_hash: code };
    allClaims.push(await run.idToken(client, tokens.id_token, request, hashed));
  }
  const idToken = tokens?.id_token ?? first;
  const claims = allClaims.at(-1);
  if (idToken === undefined || claims === undefined) throw new Error('There is no ID token.');
  expect(new Set(allClaims.map(({ sub }) => sub)).size).toBe(1);
  let userinfo: Login['userinfo'];
  for (const token of [access_token, tokens?.access_token]) {
    if (token !== undefined) userinfo = await expectUserinfo(run, token, claims);
  }
  const accessToken = tokens?.access_token ?? access_token ?? '';
  return { ...ending, response, idToken, claims, allClaims, tokens, accessToken, userinfo };
}

/** The claims of userinfo, asked for in the usual way. */
export async function expectUserinfo(
  run: ModuleRun,
  token: string,
  claims: JWTPayload,
): Promise<Record<string, unknown>> {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await run.suite.fetch(run.metadata.userinfo_endpoint, { headers });
  // As a JWT, which is for the module that registered it to read.
  if (answer.headers.get('content-type')?.startsWith('application/jwt') === true) return {};
  return readUserinfo(answer, claims);
}

/** Claims about the person of the ID token (OIDC Core §5.3.2). */
export function readUserinfo(answer: Answer, { sub }: JWTPayload): Record<string, unknown> {
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toMatch(/^application\/json(;|$)/);
  const claims = answer.json as Record<string, unknown>;
  expect(claims['sub']).toBe(sub);
  return claims;
}
