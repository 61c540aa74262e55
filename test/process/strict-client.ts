import type { KeyObject } from 'node:crypto';
import * as oauth from 'oauth4webapi';
import type { Answer } from '../support/answer.js';
import { Browser } from '../support/browser.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { walk, type Credentials } from '../support/sign-in.js';

// The server under test listens on loopback, where plain http is what it serves.
// eslint-disable-next-line @typescript-eslint/no-deprecated -- only marked so, to be noticed
const INSECURE = { [oauth.allowInsecureRequests]: true };

type Parameters = Record<string, string>;

/** Metadata of the server, found by one of the two algorithms and checked by the library. */
export async function discover(issuer: string, algorithm: 'oidc' | 'oauth2') {
  const url = new URL(issuer);
  const response = await oauth.discoveryRequest(url, { algorithm, ...INSECURE });
  return oauth.processDiscoveryResponse(url, response);
}

/** An application built on oauth4webapi, which refuses every answer that is not exactly right. */
export class StrictClient {
  private readonly client: oauth.Client;

  private constructor(
    private readonly as: oauth.AuthorizationServer,
    private readonly registered: RegisteredClient,
    private readonly authentication: oauth.ClientAuth,
  ) {
    this.client = { client_id: registered.client_id };
  }

  static async create(as: oauth.AuthorizationServer, registered: RegisteredClient) {
    return new StrictClient(as, registered, await authenticationOf(registered));
  }

  /** The code flow with PKCE, state and nonce, up to tokens whose ID token has been verified. */
  async authorize(user: Credentials, parameters: Parameters) {
    const [redirect_uri = ''] = this.registered.redirect_uris;
    const verifier = oauth.generateRandomCodeVerifier();
    const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
    const url = new URL(this.as.authorization_endpoint ?? '');
    url.search = new URLSearchParams({
      ...{ response_type: 'code', client_id: this.client.client_id, redirect_uri, state, nonce },
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...parameters,
    }).toString();
    const callback = await this.visit(url, user);
    const checked = oauth.validateAuthResponse(this.as, this.client, callback, state);
    const response = await oauth.authorizationCodeGrantRequest(
      ...this.asked,
      checked,
      redirect_uri,
      verifier,
      INSECURE,
    );
    const tokens = await oauth.processAuthorizationCodeResponse(this.as, this.client, response, {
      expectedNonce: nonce,
      requireIdToken: true,
    });
    await oauth.validateApplicationLevelSignature(this.as, response, INSECURE);
    return { ...tokens, claims: claimsOf(tokens) };
  }

  async refresh(refreshToken: string) {
    const response = await oauth.refreshTokenGrantRequest(...this.asked, refreshToken, INSECURE);
    const tokens = await oauth.processRefreshTokenResponse(this.as, this.client, response);
    if (tokens.id_token !== undefined) {
      await oauth.validateApplicationLevelSignature(this.as, response, INSECURE);
    }
    return tokens;
  }

  async clientCredentials(parameters: Parameters) {
    const response = await oauth.clientCredentialsGrantRequest(...this.asked, parameters, INSECURE);
    return oauth.processClientCredentialsResponse(this.as, this.client, response);
  }

  async introspect(token: string) {
    const response = await oauth.introspectionRequest(...this.asked, token, INSECURE);
    return oauth.processIntrospectionResponse(this.as, this.client, response);
  }

  async revoke(token: string): Promise<void> {
    const response = await oauth.revocationRequest(...this.asked, token, INSECURE);
    await oauth.processRevocationResponse(response);
  }

  async userinfo(accessToken: string, subject: string) {
    const response = await oauth.userInfoRequest(this.as, this.client, accessToken, INSECURE);
    return oauth.processUserInfoResponse(this.as, this.client, subject, response);
  }

  private get asked() {
    return [this.as, this.client, this.authentication] as const;
  }

  private async visit(url: URL, user: Credentials): Promise<URL> {
    const browser = new Browser(this.as.issuer);
    const end: Answer = await walk(browser, await browser.get(url), { user });
    if (end.location === undefined) throw new Error(`No authorization response: ${end.summary()}`);
    return end.location;
  }
}

/** What a resource server makes of a request that carries this access token (RFC 9068 §4). */
export function validateAccessToken(
  as: oauth.AuthorizationServer,
  accessToken: string,
  audience: string,
) {
  const request = new Request(`${audience}/`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  return oauth.validateJwtAccessToken(as, request, audience, INSECURE);
}

function claimsOf(tokens: oauth.TokenEndpointResponse): oauth.IDToken {
  const claims = oauth.getValidatedIdTokenClaims(tokens);
  if (claims === undefined) throw new Error('There was no ID token.');
  return claims;
}

async function authenticationOf(client: RegisteredClient): Promise<oauth.ClientAuth> {
  const { client_secret: secret = '' } = client;
  switch (client.token_endpoint_auth_method) {
    case 'client_secret_basic':
      return oauth.ClientSecretBasic(secret);
    case 'client_secret_post':
      return oauth.ClientSecretPost(secret);
    case 'private_key_jwt':
      return oauth.PrivateKeyJwt(await signingKey(client.privateKey));
    default:
      return oauth.None();
  }
}

function signingKey(key: KeyObject | undefined) {
  if (key === undefined) throw new Error('This client was registered without a key.');
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  return crypto.subtle.importKey('jwk', key.export({ format: 'jwk' }), algorithm, false, ['sign']);
}
