import oauthPlugin from '@fastify/oauth2';
import Fastify from 'fastify';

const { ISSUER, CLIENT_ID, CLIENT_SECRET, REDIRECT_URI, BASE, PORT } = process.env;

const fastify = Fastify();
fastify.register(oauthPlugin, {
  name: 'gatehouse',
  scope: ['openid', 'profile', 'email', 'groups'],
  credentials: { client: { id: CLIENT_ID, secret: CLIENT_SECRET } },
  startRedirectPath: '/',
  callbackUri: REDIRECT_URI,
  discovery: { issuer: ISSUER },
});
fastify.get('/callback', async function (request, reply) {
  const { token } = await this.gatehouse.getAccessTokenFromAuthorizationCodeFlow(request, reply);
  return this.gatehouse.userinfo(token.access_token);
});
await fastify.listen({ port: Number(PORT), host: '127.0.0.1' });
