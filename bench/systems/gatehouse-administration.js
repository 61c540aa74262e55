// @ts-check
// Registers what the rows need through the admin API, as an admin who signs in like anyone else.
import { createHash, randomBytes } from 'node:crypto';
import { FORM, connection, exchange, expectStatus } from '../load/http.js';
import { newBrowser, signIn } from '../flows/sign-in.js';
import * as fixtures from './fixtures.js';

/** @import { Credentials, Person } from '../types.js' */

const ADMIN_CLIENT = 'swagger-ui';
const SCOPE = 'clients:read clients:write users:write resource-servers:write';

/**
 * Authorization code with PKCE as the Swagger UI page does it.
 * @param {string} origin @param {Person} admin @returns {Promise<string>} an access token
 */
export async function adminToken(origin, admin) {
  const agent = connection();
  const redirectUri = `${origin}/docs/oauth2-redirect.html`;
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: ADMIN_CLIENT,
    redirect_uri: redirectUri,
    scope: SCOPE,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const url = `${origin}/authorize?${query.toString()}`;
  const callback = await signIn(newBrowser(agent), url, redirectUri, admin);
  const form = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: ADMIN_CLIENT,
    code: callback.searchParams.get('code') ?? '',
    redirect_uri: redirectUri,
    code_verifier: verifier,
  });
  const body = form.toString();
  const answer = await exchange(agent, {
    method: 'POST',
    url: `${origin}/token`,
    headers: FORM,
    body,
  });
  agent.destroy();
  expectStatus(answer, 200, `admin token (callback ${callback.search.slice(0, 120)})`);
  return JSON.parse(answer.body).access_token;
}

/** @param {string} origin @param {string} token */
const creator = (origin, token) => {
  /** @param {string} path @param {object} body @returns {Promise<Record<string, string>>} */
  return async (path, body) => {
    const agent = connection();
    const answer = await exchange(agent, {
      method: 'POST',
      url: `${origin}/admin/${path}`,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
    agent.destroy();
    expectStatus(answer, 201, `POST /admin/${path}`);
    return JSON.parse(answer.body);
  };
};

/** @param {'jwt' | 'opaque'} format @param {{ identifier: string; scope: string }} resource */
const resourceServer = (format, { identifier, scope }) => ({
  identifier,
  name: `Bench API (${format})`,
  scopes: [{ name: scope, description: `Read what the benchmark reads (${format})` }],
  access_token_format: format,
  access_token_lifetime: 600,
});

/**
 * @param {string} origin
 * @param {Person} admin
 * @param {readonly Person[]} users
 * @param {string} idTokenAlgorithm
 */
export async function register(origin, admin, users, idTokenAlgorithm) {
  const create = creator(origin, await adminToken(origin, admin));
  /** @param {object} metadata @returns {Promise<Credentials>} */
  const client = async (metadata) => {
    const { client_id: clientId = '', client_secret: clientSecret = '' } = await create(
      'clients',
      metadata,
    );
    return { clientId, clientSecret };
  };
  const service = { grant_types: ['client_credentials'], response_types: [] };
  const { jwtResource, opaqueResource } = fixtures;
  await create('resource-servers', resourceServer('jwt', jwtResource));
  await create('resource-servers', resourceServer('opaque', opaqueResource));
  for (const user of users) {
    const email = `${user.username}@bench.example`;
    await create('users', { ...fixtures.claims, ...user, email });
  }
  return {
    service: await client({
      ...service,
      client_name: 'Bench service',
      scope: `${jwtResource.scope} ${opaqueResource.scope}`,
    }),
    application: await client({
      client_name: 'Bench application',
      redirect_uris: [fixtures.redirectUri],
      grant_types: ['authorization_code', 'refresh_token'],
      scope: `openid profile email ${jwtResource.scope}`,
      id_token_signed_response_alg: idTokenAlgorithm,
      first_party: true,
    }),
    jwtInspector: await client({
      ...service,
      client_name: 'Bench API (jwt)',
      resource_server: jwtResource.identifier,
    }),
    opaqueInspector: await client({
      ...service,
      client_name: 'Bench API (opaque)',
      resource_server: opaqueResource.identifier,
    }),
  };
}
