// @ts-check
import * as client from 'openid-client';
import { connect } from './gatehouse.js';
import { CookieJar, readForm } from './browser-stand-in.js';
import { StartError } from './start.js';

/**
 * A DEVELOPER CONVENIENCE OF THE EXAMPLES, never a pattern to follow: it walks the authorization
 * code flow with PKCE as the first-party client `swagger-ui` and fills in the login form where a
 * browser and a person belong. An application must never handle a person's password.
 *
 * @param {string} issuer
 * @param {{ username: string, password: string, scope: string }} admin
 * @returns {Promise<string>} an access token for the admin API
 */
export async function signInAsAdmin(issuer, { username, password, scope }) {
  const configuration = await connect(issuer, 'swagger-ui', client.None());
  const redirectUri = `${issuer}/docs/oauth2-redirect.html`;
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const start = client.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope,
    state,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });

  const callback = await signIn(start, redirectUri, { username, password });
  const tokens = await client
    .authorizationCodeGrant(configuration, callback, {
      pkceCodeVerifier: verifier,
      expectedState: state,
    })
    .catch((error) => {
      const reason = error?.error_description ?? error?.error ?? error;
      throw new StartError(`${username} may not administer Gatehouse: ${reason}`, { cause: error });
    });
  // A person without the role admin is signed in all the same, but without these scopes.
  const granted = (tokens.scope ?? scope).split(' ');
  if (scope.split(' ').every((name) => granted.includes(name))) return tokens.access_token;
  throw new StartError(`${username} is not an admin of Gatehouse.`);
}

/**
 * @param {URL} start
 * @param {string} redirectUri
 * @param {{ username: string, password: string }} credentials
 * @returns {Promise<URL>} the redirect with the authorization response
 */
async function signIn(start, redirectUri, credentials) {
  const jar = new CookieJar();
  const login = await jar.follow(start, redirectUri);
  if (login.callback) return login.callback;
  const form = readForm(login.html, login.url);
  if (!form) throw new StartError(`Gatehouse showed no login form at ${login.url}.`);

  const next = await jar.follow(form.action, redirectUri, { ...form.hidden, ...credentials });
  if (next.callback) return next.callback;
  if (!readForm(next.html, next.url)) {
    throw new StartError(
      `Gatehouse asks ${credentials.username} for more than a password, at ${next.url.pathname}.\n` +
        `Sign in once at ${start.origin}/docs, or use GATEHOUSE_ADMIN_TOKEN instead.`,
    );
  }
  throw new StartError(
    `Gatehouse did not sign ${credentials.username} in. Check ADMIN_USERNAME and ADMIN_PASSWORD;\n` +
      'the initial password is printed at the very first start only.',
  );
}
