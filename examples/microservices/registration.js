// @ts-check
import * as client from 'openid-client';
import { adminAccess } from '../shared/admin-access.js';
import { createApi } from '../shared/api-registration.js';
import { connect, isKnown } from '../shared/gatehouse.js';
import { keep, recall } from '../shared/state.js';

const example = 'microservices';

/**
 * Where the services are, which is also what tokens call them.
 *
 * @typedef {{ orders: string, billing: string, ledger: string }} Addresses
 * @typedef {{ client_id: string, client_secret: string }} Credentials
 * @typedef {{ orders: client.Configuration, billing: client.Configuration }} Clients
 */

export const scopes = { invoices: 'invoices:write', entries: 'entries:write' };

/**
 * Makes sure that Gatehouse knows the two APIs and the two services that call them. What it answered
 * is remembered, so that only the first start needs an admin.
 *
 * @param {string} issuer
 * @param {Addresses} addresses
 * @returns {Promise<Clients>}
 */
export async function register(issuer, addresses) {
  const state = await recall(example);
  const place = JSON.stringify({ issuer, ...addresses });
  if (state['place'] === place) {
    const clients = await configurations(issuer, state);
    if ((await isKnown(clients.orders)) && (await isKnown(clients.billing))) return clients;
  }
  const created = await create(await adminAccess(issuer), addresses);
  await keep(example, { place, ...created });
  return configurations(issuer, created);
}

/**
 * @param {import('../shared/admin-api.js').AdminApi} admin
 * @param {Addresses} addresses
 * @returns {Promise<{ orders: Credentials, billing: Credentials }>}
 */
async function create(admin, { billing, ledger }) {
  const scope = (/** @type {string} */ name, /** @type {string} */ description) => ({
    name,
    description,
  });
  await createApi(admin, billing, 'Billing', scope(scopes.invoices, 'Write invoices'));
  await createApi(admin, ledger, 'Ledger', scope(scopes.entries, 'Write entries into the books'));
  const service = {
    redirect_uris: [],
    token_endpoint_auth_method: 'client_secret_basic',
    // Nobody can hand on more than they have: what is done for orders, orders may cause itself.
    scope: `${scopes.invoices} ${scopes.entries}`,
  };
  return {
    orders: await admin.createClient({
      ...service,
      client_name: 'Orders',
      grant_types: ['client_credentials'],
    }),
    billing: await admin.createClient({
      ...service,
      client_name: 'Billing',
      grant_types: ['urn:ietf:params:oauth:grant-type:token-exchange'],
      // Tokens that are for billing are what this client may exchange, and only for ledger.
      resource_server: billing,
      token_exchange: { audiences: [ledger], delegation: true },
    }),
  };
}

/**
 * @param {string} issuer
 * @param {Record<string, unknown>} state
 * @returns {Promise<Clients>}
 */
async function configurations(issuer, state) {
  const of = (/** @type {string} */ name) => {
    const { client_id, client_secret } = /** @type {Credentials} */ (state[name]);
    return connect(issuer, client_id, client.ClientSecretBasic(client_secret));
  };
  return { orders: await of('orders'), billing: await of('billing') };
}
