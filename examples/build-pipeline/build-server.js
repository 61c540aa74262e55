// @ts-check
import { randomUUID } from 'node:crypto';
import { importJWK, SignJWT } from 'jose';

/**
 * The word of the build server that this person has caused a build: an assertion (RFC 7523 section 3)
 * for Gatehouse alone, good once and for a minute.
 *
 * @param {import('./registration.js').BuildServer} buildServer
 * @param {string} audience the issuer identifier of Gatehouse
 * @param {string} username
 * @returns {Promise<string>}
 */
export async function assertion({ issuer, keyId, privateJwk }, audience, username) {
  return new SignJWT()
    .setProtectedHeader({ alg: 'ES256', kid: keyId, typ: 'authorization-grant+jwt' })
    .setIssuer(issuer)
    .setSubject(username)
    .setAudience(audience)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime('60s')
    .sign(await importJWK(privateJwk, 'ES256'));
}
