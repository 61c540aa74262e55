// next-auth 4, whose handler is called as Next.js calls the page api/auth/[...nextauth].
import express from 'express';
import nextAuth from 'next-auth';
import { getServerSession } from 'next-auth/next';

const { ISSUER, CLIENT_ID, CLIENT_SECRET, BASE, PORT } = process.env;

process.env.NEXTAUTH_URL = BASE;

const options = {
  secret: 'interop interop interop interop',
  providers: [
    {
      id: 'gatehouse',
      name: 'Gatehouse',
      type: 'oauth',
      wellKnown: `${ISSUER}/.well-known/openid-configuration`,
      authorization: { params: { scope: 'openid email profile' } },
      idToken: true,
      checks: ['pkce', 'state'],
      clientId: CLIENT_ID,
      clientSecret: CLIENT_SECRET,
      profile: ({ sub, name, email }) => ({ id: sub, name, email }),
    },
  ],
};

express()
  .use(express.urlencoded({ extended: true }), express.json())
  .all('/api/auth/*nextauth', (request, response) => {
    const query = { ...request.query, nextauth: request.params.nextauth };
    Object.defineProperty(request, 'query', { value: query });
    request.cookies ??= Object.fromEntries(
      (request.headers.cookie ?? '').split('; ').map((cookie) => {
        const [name, ...value] = cookie.split('=');
        return [name, decodeURIComponent(value.join('='))];
      }),
    );
    return (nextAuth.default ?? nextAuth)(request, response, options);
  })
  .get('/', async (request, response) => {
    request.cookies = Object.fromEntries(
      (request.headers.cookie ?? '').split('; ').map((cookie) => {
        const [name, ...value] = cookie.split('=');
        return [name, decodeURIComponent(value.join('='))];
      }),
    );
    response.json(await getServerSession(request, response, options));
  })
  .listen(PORT, '127.0.0.1');
