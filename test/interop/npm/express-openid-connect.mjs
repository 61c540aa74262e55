import express from 'express';
import { auth } from 'express-openid-connect';

const { ISSUER, CLIENT_ID, CLIENT_SECRET, BASE, PORT, RESPONSE_TYPE } = process.env;

express()
  .use(
    auth({
      issuerBaseURL: ISSUER,
      baseURL: BASE,
      clientID: CLIENT_ID,
      secret: 'interop interop interop interop interop',
      idpLogout: true,
      ...(RESPONSE_TYPE && {
        clientSecret: CLIENT_SECRET,
        authorizationParams: { response_type: RESPONSE_TYPE, scope: 'openid profile email' },
      }),
    }),
  )
  .get('/', (request, response) => response.json(request.oidc.user))
  .listen(PORT, '127.0.0.1');
