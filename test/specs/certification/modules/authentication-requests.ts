import { expect } from '@jest/globals';
import { clock } from '../../../support/clock.js';
import type { Login } from '../suite/login.js';
import type { ModuleRun } from '../suite/module-run.js';
import type { Module } from './module.js';

const signInPages = ({ pages }: Login) => pages.filter((page) => page.has('login-submit'));

/** Logs in, and a second later once more with `changes`. */
async function twice(
  run: ModuleRun,
  changes: (first: Login) => Readonly<Record<string, string>>,
): Promise<{ first: Login; second: Login }> {
  const client = await run.registerClient();
  const first = await run.login(client);
  expect(signInPages(first)).toHaveLength(1);
  clock.advance(2);
  const second = await run.login(client, changes(first));
  expect(second.claims.sub).toBe(first.claims.sub);
  return { first, second };
}

function expectSilent({ first, second }: { first: Login; second: Login }): void {
  expect(second.pages).toEqual([]);
  expect(second.claims['auth_time']).toBe(first.claims['auth_time']);
}

function expectNewSignIn({ first, second }: { first: Login; second: Login }): void {
  expect(signInPages(second)).toHaveLength(1);
  const [before, after] = [first.claims['auth_time'], second.claims['auth_time']].map(Number);
  expect(after).toBeGreaterThan(before ?? NaN);
  expect(clock.now() - (after ?? NaN)).toBeLessThan(60);
}

/** prompt=login asks again for the password of somebody who is signed in. */
export const promptLogin: Module = async (run) => {
  expectNewSignIn(await twice(run, () => ({ prompt: 'login' })));
};

/** prompt=none and nobody is signed in: the client is told. */
export const promptNoneNotLoggedIn: Module = async (run) => {
  const request = run.request(await run.registerClient(), { prompt: 'none' });
  const ending = await run.send(request);
  expect(ending.pages).toEqual([]);
  const refusals = ['login_required', 'interaction_required', 'account_selection_required'];
  run.expectError(ending, ...refusals, 'consent_required');
};

/** prompt=none after a login is silent, for the same person and the same sign-in. */
export const promptNoneLoggedIn: Module = async (run) => {
  expectSilent(await twice(run, () => ({ prompt: 'none' })));
};

/** A sign-in older than max_age does not do. */
export const maxAge1: Module = async (run) => {
  const { first, second } = await twice(run, () => ({ max_age: '1' }));
  expect(second.claims).toHaveProperty('auth_time');
  expectNewSignIn({ first, second });
};

/** A sign-in younger than max_age does, and the ID token says when it was. */
export const maxAge10000: Module = async (run) => {
  const { first, second } = await twice(run, () => ({ max_age: '10000' }));
  expect(second.claims['auth_time']).toEqual(expect.any(Number));
  expectSilent({ first, second });
};

/** The person of the id_token_hint is signed in: nobody is asked. */
export const idTokenHint: Module = async (run) => {
  expectSilent(await twice(run, ({ idToken }) => ({ prompt: 'none', id_token_hint: idToken })));
};

/** login_hint is no error, and is what the username field begins with. */
export const loginHint: Module = async (run) => {
  const hint = 'buffy@suite.example';
  const { pages } = await run.login(await run.registerClient(), { login_hint: hint });
  expect(pages[0]?.formWith('login-submit').fields['username']).toBe(hint);
};

const harmless =
  (parameters: Readonly<Record<string, string>>): Module =>
  async (run) => {
    const login = await run.login(await run.registerClient(), parameters);
    expect(signInPages(login)).toHaveLength(1);
  };

export const displayPage = harmless({ display: 'page' });
export const displayPopup = harmless({ display: 'popup' });
export const uiLocales = harmless({ ui_locales: 'se' });
export const claimsLocales = harmless({ claims_locales: 'se' });

/** acr_values of those that are supported: the ID token says which it was. */
export const acrValues: Module = async (run) => {
  const supported = run.metadata['acr_values_supported'] ?? ['1', '2'];
  expect(Array.isArray(supported)).toBe(true);
  const values = supported as readonly string[];
  const client = await run.registerClient();
  const { allClaims } = await run.login(client, { acr_values: values.join(' ') });
  for (const { acr } of allClaims) expect(values).toContain(acr);
};

/** An essential claim: from userinfo, or in the ID token where there is no access token. */
export const claimsEssential: Module = async (run) => {
  const place = run.opensUserinfo ? 'userinfo' : 'id_token';
  const wanted = JSON.stringify({ [place]: { name: { essential: true } } });
  const login = await run.login(await run.registerClient(), { claims: wanted });
  const given = run.opensUserinfo ? login.userinfo : login.claims;
  expect(given).toHaveProperty('name', expect.any(String));
};
