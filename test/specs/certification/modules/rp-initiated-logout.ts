import { expect } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import type { Answer } from '../../../support/answer.js';
import { claimsOf, sign, unsigned } from '../suite/client-keys.js';
import type { Login } from '../suite/login.js';
import type { ModuleRun } from '../suite/module-run.js';
import type { SuiteClient } from '../suite/suite-client.js';
import type { Module } from './module.js';

const POST_LOGOUT = 'https://suite.example/test/a/gatehouse/post_logout_redirect';

interface SignedIn extends Login {
  readonly client: SuiteClient;
}

export async function signIn(
  run: ModuleRun,
  metadata: Readonly<Record<string, unknown>> = {},
): Promise<SignedIn> {
  const client = await run.registerClient({
    post_logout_redirect_uris: [POST_LOGOUT],
    ...metadata,
  });
  return { client, ...(await run.login(client)) };
}

/** Where a request to end the session first leads. */
function endSession(run: ModuleRun, parameters: Readonly<Record<string, string>>): Promise<Answer> {
  return run.browser.get(run.metadata.end_session_endpoint, parameters);
}

/** Confirms where the person is asked to. */
async function confirmed(run: ModuleRun, page: Answer): Promise<Answer> {
  if (!page.has('logout-confirm')) return page;
  return run.browser.follow(await run.browser.click(page, 'logout-confirm'));
}

/** That nobody is signed in any more. */
async function expectSignedOut(run: ModuleRun, client: SuiteClient): Promise<void> {
  const ending = await run.send(run.request(client, { prompt: 'none' }));
  const refusals = ['login_required', 'interaction_required', 'account_selection_required'];
  run.expectError(ending, ...refusals, 'consent_required');
}

/** Signs out, comes back to the client with `state` and nothing else, and is signed out. */
export async function signOut(
  run: ModuleRun,
  { client, idToken }: SignedIn,
  state?: string,
): Promise<void> {
  const page = await endSession(run, {
    ...{ id_token_hint: idToken, post_logout_redirect_uri: POST_LOGOUT },
    ...(state === undefined ? {} : { state }),
  });
  const end = await confirmed(run, page);
  const expected = new URL(POST_LOGOUT);
  if (state !== undefined) expected.searchParams.set('state', state);
  expect(destination(end)).toBe(expected.href);
  await expectSignedOut(run, client);
}

/** Where the browser goes next: by a redirect, or from a page that signs out elsewhere first. */
function destination(answer: Answer): string | undefined {
  const refresh = /<meta http-equiv="refresh" content="\d+;\s*url=([^"]+)"/i.exec(answer.text);
  return answer.location?.href ?? refresh?.[1]?.replaceAll('&amp;', '&');
}

export const rpInitiatedLogout: Module = async (run) => {
  await signOut(run, await signIn(run), randomBytes(64).toString('hex'));
};

export const noState: Module = async (run) => {
  await signOut(run, await signIn(run));
};

/** Without a client to go back to, the person is told that they are signed out. */
const signedOutPage =
  (parameters: (login: SignedIn) => Readonly<Record<string, string>>): Module =>
  async (run) => {
    const login = await signIn(run);
    const end = await confirmed(run, await endSession(run, parameters(login)));
    expect([end.status, end.location]).toEqual([200, undefined]);
    expect(end.text).toContain('Signed out');
    await expectSignedOut(run, login.client);
  };

export const noParams = signedOutPage(() => ({}));
export const onlyState = signedOutPage(() => ({ state: 'a-state-for-nobody' }));
export const noPostLogoutRedirectUri = signedOutPage(({ idToken }) => ({
  id_token_hint: idToken,
}));

/** What is wrong leads to an error or to a question, and never to the client. */
const neverCalled =
  (
    parameters: (
      login: SignedIn,
      run: ModuleRun,
    ) => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>,
    error = true,
  ): Module =>
  async (run) => {
    const login = await signIn(run);
    const sent = {
      ...{ id_token_hint: login.idToken, post_logout_redirect_uri: POST_LOGOUT },
      ...{ state: 'some-state', ...(await parameters(login, run)) },
    };
    const page = await endSession(run, sent);
    expect(destination(page)).toBeUndefined();
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    if (error || !page.has('logout-confirm')) {
      expect(page.status).toBe(400);
      expect(page.text).toContain('Logout error');
      expect(page.text).not.toContain(new URL(POST_LOGOUT).host);
      return;
    }
    const end = await confirmed(run, page);
    expect(destination(end)).toBeUndefined();
  };

export const badPostLogoutRedirectUri = neverCalled(() => ({
  post_logout_redirect_uri: `${POST_LOGOUT}/unregistered`,
}));
export const queryAddedToPostLogoutRedirectUri = neverCalled(() => ({
  post_logout_redirect_uri: `${POST_LOGOUT}?foo=bar`,
}));
/** The hint with its signature taken off, alg none. */
export const modifiedIdTokenHint = neverCalled(({ idToken }) => ({
  id_token_hint: unsigned(claimsOf(idToken)),
}));
/** The hint signed by somebody else. */
export const badIdTokenHint = neverCalled(async ({ idToken }, run) => ({
  id_token_hint: await sign(run.suite.keys[1], claimsOf(idToken)),
}));

/** Without a hint nobody knows whose address it is. */
export const noIdTokenHint: Module = async (run) => {
  await signIn(run);
  const page = await endSession(run, { post_logout_redirect_uri: POST_LOGOUT });
  const end = await confirmed(run, page);
  for (const shown of [page, end]) expect(destination(shown)).toBeUndefined();
};
