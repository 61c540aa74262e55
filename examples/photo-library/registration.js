// @ts-check
import * as client from 'openid-client';
import { adminAccess } from '../shared/admin-access.js';
import { AdminApiError } from '../shared/admin-api.js';
import { connect, isKnown } from '../shared/gatehouse.js';
import { StartError } from '../shared/start.js';
import { keep, recall } from '../shared/state.js';
import { scopes } from './scopes.js';

const example = 'photo-library';

/**
 * Makes sure that Gatehouse knows this API as a resource server, and a client by which the API asks
 * about tokens. What Gatehouse answered is remembered, so that only the first start needs an admin.
 *
 * @param {string} issuer
 * @param {string} identifier
 * @returns {Promise<client.Configuration>} of the API's own client
 */
export async function register(issuer, identifier) {
  const state = await recall(example);
  if (state['issuer'] === issuer && state['identifier'] === identifier) {
    const configuration = await configurationOf(issuer, state);
    if (await isKnown(configuration)) return configuration;
  }
  const { client_id, client_secret } = await create(await adminAccess(issuer), identifier);
  const registered = { issuer, identifier, client_id, client_secret };
  await keep(example, registered);
  return configurationOf(issuer, registered);
}

/**
 * @param {import('../shared/admin-api.js').AdminApi} admin
 * @param {string} identifier
 */
async function create(admin, identifier) {
  try {
    await admin.createResourceServer({
      identifier,
      name: 'Photo library',
      scopes,
      access_token_format: 'jwt',
      access_token_lifetime: 600,
    });
  } catch (error) {
    if (!(error instanceof AdminApiError && error.status === 409)) throw error;
    // Registered earlier, with the state file lost since? Then only the client is new.
    const known = await admin.resourceServers();
    if (!known.some((server) => server.identifier === identifier)) throw conflict(error);
  }
  // Tied to the resource server, this client may introspect its tokens (RFC 7662 section 2.1).
  return admin.createClient({
    client_name: 'Photo library',
    redirect_uris: [],
    grant_types: ['client_credentials'],
    token_endpoint_auth_method: 'client_secret_basic',
    scope: '',
    resource_server: identifier,
  });
}

/** @param {AdminApiError} error */
function conflict(error) {
  return new StartError(
    `Gatehouse refused to register the photo library: ${error.message}\n` +
      'If this example was registered on another PORT before, start it there, or delete the\n' +
      'resource server that owns photos:read at /docs in Gatehouse.',
    { cause: error },
  );
}

/**
 * @param {string} issuer
 * @param {Record<string, unknown>} state
 */
function configurationOf(issuer, state) {
  const secret = client.ClientSecretBasic(String(state['client_secret']));
  return connect(issuer, String(state['client_id']), secret);
}
