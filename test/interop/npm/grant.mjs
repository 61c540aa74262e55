import express from 'express';
import session from 'express-session';
import grant from 'grant';

const { ISSUER, CLIENT_ID, CLIENT_SECRET, REDIRECT_URI, BASE, PORT } = process.env;

express()
  .use(session({ secret: 'interop', resave: false, saveUninitialized: true }))
  .use(
    grant.express({
      defaults: { origin: BASE, transport: 'session', state: true },
      gatehouse: {
        authorize_url: `${ISSUER}/authorize`,
        access_url: `${ISSUER}/token`,
        profile_url: `${ISSUER}/userinfo`,
        oauth: 2,
        scope_delimiter: ' ',
        key: CLIENT_ID,
        secret: CLIENT_SECRET,
        scope: ['openid', 'profile', 'email', 'groups'],
        response: ['tokens', 'profile'],
        callback: '/me',
      },
    }),
  )
  .get('/', (request, response) => response.redirect('/connect/gatehouse'))
  .get('/me', (request, response) => response.json(request.session.grant.response))
  .listen(PORT, '127.0.0.1');
