// @ts-check
import { createRemoteJWKSet, errors, jwtVerify } from 'jose';

/**
 * Who calls: in whose name, and who does it for them.
 *
 * @typedef {{ token: string, subject: string, actor: string | undefined, scopes: Set<string> }} Caller
 * @typedef {import('fastify').FastifyRequest} Request
 * @typedef {import('fastify').FastifyReply} Reply
 */

/**
 * Lets a request through to its handler with a valid access token for this API only (RFC 9068 §4).
 *
 * @param {import('openid-client').ServerMetadata} metadata of Gatehouse
 * @param {string} identifier of this API
 * @param {string} scope
 * @param {(caller: Caller, request: Request) => Promise<object>} handler
 */
export function guard(metadata, identifier, scope, handler) {
  const keys = createRemoteJWKSet(new URL(String(metadata.jwks_uri)));
  const expected = {
    issuer: metadata.issuer,
    audience: identifier,
    typ: 'at+jwt',
    algorithms: ['ES256'],
    requiredClaims: ['exp', 'sub', 'client_id'],
  };
  return async (/** @type {Request} */ request, /** @type {Reply} */ reply) => {
    const [, token] = /^Bearer +([\w.~+/-]+=*)$/i.exec(request.headers.authorization ?? '') ?? [];
    if (token === undefined) return challenge(reply, 401, `scope="${scope}"`);
    const payload = await jwtVerify(token, keys, expected).then(
      (verified) => verified.payload,
      invalid,
    );
    if (payload === undefined) return challenge(reply, 401, 'error="invalid_token"');
    const caller = callerIn(token, payload);
    if (caller.scopes.has(scope)) return reply.code(201).send(await handler(caller, request));
    return challenge(reply, 403, `error="insufficient_scope", scope="${scope}"`);
  };
}

/** @param {unknown} error */
function invalid(error) {
  // Keys that cannot be fetched say nothing about the token.
  if (!(error instanceof errors.JOSEError) || error instanceof errors.JWKSTimeout) throw error;
  return undefined;
}

/**
 * @param {string} token
 * @param {import('jose').JWTPayload} payload
 * @returns {Caller}
 */
function callerIn(token, payload) {
  const act = /** @type {{ sub: string } | undefined} */ (payload['act']);
  const scopes = new Set(String(payload['scope'] ?? '').split(' '));
  return { token, subject: String(payload.sub), actor: act?.sub, scopes };
}

/**
 * @param {Reply} reply
 * @param {number} status
 * @param {string} parameters
 */
function challenge(reply, status, parameters) {
  return reply.code(status).header('www-authenticate', `Bearer ${parameters}`).send();
}
