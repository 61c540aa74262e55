import { expect } from '@jest/globals';
import { CALLBACK } from '../suite/registrations.js';
import type { Module } from './module.js';

/** A redirect URI is the registered one, to the letter, or nobody is sent there. */
const refused =
  (registered: string, sent: string): Module =>
  async (run) => {
    const client = await run.registerClient({ redirect_uris: [registered] });
    const ending = await run.send(run.request(client, { redirect_uri: sent }));
    expect(ending.pages).toEqual([]);
    run.expectErrorPage(ending);
  };

export const registeredRedirectUri = refused(CALLBACK, `${CALLBACK}/unregistered`);
export const redirectUriQueryMismatch = refused(`${CALLBACK}?foo=bar`, `${CALLBACK}?foo=baz`);
export const redirectUriQueryAdded = refused(CALLBACK, `${CALLBACK}?foo=bar`);

/** With two registered and none sent there is no telling which. */
export const redirectUriInAuthorizationRequest: Module = async (run) => {
  const client = await run.registerClient({ redirect_uris: [CALLBACK, `${CALLBACK}?second`] });
  run.expectErrorPage(await run.send(run.request(client, { redirect_uri: undefined })));
};

/** A registered query component is kept (RFC 6749 §3.1.2). */
export const redirectUriQueryOk: Module = async (run) => {
  await run.login(await run.registerClient({ redirect_uris: [`${CALLBACK}?foo=bar`] }));
};

/** A redirect URI has no fragment (RFC 6749 §3.1.2). */
export const redirectUriFragment: Module = async (run) => {
  const answer = await run.registrations.post({ redirect_uris: [`${CALLBACK}#foobar`] });
  expect([answer.status, answer.json.error]).toEqual([400, 'invalid_redirect_uri']);
};
