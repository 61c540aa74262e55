import { createServer } from 'node:http';
import { createRemoteJWKSet, jwtVerify } from 'jose';

const { ISSUER, AUDIENCE, PORT } = process.env;
const keys = createRemoteJWKSet(new URL(`${ISSUER}/jwks`));

createServer(async (request, response) => {
  const token = request.headers.authorization?.split(' ')[1] ?? '';
  const verified = await jwtVerify(token, keys, {
    issuer: ISSUER,
    audience: AUDIENCE,
    typ: 'at+jwt',
  }).catch((error) => error);
  response
    .writeHead(verified.payload ? 200 : 401)
    .end(JSON.stringify(verified.payload ?? verified.message));
}).listen(Number(PORT), '127.0.0.1');
