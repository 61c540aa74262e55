// @ts-check
import Fastify from 'fastify';
import { guard } from '../shared/access-token-guard.js';
import { identifier, scope } from './registration.js';

/**
 * Deploys what it is told to, and writes down in whose name.
 *
 * @param {import('openid-client').ServerMetadata} metadata
 */
export function deployApi(metadata) {
  const app = Fastify();
  /** @type {object[]} */
  const deployments = [];

  app.post(
    '/deployments',
    guard(metadata, identifier, scope, async ({ subject }, request) => {
      const { commit } = /** @type {{ commit: string }} */ (request.body);
      const deployment = { number: deployments.length + 1, commit, by: subject };
      deployments.push(deployment);
      return deployment;
    }),
  );
  return app;
}
