// @ts-check
import * as client from 'openid-client';
import { AdminApi } from './admin-api.js';
import { connect } from './gatehouse.js';
import { askForPassword } from './password-prompt.js';
import { signInAsAdmin } from './admin-sign-in.js';
import { StartError } from './start.js';

const scope = 'clients:write resource-servers:read resource-servers:write';

/**
 * A DEVELOPER CONVENIENCE OF THE EXAMPLES: lets a program register itself on first start. A real
 * application is registered once, by a person or a deployment, and starts with its own client
 * credentials alone.
 *
 * The first of these that is present is used:
 *   GATEHOUSE_ADMIN_TOKEN                       an access token for the admin API
 *   GATEHOUSE_ADMIN_CLIENT_ID and _SECRET       a client allowed the admin scopes
 *   ADMIN_USERNAME (admin) and ADMIN_PASSWORD   a person with the role admin
 *   a terminal                                  asks for that person's password
 *
 * @param {string} issuer
 * @param {string} [further] scopes that this example needs besides
 * @returns {Promise<AdminApi>}
 * @throws {StartError} when there is no way in, or Gatehouse refuses the one that was given
 */
export async function adminAccess(issuer, further) {
  const wanted = further ? `${scope} ${further}` : scope;
  return new AdminApi(issuer, await accessToken(issuer, wanted, process.env));
}

/**
 * @param {string} issuer
 * @param {string} scope
 * @param {NodeJS.ProcessEnv} environment
 */
async function accessToken(issuer, scope, environment) {
  // Before anybody is asked for a password: is there a Gatehouse to use it at?
  await connect(issuer, 'swagger-ui', client.None());
  if (environment['GATEHOUSE_ADMIN_TOKEN']) return environment['GATEHOUSE_ADMIN_TOKEN'];
  const id = environment['GATEHOUSE_ADMIN_CLIENT_ID'];
  const secret = environment['GATEHOUSE_ADMIN_CLIENT_SECRET'];
  if (id && secret) return asClient(issuer, scope, id, secret);

  const username = environment['ADMIN_USERNAME'] || 'admin';
  const password =
    environment['ADMIN_PASSWORD'] ||
    (await askForPassword(`Password of ${username} at ${issuer}, to register this example: `));
  if (password) return signInAsAdmin(issuer, { username, password, scope });
  throw new StartError(
    'To register itself this example needs an admin of Gatehouse, for example\n' +
      '  ADMIN_PASSWORD=<printed at the first start of Gatehouse> node ...\n' +
      'or GATEHOUSE_ADMIN_CLIENT_ID with GATEHOUSE_ADMIN_CLIENT_SECRET, or GATEHOUSE_ADMIN_TOKEN.',
  );
}

/**
 * @param {string} issuer
 * @param {string} scope
 * @param {string} id
 * @param {string} secret
 */
async function asClient(issuer, scope, id, secret) {
  const configuration = await connect(issuer, id, client.ClientSecretBasic(secret));
  try {
    // Without a scope: whatever of the admin API this client is allowed (RFC 6749 section 3.3).
    const request = { resource: `${issuer}/admin` };
    return (await client.clientCredentialsGrant(configuration, request)).access_token;
  } catch (error) {
    throw new StartError(
      `Gatehouse gave the client ${id} no token for the admin API.\n` +
        `Check its secret; allow it the grant client_credentials and the scopes ${scope}.`,
      { cause: error },
    );
  }
}
