// @ts-check
import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';
import * as client from 'openid-client';
import { adminAccess } from '../shared/admin-access.js';
import { createApi } from '../shared/api-registration.js';
import { connect, isKnown } from '../shared/gatehouse.js';
import { keep, recall } from '../shared/state.js';

const example = 'build-pipeline';
const keyId = 'build-server-1';

/** What tokens call the deploy API, wherever it listens. */
export const identifier = 'https://deploy.example';

/** What a build may do, and nothing else. */
export const scope = 'deployments:write';

export const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/**
 * Who signs, and with what.
 *
 * @typedef {{ issuer: string, keyId: string, privateJwk: import('jose').JWK }} BuildServer
 * @typedef {{ configuration: client.Configuration, buildServer: BuildServer }} Pipeline
 */

/**
 * Makes sure that Gatehouse knows the deploy API, the build server whose word counts, and the client
 * that may pass it on. What was made is remembered, so that only the first start needs an admin.
 *
 * @param {string} issuer
 * @returns {Promise<Pipeline>}
 */
export async function register(issuer) {
  const state = await recall(example);
  if (state['issuer'] === issuer) {
    const pipeline = await pipelineOf(issuer, state);
    if (await isKnown(pipeline.configuration)) return pipeline;
  }
  const created = await create(issuer);
  await keep(example, { issuer, ...created });
  return pipelineOf(issuer, created);
}

/** @param {string} issuer */
async function create(issuer) {
  const admin = await adminAccess(issuer, 'assertion-issuers:write users:write');
  await createApi(admin, identifier, 'Deployments', { name: scope, description: 'Deploy' });
  const { client_id, client_secret } = await admin.createClient({
    client_name: 'Build pipeline',
    redirect_uris: [],
    grant_types: [jwtBearer],
    token_endpoint_auth_method: 'client_secret_basic',
    // The enterprise's own: nobody is there to be asked for consent.
    first_party: true,
    scope,
  });
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const buildServer = {
    issuer: `https://build.example/${randomUUID()}`,
    keyId,
    privateJwk: await exportJWK(privateKey),
  };
  await admin.createAssertionIssuer({
    issuer: buildServer.issuer,
    name: 'Build server',
    jwks: { keys: [{ ...(await exportJWK(publicKey)), kid: keyId, alg: 'ES256', use: 'sig' }] },
    // It knows people by the names that they have here, and may speak for them to this extent only.
    subject_mapping: 'username',
    client_ids: [client_id],
    scopes: [scope],
  });
  return { client_id, client_secret, buildServer };
}

/**
 * @param {string} issuer
 * @param {Record<string, unknown>} state
 * @returns {Promise<Pipeline>}
 */
async function pipelineOf(issuer, { client_id, client_secret, buildServer }) {
  const authentication = client.ClientSecretBasic(String(client_secret));
  return {
    configuration: await connect(issuer, String(client_id), authentication),
    buildServer: /** @type {BuildServer} */ (buildServer),
  };
}
