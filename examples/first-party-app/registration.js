// @ts-check
import * as client from 'openid-client';
import { adminAccess } from '../shared/admin-access.js';
import { connect, isKnown } from '../shared/gatehouse.js';
import { StartError } from '../shared/start.js';
import { keep, recall } from '../shared/state.js';

const example = 'first-party-app';

/** What the tokens are for. */
export const scope = 'openid profile';

/**
 * Makes sure that Gatehouse knows this application. Its client_id is remembered, so that only the
 * first start needs an admin. It has no secret: a program on people's computers cannot keep one.
 *
 * @param {string} issuer
 * @returns {Promise<client.Configuration>}
 * @throws {StartError} when Gatehouse was started without the password grant
 */
export async function register(issuer) {
  const state = await recall(example);
  const configuration = await connect(issuer, String(state['client_id']), client.None());
  if (!configuration.serverMetadata().grant_types_supported?.includes('password')) {
    throw new StartError(
      `Gatehouse at ${issuer} does not offer the password grant, and rightly so.\n` +
        'To see it all the same: LEGACY_GRANTS=password npm start',
    );
  }
  if (state['issuer'] === issuer && (await isKnown(configuration))) return configuration;
  const admin = await adminAccess(issuer, 'users:write');
  const { client_id } = await admin.createClient({
    client_name: 'First-party app',
    application_type: 'native',
    first_party: true,
    grant_types: ['password', 'refresh_token'],
    response_types: [],
    token_endpoint_auth_method: 'none',
    scope,
  });
  await keep(example, { issuer, client_id });
  return connect(issuer, client_id, client.None());
}
