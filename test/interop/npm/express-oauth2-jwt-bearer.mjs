import express from 'express';
import { auth, requiredScopes } from 'express-oauth2-jwt-bearer';

const { ISSUER, AUDIENCE, PORT } = process.env;

express()
  .use(auth({ issuerBaseURL: ISSUER, audience: AUDIENCE }))
  .get('/', requiredScopes('read'), (request, response) => response.json(request.auth.payload))
  .listen(PORT, '127.0.0.1');
