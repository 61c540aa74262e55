// @ts-check
import { InvalidToken } from './validation.js';

/**
 * @typedef {import('fastify').FastifyRequest} Request
 * @typedef {import('fastify').FastifyReply} Reply
 * @typedef {import('./validation.js').AccessToken} AccessToken
 * @typedef {(token: AccessToken, request: Request, reply: Reply) => unknown} Handler
 * @typedef {{ maxAge?: number, acr?: string }} StepUp
 * @typedef {(scope: string, handler: Handler, stepUp?: StepUp) => (request: Request, reply: Reply) => Promise<unknown>} Guard
 */

/** RFC 6750 section 2.1: one space, then the characters that a token may have. */
const credentials = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i;

/**
 * Lets a request through to its handler with a valid access token of the right scope only, and
 * answers any other with the challenge of RFC 6750 section 3.
 *
 * @param {string} identifier
 * @param {(token: string) => Promise<AccessToken>} validate
 * @returns {Guard}
 */
export function bearerGuard(identifier, validate) {
  const metadata = `resource_metadata="${metadataUrl(identifier)}"`;

  return (scope, handler, stepUp = {}) =>
    async (request, reply) => {
      const authorization = request.headers.authorization ?? '';
      // No credentials, or another scheme: no error code (RFC 6750 section 3.1).
      if (!/^Bearer\b/i.test(authorization)) {
        return challenge(reply, 401, [`scope="${scope}"`, metadata]);
      }
      const token = credentials.exec(authorization)?.[1];
      if (!token) {
        return fail(reply, 400, 'invalid_request', 'The Authorization header is malformed', [
          metadata,
        ]);
      }
      const validated = await validate(token).catch((error) => {
        if (error instanceof InvalidToken) return error;
        throw error;
      });
      if (validated instanceof InvalidToken) {
        return fail(reply, 401, 'invalid_token', validated.message, [metadata]);
      }
      if (!validated.scopes.has(scope)) {
        const description = `The access token lacks the scope ${scope}`;
        return fail(reply, 403, 'insufficient_scope', description, [`scope="${scope}"`, metadata]);
      }
      const wanted = missing(validated, stepUp);
      if (wanted.length > 0) {
        const error = 'insufficient_user_authentication';
        return fail(reply, 401, error, 'Sign in once more for this', [...wanted, metadata]);
      }
      return handler(validated, request, reply);
    };
}

/**
 * What the person has to prove besides, as the parameters of a challenge (RFC 9470 section 3). The client sends
 * both to the authorization endpoint, and comes again with the new token.
 *
 * @param {AccessToken} token
 * @param {StepUp} stepUp
 */
function missing({ authTime, acr }, { maxAge, acr: wanted }) {
  const tooOld = maxAge !== undefined && Date.now() / 1000 - authTime > maxAge;
  const tooWeak = wanted !== undefined && acr !== wanted;
  return [
    ...(tooOld ? [`max_age="${maxAge}"`] : []),
    ...(tooWeak ? [`acr_values="${wanted}"`] : []),
  ];
}

/**
 * @param {string} identifier
 * @returns {string} where the metadata lies: before the path of the identifier (RFC 9728 section 3.1)
 */
export function metadataUrl(identifier) {
  const { origin, pathname } = new URL(identifier);
  return `${origin}/.well-known/oauth-protected-resource${pathname === '/' ? '' : pathname}`;
}

/**
 * @param {Reply} reply
 * @param {number} status
 * @param {string} error
 * @param {string} description
 * @param {string[]} parameters
 */
function fail(reply, status, error, description, parameters) {
  const named = [`error="${error}"`, `error_description="${description}"`, ...parameters];
  return challenge(reply, status, named, { error, error_description: description });
}

/**
 * @param {Reply} reply
 * @param {number} status
 * @param {string[]} parameters
 * @param {object} [body]
 */
function challenge(reply, status, parameters, body) {
  reply.code(status).header('www-authenticate', `Bearer ${parameters.join(', ')}`);
  return body ? reply.send(body) : reply.send();
}
