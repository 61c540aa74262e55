import { serve } from '@hono/node-server';
import { getAuth, oidcAuthMiddleware, processOAuthCallback } from '@hono/oidc-auth';
import { Hono } from 'hono';

// Its documentation sets these as environment variables.
Object.assign(process.env, {
  OIDC_AUTH_SECRET: 'interop interop interop interop interop',
  OIDC_ISSUER: process.env.ISSUER,
  OIDC_CLIENT_ID: process.env.CLIENT_ID,
  OIDC_CLIENT_SECRET: process.env.CLIENT_SECRET,
  OIDC_REDIRECT_URI: process.env.REDIRECT_URI,
});

const app = new Hono();
// Its documentation: "Using original response or additional claims".
const oidcClaimsHook = async (before, claims) => ({
  sub: claims?.sub ?? before?.sub,
  name: claims?.name ?? before?.name,
  email: claims?.email ?? before?.email,
});
app.use('*', async (c, next) => {
  c.set('oidcClaimsHook', oidcClaimsHook);
  await next();
});
app.get('/callback', (c) => processOAuthCallback(c));
app.use('*', oidcAuthMiddleware());
app.get('/', async (c) => c.json(await getAuth(c)));
serve({ fetch: app.fetch, port: Number(process.env.PORT), hostname: '127.0.0.1' });
