import express from 'express';
import { AuthorizationCode } from 'simple-oauth2';

const { ISSUER, CLIENT_ID, CLIENT_SECRET, REDIRECT_URI, BASE, PORT } = process.env;

const client = new AuthorizationCode({
  client: { id: CLIENT_ID, secret: CLIENT_SECRET },
  auth: { tokenHost: ISSUER, tokenPath: '/token', authorizePath: '/authorize' },
});

express()
  .get('/', (request, response) =>
    response.redirect(
      client.authorizeURL({
        redirect_uri: REDIRECT_URI,
        scope: 'openid profile email groups',
        state: 's',
      }),
    ),
  )
  .get('/callback', async (request, response) => {
    const { code } = request.query;
    const { token } = await client.getToken({ code, redirect_uri: REDIRECT_URI });
    const answer = await fetch(`${ISSUER}/userinfo`, {
      headers: { authorization: `Bearer ${token.access_token}` },
    });
    response.json(await answer.json());
  })
  .listen(PORT, '127.0.0.1');
