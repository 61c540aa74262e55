import { expect } from '@jest/globals';
import type { Answer } from '../support/answer.js';
import { encode, type Query } from '../support/browser.js';
import { pkce } from '../support/pkce.js';
import type { RegisteredClient } from '../support/registered-client.js';
import type { World } from '../support/world.js';

export const STATE = 'state-of-the-client';

/** A request that nothing is wrong with, for a test to change one thing of. */
export function authorizationRequest(client: RegisteredClient, changes: Query = {}): Query {
  const { code_challenge, code_challenge_method } = pkce();
  return {
    ...{ response_type: 'code', client_id: client.client_id, scope: 'openid', state: STATE },
    ...{ redirect_uri: client.redirect_uris[0], code_challenge, code_challenge_method },
    ...changes,
  };
}

/** Sends it as a browser that has never been here. */
export function ask(world: World, client: RegisteredClient, changes: Query = {}): Promise<Answer> {
  return world.browser().get('/authorize', authorizationRequest(client, changes));
}

/** Sends a query string exactly as written. */
export function askRaw(world: World, query: string): Promise<Answer> {
  return world.browser().get(`/authorize?${query}`);
}

/** The same request as a query string, to which a test appends. */
export function queryString(client: RegisteredClient, changes: Query = {}): string {
  return encode(authorizationRequest(client, changes)).toString();
}

/** ERRPAGE: our own page, status 400, no redirect, nothing of a code. */
export function expectErrorPage(answer: Answer, error = 'invalid_request'): void {
  expect({ url: answer.url.href, status: answer.status, location: answer.location }).toEqual({
    url: answer.url.href,
    status: 400,
    location: undefined,
  });
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(answer.text).toContain('Authorization error');
  expect(answer.text).toContain(`<code>${error}</code>`);
  expect(answer.text).not.toMatch(/gh_ac_/);
}

/** REDIR(error): to the validated redirect URI, with `state` byte-exact and `iss`. */
export function expectErrorRedirect(
  answer: Answer,
  client: RegisteredClient,
  error: string,
  state: string | null = STATE,
): void {
  const { location, parameters } = answer;
  expect({ status: answer.status, ...parameters }).toMatchObject({ status: 303, error });
  expect(location?.href.startsWith(client.redirect_uris[0] ?? 'none')).toBe(true);
  expect(parameters['state'] ?? null).toBe(state);
  const [issuer] = answer.url.href.split(/\/(?:authorize|interaction)\b/);
  expect(parameters['iss']).toBe(issuer);
  expect(parameters['code']).toBeUndefined();
  expect(parameters['error_description'] ?? '').toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]*$/);
}

/** The person is asked to sign in: the request passed every check. */
export function expectAccepted(answer: Answer): void {
  expect({ url: answer.url.href, status: answer.status }).toEqual({
    url: answer.url.href,
    status: 303,
  });
  expect(answer.location?.pathname).toMatch(/\/interaction\/[\w-]{43}$/);
}
