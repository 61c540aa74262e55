import { constants, createHmac, sign, type KeyObject } from 'node:crypto';
import type { RegisteredClient } from '../support/registered-client.js';

/** Claims as an object, or as JSON text for what JSON.stringify would not write (`1e400`). */
export type Claims = Readonly<Record<string, unknown>> | string;

const encode = (json: Claims) =>
  Buffer.from(typeof json === 'string' ? json : JSON.stringify(json)).toString('base64url');

function signature(input: string, alg: string, key: KeyObject | Buffer | undefined): string {
  if (key === undefined) return '';
  if (Buffer.isBuffer(key)) return createHmac('sha256', key).update(input).digest('base64url');
  const padding = alg.startsWith('PS')
    ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
    : {};
  const options = { key, dsaEncoding: 'ieee-p1363' as const, ...padding };
  return sign('sha256', Buffer.from(input), options).toString('base64url');
}

/**
 * A compact JWS made by hand, since libraries refuse most of what an attacker sends: signed with a
 * private key, by HMAC with the bytes given, or not at all. The header is believed, not checked.
 */
export function jws(
  header: Readonly<Record<string, unknown>>,
  claims: Claims,
  key?: KeyObject | Buffer,
): string {
  const input = `${encode(header)}.${encode(claims)}`;
  return `${input}.${signature(input, String(header['alg']), key)}`;
}

/** One part of a compact JWS, decoded. */
export function part(token: string, index: 0 | 1): Record<string, unknown> {
  const json = Buffer.from(token.split('.')[index] ?? '', 'base64url').toString('utf8');
  return JSON.parse(json) as Record<string, unknown>;
}

export const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** The claims of a good client assertion (RFC 7523 §3); undefined in `changes` leaves one out. */
export function assertionClaims(
  { client_id }: RegisteredClient,
  issuer: string,
  changes: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const now = Math.floor(Date.now() / 1000);
  const jti = `${String(now)}-${String(sequence++)}`;
  const times = { iat: now, exp: now + 60 };
  return { iss: client_id, sub: client_id, aud: issuer, jti, ...times, ...changes };
}

let sequence = 0;
