// @ts-check
import { createHash, randomUUID } from 'node:crypto';
import Fastify from 'fastify';
import * as client from 'openid-client';
import { call } from './call.js';
import { scopes } from './registration.js';
import { TokenCache } from './token-cache.js';
import { guard } from '../shared/access-token-guard.js';

const exchange = 'urn:ietf:params:oauth:grant-type:token-exchange';
const accessToken = 'urn:ietf:params:oauth:token-type:access_token';

/**
 * Writes invoices, and has each entered into the books in the name of whoever asked for it (token
 * exchange, RFC 8693): the ledger sees both, and billing needs no power there of its own.
 *
 * @param {client.Configuration} configuration
 * @param {import('./registration.js').Addresses} addresses
 */
export function billing(configuration, { billing, ledger }) {
  const app = Fastify();
  const tokens = new TokenCache();

  /** @param {string} subjectToken */
  const tokenFor = (subjectToken) =>
    // One for each token that billing was called with; the digest, so that no cache holds the token.
    tokens.get(createHash('sha256').update(subjectToken).digest('base64url'), () =>
      client.genericGrantRequest(configuration, exchange, {
        subject_token: subjectToken,
        subject_token_type: accessToken,
        resource: ledger,
        scope: scopes.entries,
      }),
    );

  app.post(
    '/invoices',
    guard(configuration.serverMetadata(), billing, scopes.invoices, async (caller, request) => {
      const { item, cents } = /** @type {{ item: string, cents: number }} */ (request.body);
      const number = randomUUID();
      const entry = { invoice: number, cents };
      const booked = await call(`${ledger}/entries`, await tokenFor(caller.token), entry);
      return { number, item, cents, booked };
    }),
  );
  return app;
}
