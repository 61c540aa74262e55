// @ts-check
import * as client from 'openid-client';
import { adminAccess } from '../shared/admin-access.js';
import { connect, isKnown } from '../shared/gatehouse.js';
import { StartError } from '../shared/start.js';
import { keep, recall } from '../shared/state.js';

/**
 * Makes sure that Gatehouse knows this application, for this flow. What Gatehouse answered is
 * remembered, so that only the first start needs an admin.
 *
 * @param {string} issuer
 * @param {string} origin of this application
 * @param {import('./flows.js').Flow} flow
 * @returns {Promise<client.Configuration>}
 * @throws {StartError} when Gatehouse was started without the implicit grant and the flow needs it
 */
export async function register(issuer, origin, flow) {
  const example = `form-post-app-${flow.grantType}`;
  const state = await recall(example);
  const configuration = await configurationOf(issuer, flow, state);
  if (!configuration.serverMetadata().grant_types_supported?.includes(flow.grantType)) {
    throw new StartError(
      `Gatehouse at ${issuer} does not offer the implicit grant.\n` +
        'To see it all the same: LEGACY_GRANTS=implicit npm start',
    );
  }
  const registered = state['issuer'] === issuer && state['origin'] === origin;
  if (registered && (await isKnown(configuration))) return configuration;
  const admin = await adminAccess(issuer);
  const { client_id, client_secret } = await admin.createClient({
    client_name: "Visitors' book",
    client_uri: origin,
    // One that runs on people's own machines: a web application gets nothing by the implicit flow over
    // http, or at localhost (OpenID Connect Dynamic Client Registration section 2).
    application_type: 'native',
    redirect_uris: [`${origin}/callback`],
    grant_types: [flow.grantType],
    response_types: [flow.responseType],
    scope: 'openid profile',
  });
  await keep(example, { issuer, origin, client_id, client_secret });
  return configurationOf(issuer, flow, { client_id, client_secret });
}

/**
 * @param {string} issuer
 * @param {import('./flows.js').Flow} flow
 * @param {Record<string, unknown>} state
 */
async function configurationOf(issuer, flow, { client_id, client_secret }) {
  const secret = client.ClientSecretBasic(String(client_secret));
  const configuration = await connect(issuer, String(client_id), secret);
  flow.use(configuration);
  return configuration;
}
