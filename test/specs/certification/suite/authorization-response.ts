import { expect } from '@jest/globals';
import type { Answer } from '../../../support/answer.js';
import { expectUnguessable } from './entropy.js';

/** An authorization request as it was sent. */
export type RequestParameters = Readonly<Record<string, string>>;

export type ResponseParameters = Readonly<Record<string, string>>;

const SUCCESS = [
  ...['code', 'id_token', 'access_token', 'token_type', 'expires_in', 'scope', 'state', 'iss'],
  'session_state',
];
const ERROR = ['error', 'error_description', 'error_uri', 'state', 'iss'];

/** Whether the browser is on its way to the client, or to wherever a wrong request may lead. */
export function isResponse(answer: Answer, { redirect_uri }: RequestParameters): boolean {
  const target = answer.location?.href ?? answer.forms[0]?.action;
  if (target === undefined) return false;
  return redirect_uri === undefined || target.startsWith(redirect_uri);
}

/** The parameters of the response, which has to come in the mode that was asked for. */
export function readResponse(answer: Answer, request: RequestParameters): ResponseParameters {
  const redirectUri = new URL(request['redirect_uri'] ?? '');
  if (request['response_mode'] === 'form_post') return readForm(answer, redirectUri);
  const { location } = answer;
  if (location === undefined) throw new Error(`No authorization response: ${answer.summary()}`);
  expect(location.origin + location.pathname).toBe(redirectUri.origin + redirectUri.pathname);
  if (usesQuery(request)) {
    expect(location.hash).toBe('');
    const parameters = Object.fromEntries(location.searchParams);
    for (const [name, value] of redirectUri.searchParams) {
      expect(parameters[name]).toBe(value);
      // Part of the redirect URI, and not of the response.
      delete parameters[name];
    }
    return parameters;
  }
  // Nothing of the response may be in the query, which a server would see (RFC 6749 §4.2.2).
  expect(location.search).toBe(redirectUri.search);
  return Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
}

/** OAuth 2.0 Form Post Response Mode §2: a form that submits itself, by POST. */
function readForm(page: Answer, redirectUri: URL): ResponseParameters {
  expect([page.status, page.location]).toEqual([200, undefined]);
  expect(page.headers.get('content-type')).toMatch(/^text\/html/);
  const [form, ...more] = page.forms;
  if (form === undefined) throw new Error(`No form: ${page.summary()}`);
  expect(more).toEqual([]);
  expect([form.method, form.action]).toEqual(['POST', redirectUri.href]);
  expect(page.text).toContain('document.forms[0].submit()');
  return form.fields;
}

function usesQuery({ response_type: type = 'code' }: RequestParameters): boolean {
  return type === 'code';
}

/** What is true of every response (RFC 6749 §4.1.2, RFC 9207 §2). */
function expectFrame(
  response: ResponseParameters,
  request: RequestParameters,
  issuer: string,
): void {
  expect(response['state']).toBe(request['state']);
  expect(response['iss']).toBe(issuer);
}

/** That a response grants what was asked for, and holds nothing else. */
export function expectSuccess(
  response: ResponseParameters,
  request: RequestParameters,
  issuer: string,
): void {
  expect(response).not.toHaveProperty('error');
  expectFrame(response, request, issuer);
  expect(Object.keys(response).filter((name) => !SUCCESS.includes(name))).toEqual([]);
  const words = (request['response_type'] ?? '').split(' ');
  for (const [word, name] of [
    ['code', 'code'],
    ['id_token', 'id_token'],
    ['token', 'access_token'],
  ] as const) {
    expect([name, name in response]).toEqual([name, words.includes(word)]);
  }
  if (response['code'] !== undefined) expectUnguessable(response['code']);
  if (response['access_token'] !== undefined) {
    expectUnguessable(response['access_token']);
    expect(response['token_type']).toMatch(/^Bearer$/i);
    expect(response['expires_in']).toMatch(/^\d+$/);
  }
}

/** That a response is one of these errors, and a well-formed one (RFC 6749 §4.1.2.1). */
export function expectErrorResponse(
  response: ResponseParameters,
  request: RequestParameters,
  issuer: string,
  codes: readonly string[],
): void {
  expect(codes).toContain(response['error']);
  expectFrame(response, request, issuer);
  expect(Object.keys(response).filter((name) => !ERROR.includes(name))).toEqual([]);
  expect(response['error_description'] ?? '').toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]*$/);
}

/** That a page is the one of an error that must not be redirected: nothing leads to the client. */
export function expectErrorPage(page: Answer, request: RequestParameters): void {
  expect([page.status, page.location]).toEqual([400, undefined]);
  expect(page.headers.get('content-type')).toMatch(/^text\/html/);
  expect(page.text).toContain('Authorization error');
  expect(page.text).toMatch(/<code>[a-z_]+<\/code>/);
  expect(page.forms).toEqual([]);
  const host = new URL(request['redirect_uri'] ?? 'https://client.invalid').host;
  expect(page.text).not.toMatch(new RegExp(`(?:href|action|url)\\s*=\\s*["']?[^"'>]*${host}`, 'i'));
}
