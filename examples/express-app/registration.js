// @ts-check
import * as client from 'openid-client';
import { adminAccess } from '../shared/admin-access.js';
import { connect, isKnown } from '../shared/gatehouse.js';
import { keep, recall } from '../shared/state.js';

const example = 'express-app';

/**
 * Where Gatehouse is and who this application is there.
 *
 * @typedef {{
 *   metadata: client.ServerMetadata,
 *   clientId: string,
 *   clientSecret: string,
 *   callback: string,
 *   signedOut: string,
 * }} Provider
 */

/**
 * Makes sure that Gatehouse knows this application. What Gatehouse answered is remembered, so that
 * only the first start needs an admin.
 *
 * @param {string} issuer
 * @param {string} origin of this application
 * @returns {Promise<Provider>}
 */
export async function register(issuer, origin) {
  const state = await recall(example);
  if (state['issuer'] === issuer && state['origin'] === origin) {
    const { provider, known } = await providerOf(issuer, state);
    if (known) return provider;
  }
  const admin = await adminAccess(issuer);
  const { client_id, client_secret } = await admin.createClient({
    client_name: 'Notice board',
    client_uri: origin,
    redirect_uris: [`${origin}/callback`],
    post_logout_redirect_uris: [`${origin}/`],
    grant_types: ['authorization_code'],
    response_types: ['code'],
    token_endpoint_auth_method: 'client_secret_post',
    scope: 'openid profile email',
    // passport-openidconnect knows no PKCE. Its state and nonce, and the secret that goes with the
    // code, are what is left; a library that knows it is the better choice for a new application.
  });
  const registered = { issuer, origin, client_id, client_secret };
  await keep(example, registered);
  return (await providerOf(issuer, registered)).provider;
}

/**
 * @param {string} issuer
 * @param {Record<string, unknown>} state
 */
async function providerOf(issuer, { client_id, client_secret, origin }) {
  const [clientId, clientSecret] = [String(client_id), String(client_secret)];
  const configuration = await connect(issuer, clientId, client.ClientSecretPost(clientSecret));
  const addresses = { callback: `${origin}/callback`, signedOut: `${origin}/` };
  return {
    provider: { metadata: configuration.serverMetadata(), clientId, clientSecret, ...addresses },
    known: await isKnown(configuration),
  };
}
