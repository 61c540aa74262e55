import express from 'express';
import session from 'express-session';
import * as client from 'openid-client';

const { ISSUER, CLIENT_ID, CLIENT_SECRET, REDIRECT_URI, BASE, PORT } = process.env;

const config = await client.discovery(new URL(ISSUER), CLIENT_ID, CLIENT_SECRET, undefined, {
  execute: [client.allowInsecureRequests],
});

express()
  .use(session({ secret: 'interop', resave: false, saveUninitialized: false }))
  .get('/', async (request, response) => {
    const verifier = client.randomPKCECodeVerifier();
    request.session.verifier = verifier;
    const to = client.buildAuthorizationUrl(config, {
      redirect_uri: REDIRECT_URI,
      scope: 'openid profile email groups',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    response.redirect(to.href);
  })
  .get('/callback', async (request, response) => {
    const tokens = await client.authorizationCodeGrant(config, new URL(request.url, BASE), {
      pkceCodeVerifier: request.session.verifier,
    });
    const { sub } = tokens.claims();
    response.json(await client.fetchUserInfo(config, tokens.access_token, sub));
  })
  .listen(PORT, '127.0.0.1');
