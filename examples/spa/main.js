// @ts-check
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import Fastify from 'fastify';
import { portFromEnvironment, run, urlFromEnvironment } from '../shared/start.js';
import { register } from './registration.js';

const library = dirname(createRequire(import.meta.url).resolve('oidc-client-ts/package.json'));
const page = join(import.meta.dirname, 'public/index.html');

/** Everything there is: any web server that can serve files will do. */
const files = [
  // Where the browser comes back to is the same page; its script looks at the address.
  ...['/', '/callback', '/signed-out'].map((path) => ({ path, file: page, type: 'text/html' })),
  ...[
    { path: '/app.js', type: 'text/javascript' },
    { path: '/style.css', type: 'text/css' },
    { path: '/icon.svg', type: 'image/svg+xml' },
  ].map((asset) => ({ ...asset, file: join(import.meta.dirname, 'public', asset.path) })),
  {
    path: '/oidc-client-ts.js',
    file: join(library, 'dist/browser/oidc-client-ts.min.js'),
    type: 'text/javascript',
  },
];

await run(async () => {
  const issuer = urlFromEnvironment('GATEHOUSE', 'http://localhost:3000');
  const port = portFromEnvironment(4003);
  const origin = `http://localhost:${port}`;
  const settings = { authority: issuer, client_id: await register(issuer, origin) };

  const app = Fastify();
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({
      'cache-control': 'no-store',
      // Tokens live in this page: no script but its own may run in it, or hear from it.
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; " +
        `connect-src 'self' ${new URL(issuer).origin}; base-uri 'none'; ` +
        "form-action 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
  });
  app.get('/settings.json', () => settings);
  for (const { path, file, type } of files) {
    app.get(path, async (_request, reply) => reply.type(type).send(await readFile(file)));
  }
  await app.listen({ port, host: 'localhost' });
  console.log(`Single-page application at ${origin}, for people of ${issuer}`);
  return app;
});
