import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { toNodeHandler, fromNodeHeaders } from 'better-auth/node';
import { genericOAuth } from 'better-auth/plugins';
import express from 'express';

const { ISSUER, CLIENT_ID, CLIENT_SECRET, REDIRECT_URI, BASE, PORT } = process.env;

const auth = betterAuth({
  baseURL: BASE,
  secret: 'interop interop interop interop',
  database: memoryAdapter({ user: [], session: [], account: [], verification: [] }),
  plugins: [
    genericOAuth({
      config: [
        {
          providerId: 'gatehouse',
          clientId: CLIENT_ID,
          clientSecret: CLIENT_SECRET,
          discoveryUrl: `${ISSUER}/.well-known/openid-configuration`,
          scopes: ['openid', 'profile', 'email'],
        },
      ],
    }),
  ],
});

express()
  .all('/api/auth/{*any}', toNodeHandler(auth))
  .get('/', async (request, response) => {
    // What its browser client posts.
    const start = await auth.api.signInSocial({
      body: { provider: 'gatehouse', callbackURL: '/me' },
      headers: fromNodeHeaders(request.headers),
      asResponse: true,
    });
    response.setHeader('set-cookie', start.headers.getSetCookie());
    response.redirect((await start.json()).url);
  })
  .get('/me', async (request, response) =>
    response.json(await auth.api.getSession({ headers: fromNodeHeaders(request.headers) })),
  )
  .listen(PORT, '127.0.0.1');
