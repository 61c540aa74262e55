// An API that checks access tokens with express-jwt and jwks-rsa.
import express from 'express';
import { expressjwt } from 'express-jwt';
import jwksRsa from 'jwks-rsa';

const { ISSUER, AUDIENCE, PORT } = process.env;

express()
  .use(
    expressjwt({
      secret: jwksRsa.expressJwtSecret({ cache: true, rateLimit: true, jwksUri: `${ISSUER}/jwks` }),
      audience: AUDIENCE,
      issuer: ISSUER,
      algorithms: ['RS256'],
    }),
  )
  .get('/', (request, response) => response.json(request.auth))
  .listen(PORT, '127.0.0.1');
