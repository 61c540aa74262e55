// @ts-check
import * as client from 'openid-client';
import { adminAccess } from '../shared/admin-access.js';
import { connect, isKnown } from '../shared/gatehouse.js';
import { keep, recall } from '../shared/state.js';

const example = 'photo-printing';

/** What this application may ask people for. */
export const scope = 'openid photos:read';

/**
 * Makes sure that Gatehouse knows this application. Its client_id and client_secret are remembered,
 * so that only the first start needs an admin.
 *
 * @param {string} issuer
 * @param {string} origin of this application
 * @returns {Promise<{ configuration: client.Configuration, redirectUri: string }>}
 */
export async function register(issuer, origin) {
  const redirectUri = `${origin}/callback`;
  const state = await recall(example);
  if (state['issuer'] === issuer && state['redirectUri'] === redirectUri) {
    const configuration = await configurationOf(issuer, state);
    if (await isKnown(configuration)) return { configuration, redirectUri };
  }
  const admin = await adminAccess(issuer);
  const { client_id, client_secret } = await admin.createClient({
    client_name: 'Photo printing',
    client_uri: origin,
    redirect_uris: [redirectUri],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'client_secret_basic',
    scope,
  });
  const registered = { issuer, redirectUri, client_id, client_secret };
  await keep(example, registered);
  return { configuration: await configurationOf(issuer, registered), redirectUri };
}

/**
 * @param {string} issuer
 * @param {Record<string, unknown>} state
 */
function configurationOf(issuer, state) {
  const secret = client.ClientSecretBasic(String(state['client_secret']));
  return connect(issuer, String(state['client_id']), secret);
}
