import { generateKeyPair, randomUUID, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { SignJWT, type JWK, type JWTPayload } from 'jose';

/** A key of the client that the suite plays. */
export interface ClientKey {
  /** The public part, as it is registered. */
  readonly jwk: JWK;
  readonly privateKey: KeyObject;
}

/** RS256, because that is what every OpenID Provider knows. */
export async function rsaKey(): Promise<ClientKey> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
  });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: randomUUID(), alg: 'RS256' };
  return { jwk: { ...jwk, use: 'sig' }, privateKey };
}

export function sign(key: ClientKey, claims: JWTPayload): Promise<string> {
  const { kid } = key.jwk;
  const header = { alg: 'RS256', ...(kid === undefined ? {} : { kid }) };
  return new SignJWT(claims).setProtectedHeader(header).sign(key.privateKey);
}

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A JWT with `alg` none and an empty signature (RFC 7519 §6). */
export function unsigned(claims: JWTPayload): string {
  return `${part({ alg: 'none' })}.${part(claims)}.`;
}

/** The claims of a JWT, whatever it is signed with. */
export function claimsOf(jwt: string): JWTPayload {
  return JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as JWTPayload;
}
