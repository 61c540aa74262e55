// @ts-check
import { randomBytes } from 'node:crypto';
import express from 'express';
import session from 'express-session';
import * as pages from './pages.js';

/**
 * A notice board: everybody reads it, who is signed in pins to it.
 *
 * @param {import('passport').Authenticator} people who signs people in
 * @param {import('./registration.js').Provider} provider
 */
export function application(people, provider) {
  const app = express();
  app.disable('x-powered-by');
  app.use(protect);
  app.use(
    session({
      // Other applications on this machine have cookies for `localhost` as well.
      name: 'notice-board',
      secret: randomBytes(32).toString('base64url'),
      resave: false,
      saveUninitialized: false,
      // Lax, not Strict: the browser comes back to /callback from Gatehouse's site.
      cookie: { httpOnly: true, sameSite: 'lax' },
    }),
  );
  app.use(people.session());
  signingIn(app, people, provider);
  board(app);
  app.use(failed);
  return app;
}

/**
 * @param {express.Express} app
 * @param {import('passport').Authenticator} people
 * @param {import('./registration.js').Provider} provider
 */
function signingIn(app, people, { metadata, clientId, signedOut }) {
  app.get('/sign-in', people.authenticate('openidconnect'));

  app.get(
    '/callback',
    // Passport gives a new session id on the way (session fixation).
    people.authenticate('openidconnect', { successRedirect: '/', failureRedirect: '/refused' }),
  );

  app.get('/refused', (_request, response) => response.send(pages.refused()));

  app.post('/sign-out', (request, response, next) => {
    const { idToken } = /** @type {import('./sign-in.js').Person} */ (request.user ?? {});
    request.session.destroy((error) => {
      if (error) return next(error);
      response.clearCookie('notice-board');
      // Out of Gatehouse as well, or the next sign-in would ask for nothing.
      const url = new URL(String(metadata.end_session_endpoint));
      url.searchParams.set('client_id', clientId);
      if (idToken) url.searchParams.set('id_token_hint', idToken);
      url.searchParams.set('post_logout_redirect_uri', signedOut);
      response.redirect(303, url.href);
    });
  });
}

/** @param {express.Express} app */
function board(app) {
  /** @type {{ text: string, by: string }[]} */
  const notices = [];

  app.get('/', (request, response) => {
    const person = /** @type {import('./sign-in.js').Person | undefined} */ (request.user);
    response.send(pages.board(notices, person));
  });

  app.post(
    '/notices',
    express.urlencoded({ extended: false, limit: '4kb' }),
    (request, response) => {
      const person = /** @type {import('./sign-in.js').Person | undefined} */ (request.user);
      if (!person) return response.redirect(303, '/sign-in');
      const text = String(request.body?.text ?? '').trim();
      if (text) notices.unshift({ text: text.slice(0, 280), by: person.name });
      if (notices.length > 50) notices.pop();
      return response.redirect(303, '/');
    },
  );
}

/** @type {express.RequestHandler} */
function protect(request, response, next) {
  response.set({
    'cache-control': 'no-store',
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  // SameSite=Lax takes every port of localhost for one site; the browser tells them apart here.
  const from = request.get('sec-fetch-site') ?? 'same-origin';
  if (request.method === 'POST' && from !== 'same-origin')
    response.status(403).send(pages.failed());
  else next();
}

/** @type {express.ErrorRequestHandler} */
function failed(error, request, response, _next) {
  // The path and not the URL: a callback's query holds a code.
  console.error(request.path, error);
  response.status(502).send(pages.failed());
}
