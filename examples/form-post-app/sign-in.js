// @ts-check
import * as client from 'openid-client';

/**
 * An authorization request that awaits its answer.
 *
 * @typedef {{ state: string, nonce: string, codeVerifier: string }} Pending
 */

/** Signs people in by an answer that their browser posts, from the way out to the way back. */
export class SignIn {
  #configuration;
  #redirectUri;
  #usesCode;

  /**
   * @param {client.Configuration} configuration
   * @param {string} redirectUri
   * @param {import('./flows.js').Flow} flow
   */
  constructor(configuration, redirectUri, flow) {
    this.#configuration = configuration;
    this.#redirectUri = redirectUri;
    this.#usesCode = flow.grantType === 'authorization_code';
  }

  /** @returns {Promise<{ url: URL, pending: Pending }>} where to send the browser, what to remember */
  async begin() {
    const pending = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      codeVerifier: client.randomPKCECodeVerifier(),
    };
    const challenge = {
      code_challenge: await client.calculatePKCECodeChallenge(pending.codeVerifier),
      code_challenge_method: 'S256',
    };
    const url = client.buildAuthorizationUrl(this.#configuration, {
      redirect_uri: this.#redirectUri,
      // In a form and not in the address, where history and Referer would keep it.
      response_mode: 'form_post',
      scope: 'openid profile',
      state: pending.state,
      nonce: pending.nonce,
      ...(this.#usesCode ? challenge : {}),
    });
    return { url, pending };
  }

  /**
   * Who signed in, by the ID token in `form`: its signature, issuer, audience, nonce and, with a code,
   * `c_hash` are checked (OpenID Connect Core section 3.3.2.11).
   *
   * @param {string} form what the browser posted, as it came
   * @param {Pending} pending
   * @returns {Promise<string>} a name for people to read
   * @throws {client.AuthorizationResponseError} with `error`, such as access_denied
   */
  async complete(form, pending) {
    const body = new URLSearchParams(form);
    const posted = new Request(this.#redirectUri, { method: 'POST', body });
    const claims = await (this.#usesCode
      ? this.#redeem(posted, pending)
      : client.implicitAuthentication(this.#configuration, posted, pending.nonce, {
          expectedState: pending.state,
        }));
    return String(claims.name ?? claims['preferred_username'] ?? claims.sub);
  }

  /**
   * @param {Request} posted
   * @param {Pending} pending
   */
  async #redeem(posted, { state, nonce, codeVerifier }) {
    const tokens = await client.authorizationCodeGrant(this.#configuration, posted, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: codeVerifier,
    });
    // With an access token names are at userinfo, without one in the ID token (section 5.4).
    const subject = tokens.claims()?.sub ?? client.skipSubjectCheck;
    return client.fetchUserInfo(this.#configuration, tokens.access_token, subject);
  }
}
