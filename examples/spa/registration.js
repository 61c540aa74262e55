// @ts-check
import * as client from 'openid-client';
import { adminAccess } from '../shared/admin-access.js';
import { connect, isKnown } from '../shared/gatehouse.js';
import { keep, recall } from '../shared/state.js';

const example = 'spa';

/**
 * Makes sure that Gatehouse knows this application. Its client_id is remembered, so that only the
 * first start needs an admin. It has no secret: everybody can read what a browser is sent.
 *
 * @param {string} issuer
 * @param {string} origin of this application; Gatehouse then lets scripts from there call it (CORS)
 * @returns {Promise<string>} the client_id
 */
export async function register(issuer, origin) {
  const state = await recall(example);
  if (state['issuer'] === issuer && state['origin'] === origin) {
    const known = String(state['client_id']);
    if (await isKnown(await connect(issuer, known, client.None()))) return known;
  }
  const admin = await adminAccess(issuer);
  const { client_id } = await admin.createClient({
    client_name: 'Single-page application',
    client_uri: origin,
    redirect_uris: [`${origin}/callback`],
    post_logout_redirect_uris: [`${origin}/signed-out`],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
    scope: 'openid profile',
  });
  await keep(example, { issuer, origin, client_id });
  return client_id;
}
