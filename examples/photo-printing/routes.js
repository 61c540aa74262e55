// @ts-check
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as client from 'openid-client';
import { PermissionEnded } from './access-token.js';
import * as pages from './pages.js';
import { LibraryUnavailable, NotPermitted } from './photo-library-client.js';

const contentSecurityPolicy =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; " +
  "frame-ancestors 'none'; base-uri 'none'";

const assets = [
  { name: 'style.css', type: 'text/css' },
  { name: 'icon.svg', type: 'image/svg+xml' },
];

/**
 * @param {import('fastify').FastifyInstance} app
 * @param {{
 *   origin: string,
 *   sessions: import('./sessions.js').Sessions,
 *   signIn: import('./sign-in.js').SignIn,
 *   library: import('./photo-library-client.js').PhotoLibrary,
 * }} parts
 */
export function routes(app, parts) {
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({
      'cache-control': 'no-store',
      'content-security-policy': contentSecurityPolicy,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
  });
  app.setErrorHandler(answerError);
  for (const { name, type } of assets) {
    app.get(`/${name}`, async (_request, reply) =>
      reply.type(type).send(await readFile(join(import.meta.dirname, name))),
    );
  }
  connecting(app, parts);
  printing(app, parts);
}

/**
 * @param {import('fastify').FastifyInstance} app
 * @param {Parameters<typeof routes>[1]} parts
 */
function connecting(app, { origin, sessions, signIn }) {
  app.get('/connect', async (request, reply) => {
    const { url, pending } = await signIn.begin();
    sessions.start(request, reply, { pending });
    return reply.redirect(url.href, 303);
  });

  app.get('/callback', async (request, reply) => {
    const callback = new URL(request.url, origin);
    const session = sessions.of(request);
    const pending = session?.pending;
    // Not the answer to what this browser asked: somebody else's link (RFC 6749 section 10.12).
    if (!pending || callback.searchParams.get('state') !== pending.state) {
      return show(reply, 400, pages.unexpected());
    }
    // One answer per request, whatever it says.
    delete session.pending;
    const tokens = await signIn.complete(callback, pending);
    sessions.start(request, reply, { tokens });
    return reply.redirect('/prints', 303);
  });

  // The body of the form is empty, but a browser names a type for it.
  app.addContentTypeParser('application/x-www-form-urlencoded', (_request, payload, done) => {
    payload.resume();
    done(null);
  });
  app.post('/disconnect', async (request, reply) => {
    // SameSite=Lax takes every port of localhost for one site; the browser tells them apart here.
    const from = request.headers['sec-fetch-site'] ?? 'same-origin';
    if (from !== 'same-origin') return show(reply, 403, pages.unexpected());
    const tokens = sessions.of(request)?.tokens;
    sessions.end(request, reply);
    const revoked = !tokens || (await signIn.revoke(tokens).then(() => true, logged));
    return show(reply, 200, pages.disconnected(revoked));
  });
}

/**
 * @param {import('fastify').FastifyInstance} app
 * @param {Parameters<typeof routes>[1]} parts
 */
function printing(app, { sessions, library }) {
  app.get('/', (request, reply) =>
    show(reply, 200, pages.home(sessions.of(request)?.tokens !== undefined)),
  );

  app.get('/prints', async (request, reply) => {
    const session = sessions.of(request);
    if (!session?.tokens) return reply.redirect('/', 303);
    return show(reply, 200, pages.prints(await library.list(session)));
  });

  app.get('/prints/photos/:id(^[\\w-]+$)', async (request, reply) => {
    const session = sessions.of(request);
    if (!session?.tokens) return reply.code(404).send();
    const { id } = /** @type {{ id: string }} */ (request.params);
    const image = await library.image(session, id);
    if (!image.ok) return reply.code(404).send();
    reply.header(
      'content-security-policy',
      "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    );
    reply.type(image.headers.get('content-type') ?? 'application/octet-stream');
    return reply.send(Buffer.from(await image.arrayBuffer()));
  });
}

/**
 * @param {unknown} error
 * @param {import('fastify').FastifyRequest} request
 * @param {import('fastify').FastifyReply} reply
 */
function answerError(error, request, reply) {
  if (error instanceof client.AuthorizationResponseError) {
    return error.error === 'access_denied'
      ? show(reply, 200, pages.denied())
      : show(reply, 502, pages.refused(error.error, error.error_description));
  }
  if (error instanceof PermissionEnded) return show(reply, 403, pages.ended());
  if (error instanceof NotPermitted) return show(reply, 403, pages.notPermitted());
  logged(error, request.routeOptions.url);
  return error instanceof LibraryUnavailable
    ? show(reply, 502, pages.libraryUnavailable())
    : show(reply, 502, pages.failed());
}

/**
 * @param {unknown} error
 * @param {string} [where] the route, not the URL: a callback's query holds a code
 */
function logged(error, where = '') {
  console.error(where, error);
  return false;
}

/**
 * @param {import('fastify').FastifyReply} reply
 * @param {number} status
 * @param {string} page
 */
function show(reply, status, page) {
  return reply.code(status).type('text/html; charset=utf-8').send(page);
}
