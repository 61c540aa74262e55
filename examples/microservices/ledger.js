// @ts-check
import Fastify from 'fastify';
import { scopes } from './registration.js';
import { guard } from '../shared/access-token-guard.js';

/**
 * Keeps the books. Each entry says in whose name it was made and who made it, as the token does.
 *
 * @param {import('openid-client').ServerMetadata} metadata
 * @param {import('./registration.js').Addresses} addresses
 */
export function ledger(metadata, { ledger }) {
  const app = Fastify();
  /** @type {object[]} */
  const entries = [];

  app.post(
    '/entries',
    guard(metadata, ledger, scopes.entries, async ({ subject, actor }, request) => {
      const { invoice, cents } = /** @type {{ invoice: string, cents: number }} */ (request.body);
      const entry = { number: entries.length + 1, invoice, cents, for: subject, by: actor };
      entries.push(entry);
      return entry;
    }),
  );
  return app;
}
