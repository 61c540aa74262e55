import { expect } from '@jest/globals';
import { decodeProtectedHeader } from 'jose';
import { pkce } from '../../../support/pkce.js';
import type { Module } from './module.js';

/** A happy flow; ID tokens hold no claim that nobody asked for, and the token says how long it lives. */
export const server: Module = async (run) => {
  const { allClaims, response, tokens } = await run.login(await run.registerClient());
  for (const claims of allClaims) {
    expect(claims).not.toHaveProperty('name');
    expect(claims).not.toHaveProperty('email');
  }
  if (run.gives('token')) expect(Number(response['expires_in'])).toBeGreaterThan(0);
  if (run.gives('code')) expect(tokens?.expires_in).toBeGreaterThan(0);
};

/** The same, authenticated by the secret in the form. */
export const serverClientSecretPost: Module = async (run) => {
  const client = await run.registerClient({ token_endpoint_auth_method: 'client_secret_post' });
  expect(client.token_endpoint_auth_method).toBe('client_secret_post');
  await run.login(client);
};

/** A client that asks for no algorithm gets RS256, with the name of a key of the JWKS. */
export const idTokenSignature: Module = async (run) => {
  const { idToken } = await run.login(await run.registerClient());
  expect(decodeProtectedHeader(idToken)).toMatchObject({ alg: 'RS256', kid: expect.any(String) });
};

/** A client that asks for RS256 gets RS256. */
export const idTokenRs256: Module = async (run) => {
  const client = await run.registerClient({ id_token_signed_response_alg: 'RS256' });
  expect(client.id_token_signed_response_alg).toBe('RS256');
  const { idToken } = await run.login(client);
  expect(decodeProtectedHeader(idToken).alg).toBe('RS256');
};

/** The order of scopes and of parameters does not matter. */
export const alternateHappyFlow: Module = async (run) => {
  const client = await run.registerClient();
  const request = run.request(client, { scope: 'email openid' });
  const sent = Object.fromEntries(Object.entries(request).reverse());
  await run.complete(client, await run.send(request, { sent }));
};

/** A code flow needs no nonce, and has none in the ID token then. */
export const withoutNonceSucceeds: Module = async (run) => {
  const { claims } = await run.login(await run.registerClient(), { nonce: undefined });
  expect(claims).not.toHaveProperty('nonce');
};

/** Where the browser brings the ID token, a request without nonce is an error. */
export const withoutNonceFails: Module = async (run) => {
  const request = run.request(await run.registerClient(), { nonce: undefined });
  run.expectError(await run.send(request), 'invalid_request');
};

/** Without response_type there is nothing to answer but an error. */
export const responseTypeMissing: Module = async (run) => {
  const request = run.request(await run.registerClient(), { response_type: undefined });
  const ending = await run.send(request);
  if (!run.isResponse(ending)) run.expectErrorPage(ending);
  else run.expectError(ending, 'invalid_request', 'unsupported_response_type');
};

/** Parameters that nobody knows are ignored. */
export const unknownParameter: Module = async (run) => {
  await run.login(await run.registerClient(), { extra: 'foobar' });
};

/** An authorization request may come by POST. */
export const postRequest: Module = async (run) => {
  await run.login(await run.registerClient(), {}, { method: 'POST' });
};

/** PKCE with S256. */
export const validPkce: Module = async (run) => {
  const client = await run.registerClient();
  const { code_verifier, ...challenge } = pkce();
  const request = { ...run.request(client), ...challenge };
  const ending = await run.send(request);
  await run.complete(client, { ...ending, request: { ...request, code_verifier } });
};

/** The response holds nothing that could be taken to the token endpoint. */
export const nothingForTheTokenEndpoint: Module = async (run) => {
  const { response } = await run.login(await run.registerClient());
  for (const name of ['code', 'refresh_token']) expect(response).not.toHaveProperty(name);
  if (!run.gives('token')) expect(response).not.toHaveProperty('access_token');
};
