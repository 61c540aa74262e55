// @ts-check
// What no implementation can go below on this framework: the same requests, only the cryptography that
// they cannot avoid, no storage, no checks beyond it.
import { hash, verify as verifyPassword } from '@node-rs/argon2';
import fastify from 'fastify';
import {
  createHash,
  generateKeyPairSync,
  randomBytes,
  randomUUID,
  sign,
  timingSafeEqual,
  verify,
} from 'node:crypto';
import { parse } from 'node:querystring';
import * as fixtures from './fixtures.js';

const { origin, port, idTokenAlgorithm, password } = fixtures.settings();
const passwordHash = await hash(password, fixtures.argon2);
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsa = generateKeyPairSync('rsa', fixtures.rsa);

const encode = (/** @type {object} */ value) =>
  Buffer.from(JSON.stringify(value)).toString('base64url');
const digest = (/** @type {string} */ value) => createHash('sha256').update(value).digest();
const random = () => randomBytes(32).toString('base64url');

const ES256_HEADER = encode({ alg: 'ES256', typ: 'at+jwt', kid: 'bench' });
const ID_TOKEN_HEADER = encode({ alg: idTokenAlgorithm, kid: 'bench' });
const opaque = random();
const opaqueDigest = digest(opaque);

/** @param {string} audience */
function claims(audience) {
  const now = Math.floor(Date.now() / 1000);
  const rest = { sub: 'bench', client_id: 'bench', jti: randomUUID(), scope: 'bench:read' };
  return encode({ iss: origin, aud: audience, iat: now, exp: now + 600, ...rest });
}

/** In DER: turning it into what JWA wants is no cryptography. */
function accessToken() {
  const input = `${ES256_HEADER}.${claims(fixtures.jwtResource.identifier)}`;
  const signature = sign('sha256', Buffer.from(input), ec.privateKey);
  return `${input}.${signature.toString('base64url')}`;
}

/** On the thread pool, where RSA belongs. @returns {Promise<string>} */
function idToken() {
  const input = `${ID_TOKEN_HEADER}.${claims('application')}`;
  const key = (idTokenAlgorithm === 'ES256' ? ec : rsa).privateKey;
  return new Promise((resolve, reject) => {
    sign('sha256', Buffer.from(input), key, (error, signature) => {
      if (error === null) resolve(`${input}.${signature.toString('base64url')}`);
      else reject(error);
    });
  });
}

/** @param {string} token */
function isSigned(token) {
  const end = token.lastIndexOf('.');
  const signature = Buffer.from(token.slice(end + 1), 'base64url');
  return verify('sha256', Buffer.from(token.slice(0, end)), ec.publicKey, signature);
}

const server = fastify();
server.addContentTypeParser(
  'application/x-www-form-urlencoded',
  { parseAs: 'string' },
  (_request, body, done) => done(null, parse(String(body))),
);

/** @type {(request: import('fastify').FastifyRequest) => Record<string, string>} */
const form = (request) => /** @type {Record<string, string>} */ (request.body);
/** @type {(request: import('fastify').FastifyRequest) => string} */
const bearer = (request) => (request.headers.authorization ?? '').slice('Bearer '.length);

const document = {
  issuer: origin,
  authorization_endpoint: `${origin}/authorize`,
  token_endpoint: `${origin}/token`,
  introspection_endpoint: `${origin}/introspect`,
  userinfo_endpoint: `${origin}/userinfo`,
};
server.get('/.well-known/openid-configuration', () => document);

server.post('/token', async (request) => {
  const {
    grant_type: grantType,
    resource,
    code,
    code_verifier: verifier,
    refresh_token: refresh,
  } = form(request);
  const answer = { token_type: 'Bearer', expires_in: 600 };
  if (resource === fixtures.opaqueResource.identifier) return { access_token: opaque, ...answer };
  if (grantType === 'client_credentials') return { access_token: accessToken(), ...answer };
  // What was presented is looked up by digest, what is handed out is stored by digest.
  digest(code ?? refresh ?? '');
  if (verifier !== undefined) digest(verifier);
  const next = random();
  digest(next);
  const access = accessToken();
  return { access_token: access, refresh_token: next, id_token: await idToken(), ...answer };
});

server.post('/introspect', (request) => {
  const { token = '' } = form(request);
  const active = token.includes('.')
    ? isSigned(token)
    : timingSafeEqual(digest(token), opaqueDigest);
  return { active, client_id: 'bench', scope: 'bench:read' };
});

server.get('/userinfo', (request, reply) =>
  isSigned(bearer(request)) ? { sub: 'bench', ...fixtures.claims } : reply.code(401).send(),
);
server.get('/guarded', (request, reply) =>
  isSigned(bearer(request)) ? { items: [] } : reply.code(401).send(),
);

/** @type {import('fastify').RouteHandlerMethod} */
const authorize = (request, reply) => {
  const { state = '' } = /** @type {Record<string, string>} */ (request.query);
  const session = request.headers.cookie;
  if (session === undefined) return reply.redirect(`/interaction/sign-in?state=${state}`, 303);
  digest(session);
  const code = random();
  digest(code);
  return reply.redirect(`${fixtures.redirectUri}?code=${code}&state=${state}`, 303);
};
server.get('/authorize', authorize);

const page = `<form method="post"><input name="username"><input name="password" type="password">
<button id="login-submit">Sign in</button></form>`;
server.get('/interaction/sign-in', (_request, reply) => reply.type('text/html').send(page));
server.post('/interaction/sign-in', async (request, reply) => {
  const { password: given = '' } = form(request);
  const { state = '' } = /** @type {Record<string, string>} */ (request.query);
  if (!(await verifyPassword(passwordHash, given))) return reply.code(401).send();
  reply.header('set-cookie', `session=${random()}; Path=/; HttpOnly; SameSite=Lax`);
  return reply.redirect(`/authorize?state=${state}`, 303);
});

await server.listen({ port, host: '127.0.0.1' });
