// @ts-check
import * as client from 'openid-client';
import { adminAccess } from '../shared/admin-access.js';
import { connect, isKnown } from '../shared/gatehouse.js';
import { keep, recall } from '../shared/state.js';

const example = 'tv';

/** What the television asks its person for; offline_access: it stays signed in when they sign out. */
export const scope = 'openid profile offline_access';

/**
 * Makes sure that Gatehouse knows this application. Its client_id is remembered, so that only the
 * first start needs an admin. It has no secret: a television cannot keep one.
 *
 * @param {string} issuer
 * @returns {Promise<client.Configuration>}
 */
export async function register(issuer) {
  const state = await recall(example);
  if (state['issuer'] === issuer) {
    const configuration = await connect(issuer, String(state['client_id']), client.None());
    if (await isKnown(configuration)) return configuration;
  }
  const admin = await adminAccess(issuer);
  const { client_id } = await admin.createClient({
    client_name: 'Television',
    application_type: 'native',
    grant_types: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
    response_types: [],
    token_endpoint_auth_method: 'none',
    scope,
  });
  await keep(example, { issuer, client_id });
  return connect(issuer, client_id, client.None());
}
