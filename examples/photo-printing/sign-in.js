// @ts-check
import * as client from 'openid-client';
import { scope } from './registration.js';
import { now } from './sessions.js';

/**
 * @typedef {import('./sessions.js').Tokens} Tokens
 * @typedef {NonNullable<import('./sessions.js').Session['pending']>} Pending
 */

/** The authorization code flow with PKCE, from the way out to the way back. */
export class SignIn {
  #configuration;
  #redirectUri;
  #resource;

  /**
   * @param {client.Configuration} configuration
   * @param {string} redirectUri
   * @param {string} resource the API that the access token shall be for (RFC 8707)
   */
  constructor(configuration, redirectUri, resource) {
    this.#configuration = configuration;
    this.#redirectUri = redirectUri;
    this.#resource = resource;
  }

  /** @returns {Promise<{ url: URL, pending: Pending }>} where to send the browser, what to remember */
  async begin() {
    const pending = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      codeVerifier: client.randomPKCECodeVerifier(),
    };
    const url = client.buildAuthorizationUrl(this.#configuration, {
      redirect_uri: this.#redirectUri,
      scope,
      resource: this.#resource,
      state: pending.state,
      nonce: pending.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(pending.codeVerifier),
      code_challenge_method: 'S256',
    });
    return { url, pending };
  }

  /**
   * Checks state, issuer (RFC 9207), the ID token and its nonce, and redeems the code.
   *
   * @param {URL} callback the URL that the browser came back to
   * @param {Pending} pending
   * @returns {Promise<Tokens>}
   * @throws {client.AuthorizationResponseError} with `error`, such as access_denied
   */
  async complete(callback, pending) {
    const answer = await client.authorizationCodeGrant(this.#configuration, callback, {
      expectedState: pending.state,
      expectedNonce: pending.nonce,
      pkceCodeVerifier: pending.codeVerifier,
    });
    return tokensFrom(answer);
  }

  /**
   * Ends the tokens at Gatehouse too, rather than only forgetting them here: a revoked refresh token
   * takes its access tokens with it (RFC 7009 section 2.1).
   *
   * @param {Tokens} tokens
   */
  async revoke({ refreshToken, accessToken }) {
    await client.tokenRevocation(this.#configuration, refreshToken ?? accessToken);
  }
}

/**
 * @param {Awaited<ReturnType<typeof client.authorizationCodeGrant>>} answer
 * @returns {Tokens}
 */
export function tokensFrom(answer) {
  return {
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token,
    // expires_in may be left out (RFC 6749 section 5.1); the API's answer then tells.
    expiresAt: now() + (answer.expires_in ?? Infinity),
  };
}
