// @ts-check
import express from 'express';
import { AuthorizationResponseError } from 'openid-client';
import { Browsers } from './browsers.js';
import * as pages from './pages.js';

/**
 * A visitors' book: who signs in stands in it.
 *
 * @param {import('./sign-in.js').SignIn} signIn
 */
export function application(signIn) {
  /** @type {string[]} */
  const visitors = [];
  /** @type {Browsers<string>} */
  const people = new Browsers('visitor', { sameSite: 'lax' });
  /**
   * The answer is posted from Gatehouse's site, and a browser sends a Lax cookie with no such post.
   *
   * @type {Browsers<import('./sign-in.js').Pending>}
   */
  const asking = new Browsers('visitor_asked', { sameSite: 'none', secure: true });

  const app = express();
  app.disable('x-powered-by');
  app.use(protect);

  app.get('/', (request, response) => {
    response.send(pages.book(visitors, people.of(request)));
  });

  app.get('/sign-in', async (_request, response) => {
    const { url, pending } = await signIn.begin();
    asking.remember(response, pending);
    response.redirect(303, url.href);
  });

  app.post(
    '/callback',
    express.text({ type: 'application/x-www-form-urlencoded' }),
    async (request, response) => {
      const pending = asking.of(request);
      asking.forget(request, response);
      // Nobody asked: somebody else's answer must not sign this browser in.
      if (!pending) return response.status(400).send(pages.refused());
      try {
        const name = await signIn.complete(String(request.body), pending);
        people.remember(response, name);
        visitors.unshift(name);
        visitors.splice(20);
        return response.redirect(303, '/');
      } catch (error) {
        if (!(error instanceof AuthorizationResponseError)) throw error;
        return response.send(pages.refused());
      }
    },
  );

  app.use(failed);
  return app;
}

/** @type {express.RequestHandler} */
function protect(_request, response, next) {
  response.set({
    'cache-control': 'no-store',
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  next();
}

/** @type {express.ErrorRequestHandler} */
function failed(error, request, response, _next) {
  // Never the body: an answer holds tokens.
  console.error(request.path, error);
  response.status(502).send(pages.failed());
}
