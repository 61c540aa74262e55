import { beforeAll, describe, expect, it } from '@jest/globals';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { FRONT_CHANNEL } from '../../support/front-channel.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { walk } from '../../support/sign-in.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../../support/world.js';

// The server under test listens on loopback, where plain http is what it serves.
// eslint-disable-next-line @typescript-eslint/no-deprecated -- only marked so, to be noticed
const INSECURE = { [oauth.allowInsecureRequests]: true };

describe('applications that are built on libraries', () => {
  let world: LocalWorld;
  let client: RegisteredClient;
  let user: RegisteredUser;
  let redirect_uri: string;

  beforeAll(async () => {
    world = await startWorld({ LEGACY_GRANTS: 'implicit' });
    client = await world.registerClient({ ...FRONT_CHANNEL });
    [redirect_uri = ''] = client.redirect_uris;
    user = await world.createUser({ name: 'Ada Example' });
  });

  const configure = (use: (configuration: openid.Configuration) => void) => {
    const { client_id, client_secret = '' } = client;
    return openid.discovery(
      new URL(world.issuer),
      client_id,
      undefined,
      openid.ClientSecretBasic(client_secret),
      {
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- only marked so, to be noticed
        execute: [openid.allowInsecureRequests, use],
      },
    );
  };

  /** Takes the person through the pages, to where the browser leaves Gatehouse. */
  const visit = async (url: URL) => {
    const browser = world.browser();
    return walk(browser, await browser.get(url), { user, until: redirect_uri });
  };

  const asked = async () => {
    const verifier = openid.randomPKCECodeVerifier();
    const checks = { state: openid.randomState(), nonce: openid.randomNonce() };
    const code_challenge = await openid.calculatePKCECodeChallenge(verifier);
    const challenge = { code_challenge, code_challenge_method: 'S256' };
    return {
      verifier,
      ...checks,
      parameters: { redirect_uri, scope: 'openid', ...checks },
      challenge,
    };
  };

  it('openid-client: code id_token, and the tokens that its code gives', async () => {
    const configuration = await configure(openid.useCodeIdTokenResponseType);
    const { verifier, state, nonce, parameters, challenge } = await asked();
    const url = openid.buildAuthorizationUrl(configuration, { ...parameters, ...challenge });
    const { location } = await visit(url);
    const tokens = await openid.authorizationCodeGrant(configuration, location ?? url, {
      ...{ pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce },
      idTokenExpected: true,
    });
    expect(tokens.claims()?.sub).toBe(user.sub);
    const person = await openid.fetchUserInfo(configuration, tokens.access_token, user.sub);
    expect(person.sub).toBe(user.sub);
  });

  it('openid-client: code id_token by form_post', async () => {
    const configuration = await configure(openid.useCodeIdTokenResponseType);
    const { verifier, state, nonce, parameters, challenge } = await asked();
    const response_mode = 'form_post';
    const request = { ...parameters, ...challenge, response_mode };
    const page = await visit(openid.buildAuthorizationUrl(configuration, request));
    const [form] = page.forms;
    const body = new URLSearchParams(form?.fields);
    const posted = new Request(form?.action ?? '', { method: 'POST', body });
    const tokens = await openid.authorizationCodeGrant(configuration, posted, {
      ...{ pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce },
    });
    expect(tokens.claims()?.sub).toBe(user.sub);
  });

  it('openid-client: a code that was swapped for another does not pass', async () => {
    const configuration = await configure(openid.useCodeIdTokenResponseType);
    const { verifier, state, nonce, parameters, challenge } = await asked();
    const url = openid.buildAuthorizationUrl(configuration, { ...parameters, ...challenge });
    const { location = url } = await visit(url);
    const fragment = new URLSearchParams(location.hash.slice(1));
    fragment.set('code', `${fragment.get('code') ?? ''}x`);
    location.hash = fragment.toString();
    const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce };
    await expect(openid.authorizationCodeGrant(configuration, location, checks)).rejects.toThrow();
  });

  it('openid-client: id_token', async () => {
    const configuration = await configure(openid.useIdTokenResponseType);
    const { state, nonce, parameters } = await asked();
    const request = { ...parameters, scope: 'openid profile' };
    const url = openid.buildAuthorizationUrl(configuration, request);
    const { location = url } = await visit(url);
    const checks = { expectedState: state };
    const claims = await openid.implicitAuthentication(configuration, location, nonce, checks);
    expect(claims).toMatchObject({ sub: user.sub, name: 'Ada Example' });
  });

  it('oauth4webapi: code id_token is exactly right', async () => {
    const issuer = new URL(world.issuer);
    const discovered = await oauth.discoveryRequest(issuer, INSECURE);
    const as = await oauth.processDiscoveryResponse(issuer, discovered);
    const { verifier, state, nonce, parameters, challenge } = await asked();
    const url = new URL(as.authorization_endpoint ?? '');
    const { client_id, client_secret = '' } = client;
    const request = { client_id, response_type: 'code id_token', ...parameters, ...challenge };
    url.search = new URLSearchParams(request).toString();
    const { location = url } = await visit(url);
    const self: oauth.Client = { client_id };
    const fragment = new URLSearchParams(location.hash.slice(1));
    const answer = await oauth.validateCodeIdTokenResponse(
      ...([as, self, fragment, nonce, state, undefined, INSECURE] as const),
    );
    const response = await oauth.authorizationCodeGrantRequest(
      ...([as, self, oauth.ClientSecretBasic(client_secret), answer] as const),
      ...([redirect_uri, verifier, INSECURE] as const),
    );
    const tokens = await oauth.processAuthorizationCodeResponse(as, self, response, {
      ...{ expectedNonce: nonce, requireIdToken: true },
    });
    expect(oauth.getValidatedIdTokenClaims(tokens)?.sub).toBe(user.sub);
  });
});
