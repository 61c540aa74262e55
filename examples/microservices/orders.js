// @ts-check
import Fastify from 'fastify';
import * as client from 'openid-client';
import { call, CallError } from './call.js';
import { scopes } from './registration.js';
import { TokenCache } from './token-cache.js';

const schema = {
  body: {
    type: 'object',
    required: ['item', 'cents'],
    properties: { item: { type: 'string' }, cents: { type: 'integer', minimum: 1 } },
  },
};

/**
 * Takes orders from anybody and has them billed: a service that speaks for itself (client
 * credentials, RFC 6749 section 4.4).
 *
 * @param {client.Configuration} configuration
 * @param {import('./registration.js').Addresses} addresses
 */
export function orders(configuration, { billing }) {
  const app = Fastify();
  const tokens = new TokenCache();
  // For billing itself, and for what billing does with the ledger in the name of orders.
  const parameters = { scope: `${scopes.invoices} ${scopes.entries}` };
  const token = () =>
    tokens.get(billing, () => client.clientCredentialsGrant(configuration, parameters));

  app.post('/orders', { schema }, async (request, reply) => {
    const order = /** @type {{ item: string, cents: number }} */ (request.body);
    const bill = async () => call(`${billing}/invoices`, await token(), order);
    const invoice = await bill().catch((error) => {
      if (!(error instanceof CallError && error.status === 401)) throw error;
      // Revoked before its time. Once with a new token, and no more.
      tokens.forget(billing);
      return bill();
    });
    return reply.code(201).send({ order, invoice });
  });
  return app;
}
