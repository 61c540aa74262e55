// @ts-check
// The peer, configured for the same flows: ES256 at+jwt access tokens, rotating refresh tokens, the
// same password hash, one grant per browser session. Its own choices are left alone elsewhere.
import { hash, verify } from '@node-rs/argon2';
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';
import { MemoryStore } from './oidc-provider-store.js';
import * as fixtures from './fixtures.js';

/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { KoaContext } from 'oidc-provider' */

const { origin, port, idTokenAlgorithm, clientSecret, password } = fixtures.settings();
const passwordHash = await hash(password, fixtures.argon2);
const ACCOUNT = 'bench-account';

const rsa = generateKeyPairSync('rsa', fixtures.rsa).privateKey;
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

const client = (/** @type {string} */ id, /** @type {string[]} */ grantTypes) => ({
  client_id: id,
  client_secret: clientSecret,
  grant_types: grantTypes,
  redirect_uris: [],
  response_types: [],
});

/** @param {KoaContext} ctx */
async function loadExistingGrant({ oidc: { client, session, provider } }) {
  const existing = session.grantIdFor(client.clientId);
  const found = existing === undefined ? undefined : await provider.Grant.find(existing);
  if (found !== undefined) return found;
  const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
  grant.addOIDCScope('openid profile email');
  grant.addResourceScope(fixtures.jwtResource.identifier, fixtures.jwtResource.scope);
  await grant.save();
  return grant;
}

const isJwtResource = (/** @type {string} */ identifier) =>
  identifier === fixtures.jwtResource.identifier;

const configuration = {
  adapter: MemoryStore,
  jwks: {
    keys: [
      { ...rsa.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' },
      { ...ec.export({ format: 'jwk' }), use: 'sig', alg: 'ES256' },
    ],
  },
  clients: [
    client('service', ['client_credentials']),
    client('inspector', []),
    {
      ...client('application', ['authorization_code', 'refresh_token']),
      redirect_uris: [fixtures.redirectUri],
      response_types: ['code'],
      id_token_signed_response_alg: idTokenAlgorithm,
    },
  ],
  claims: { openid: ['sub'], profile: ['name'], email: ['email'] },
  findAccount: () => ({
    accountId: ACCOUNT,
    claims: () => ({ sub: ACCOUNT, ...fixtures.claims }),
  }),
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    introspection: { enabled: true },
    revocation: { enabled: true },
    userinfo: { enabled: true },
    resourceIndicators: {
      enabled: true,
      useGrantedResource: () => true,
      getResourceServerInfo: (/** @type {unknown} */ _ctx, /** @type {string} */ identifier) => ({
        scope: (isJwtResource(identifier) ? fixtures.jwtResource : fixtures.opaqueResource).scope,
        accessTokenFormat: isJwtResource(identifier) ? 'jwt' : 'opaque',
        accessTokenTTL: 600,
        jwt: { sign: { alg: 'ES256' } },
      }),
    },
  },
  interactions: {
    url: (/** @type {unknown} */ _ctx, /** @type {{ uid: string }} */ { uid }) =>
      `/interaction/${uid}`,
  },
  issueRefreshToken: () => true,
  rotateRefreshToken: true,
  loadExistingGrant,
  pkce: { required: () => true },
};

const provider = new Provider(origin, configuration);
const protocol = provider.callback();

const page = (/** @type {string} */ action) => `<!doctype html><title>Sign in</title>
<form method="post" action="${action}"><input name="username"><input name="password" type="password">
<button id="login-submit">Sign in</button></form>`;

/** @param {IncomingMessage} request @param {ServerResponse} response */
async function interaction(request, response) {
  if (request.method === 'GET') {
    response.setHeader('content-type', 'text/html').end(page(request.url ?? ''));
    return;
  }
  let body = '';
  for await (const chunk of request) body += chunk;
  const form = new URLSearchParams(body);
  const named = fixtures.usernames.includes(form.get('username') ?? '');
  if (named && (await verify(passwordHash, form.get('password') ?? ''))) {
    const result = { login: { accountId: ACCOUNT } };
    await provider.interactionFinished(request, response, result, {
      mergeWithLastSubmission: false,
    });
  } else {
    response.writeHead(401).end(page(request.url ?? ''));
  }
}

createServer((request, response) => {
  if (!request.url?.startsWith('/interaction/')) protocol(request, response);
  else interaction(request, response).catch((error) => response.writeHead(500).end(String(error)));
}).listen(port, '127.0.0.1');
