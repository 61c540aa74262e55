// @ts-check
import { metadataUrl } from './bearer.js';
import { imageTypes } from './photos.js';
import { scopes } from './scopes.js';

/**
 * @param {import('fastify').FastifyInstance} app
 * @param {{
 *   issuer: string,
 *   identifier: string,
 *   photos: import('./photos.js').PhotoStore,
 *   guard: import('./bearer.js').Guard,
 * }} parts
 */
export function routes(app, { issuer, identifier, photos, guard }) {
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  });
  app.addContentTypeParser(imageTypes, { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  app.setErrorHandler(answerError);

  // RFC 9728: a client that knows this API only finds out here whom to ask for a token.
  app.get(new URL(metadataUrl(identifier)).pathname, () => ({
    resource: identifier,
    resource_name: 'Photo library',
    authorization_servers: [issuer],
    scopes_supported: scopes.map(({ name }) => name),
    bearer_methods_supported: ['header'],
  }));

  app.get(
    '/photos',
    guard('photos:read', async ({ subject }) => ({ photos: await photos.list(subject) })),
  );

  app.get(
    '/photos/:id',
    guard('photos:read', async ({ subject }, request, reply) => {
      const { id } = /** @type {{ id: string }} */ (request.params);
      const photo = await photos.read(subject, id);
      if (!photo) return reply.code(404).send({ error: 'not_found' });
      // A picture someone uploaded may be an SVG with a script in it.
      reply.header(
        'content-security-policy',
        "sandbox; default-src 'none'; style-src 'unsafe-inline'",
      );
      return reply.type(photo.type).send(photo.image);
    }),
  );

  // Gone for good: whoever finds a browser that is signed in has no use of it.
  app.delete(
    '/photos/:id',
    guard(
      'photos:write',
      async ({ subject }, request, reply) => {
        const { id } = /** @type {{ id: string }} */ (request.params);
        const deleted = await photos.delete(subject, id);
        return deleted ? reply.code(204).send() : reply.code(404).send({ error: 'not_found' });
      },
      { maxAge: 300 },
    ),
  );

  app.post(
    '/photos',
    guard('photos:write', async ({ subject }, request, reply) => {
      const type = String(request.headers['content-type']).split(';')[0] ?? '';
      if (!(request.body instanceof Buffer) || request.body.length === 0) {
        return reply.code(400).send({ error: 'invalid_image', expected: imageTypes });
      }
      const { title = 'Untitled' } = /** @type {{ title?: string | string[] }} */ (request.query);
      const image = { type, image: request.body };
      const photo = await photos.add(subject, String(title).slice(0, 100), image);
      return reply.code(201).header('location', `/photos/${photo.id}`).send(photo);
    }),
  );
}

/**
 * @param {unknown} error
 * @param {import('fastify').FastifyRequest} request
 * @param {import('fastify').FastifyReply} reply
 */
function answerError(error, request, reply) {
  const status = Number(error instanceof Error && 'statusCode' in error ? error.statusCode : 0);
  if (status >= 400 && status < 500) {
    return reply.code(status).send({ error: /** @type {Error} */ (error).message });
  }
  // Most likely Gatehouse could not be asked; never let the request through, never blame the token.
  console.error(`${request.method} ${request.url}:`, error);
  return reply.code(503).header('retry-after', '5').send({ error: 'temporarily_unavailable' });
}
