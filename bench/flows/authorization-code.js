// @ts-check
import { createHash, randomBytes } from 'node:crypto';
import { FORM, basic, connection, exchange, expectStatus } from '../load/http.js';
import { newBrowser, open, signIn } from './sign-in.js';

/** @import { Browser } from './sign-in.js' */
/** @import { Target } from '../types.js' */
/** @typedef {{ access_token: string; refresh_token: string; id_token?: string }} Tokens */

/** What the application asks for: an ID token, and an access token for the API when it names one. */
const OIDC_SCOPE = 'openid profile email';

const randomValue = () => randomBytes(32).toString('base64url');

/**
 * @param {Target} target
 * @param {boolean} forApi the access token is for the JWT resource, otherwise for userinfo
 */
function authorizationRequest(target, forApi) {
  const verifier = randomValue();
  const state = randomValue();
  const { identifier, scope } = target.jwtResource;
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: target.application.clientId,
    redirect_uri: target.application.redirectUri,
    scope: forApi ? `${OIDC_SCOPE} ${scope}` : OIDC_SCOPE,
    ...(forApi ? { resource: identifier } : {}),
    state,
    nonce: randomValue(),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  return { url: `${target.endpoints.authorization}?${query.toString()}`, verifier, state };
}

/** @param {URL} callback @param {string} state @returns {string} the code */
function codeOf(callback, state) {
  const code = callback.searchParams.get('code');
  if (code === null || callback.searchParams.get('state') !== state) {
    throw new Error(`no code: ${callback.search.slice(0, 200)}`);
  }
  return code;
}

/**
 * @param {import('node:http').Agent} agent
 * @param {Target} target
 * @param {Record<string, string>} form
 * @returns {Promise<Tokens>}
 */
export async function requestTokens(agent, target, form) {
  const { clientId, clientSecret } = target.application;
  const answer = await exchange(agent, {
    method: 'POST',
    url: target.endpoints.token,
    headers: { ...FORM, authorization: basic(clientId, clientSecret) },
    body: new URLSearchParams(form).toString(),
  });
  expectStatus(answer, 200, 'token');
  return JSON.parse(answer.body);
}

/** @param {Target} target @param {string} code @param {string} verifier @param {boolean} forApi */
const redemption = (target, code, verifier, forApi) => ({
  grant_type: 'authorization_code',
  code,
  redirect_uri: target.application.redirectUri,
  code_verifier: verifier,
  ...(forApi ? { resource: target.jwtResource.identifier } : {}),
});

/**
 * A person without a session: the pages, then the code.
 * @param {Browser} browser
 * @param {Target} target
 * @param {number} index of the connection, each of which has a user of its own
 * @param {boolean} [forApi]
 */
export async function signInForCode(browser, target, index, forApi = true) {
  const user = target.users[index % target.users.length];
  if (user === undefined) throw new Error('no user to sign in');
  const { url, verifier, state } = authorizationRequest(target, forApi);
  const callback = await signIn(browser, url, target.application.redirectUri, user);
  return { code: codeOf(callback, state), verifier };
}

/**
 * A person with a session: the answer to the authorization request has to be the code.
 * @param {Browser} browser @param {Target} target @returns {Promise<Tokens>}
 */
export async function codeFlow(browser, target) {
  const { url, verifier, state } = authorizationRequest(target, true);
  const answer = await open(browser, url);
  const { location } = answer.headers;
  if (!location?.startsWith(target.application.redirectUri)) {
    throw new Error(
      `authorize on a live session: ${answer.status} to ${location ?? 'no redirect'}`,
    );
  }
  const code = codeOf(new URL(location), state);
  return requestTokens(browser.agent, target, redemption(target, code, verifier, true));
}

/**
 * A new person at a new browser, signed in.
 * @param {Target} target @param {number} index of the connection @param {boolean} forApi
 */
export async function signedInUser(target, index, forApi) {
  const browser = newBrowser(connection(), target.issuer);
  const { code, verifier } = await signInForCode(browser, target, index, forApi);
  const form = redemption(target, code, verifier, forApi);
  const tokens = await requestTokens(browser.agent, target, form);
  return { browser, tokens };
}
