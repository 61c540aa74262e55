// @auth/core by way of its own @auth/express.
import express from 'express';
import { ExpressAuth, getSession } from '@auth/express';

const { ISSUER, CLIENT_ID, CLIENT_SECRET, REDIRECT_URI, BASE, PORT } = process.env;

const config = {
  secret: 'interop interop interop interop',
  trustHost: true,
  providers: [
    {
      id: 'gatehouse',
      name: 'Gatehouse',
      type: 'oidc',
      issuer: ISSUER,
      clientId: CLIENT_ID,
      clientSecret: CLIENT_SECRET,
    },
  ],
};

express()
  .set('trust proxy', true)
  .use('/auth', ExpressAuth(config))
  .get('/', async (request, response) => response.json(await getSession(request, config)))
  .listen(PORT, '127.0.0.1');
