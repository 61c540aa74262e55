import { createHash, randomBytes } from 'node:crypto';
import { createLocalJWKSet, jwtVerify, type JWTPayload } from 'jose';
import type { AuthorizationOptions, EndedAuthorization } from './authorization.js';
import type { RegisteredClient } from './registered-client.js';
import type { World } from './world.js';

/** A registration for every response type; the server has to have LEGACY_GRANTS=implicit. */
export const FRONT_CHANNEL = {
  grant_types: ['authorization_code', 'refresh_token', 'implicit'],
  response_types: [
    'code',
    'id_token',
    'token',
    'id_token token',
    'code id_token',
    'code token',
    'code id_token token',
  ],
} as const;

export interface FrontChannelAnswer extends EndedAuthorization {
  /** The parameters of the answer, in whatever mode it came. */
  readonly answer: Readonly<Record<string, string>>;
  readonly nonce: string;
}

/**
 * Sends an authorization request for `responseType` with a nonce, and with a challenge if a code is
 * to come of it, and walks every page.
 */
export async function askFor(
  world: World,
  responseType: string,
  options: AuthorizationOptions,
): Promise<FrontChannelAnswer> {
  const nonce = randomBytes(8).toString('hex');
  const ended = await world.authorize({
    pkce: responseType.split(' ').includes('code'),
    ...options,
    parameters: { response_type: responseType, nonce, ...options.parameters },
  });
  const posted = ended.end.status === 200 ? ended.end.forms[0]?.fields : undefined;
  return { ...ended, answer: posted ?? ended.end.parameters, nonce };
}

/** The claims of an ID token for this client, after checking it as a client has to. */
export async function verifiedIdToken(
  world: World,
  client: RegisteredClient,
  idToken: string | undefined,
): Promise<JWTPayload> {
  if (idToken === undefined) throw new Error('There is no ID token.');
  const keys = createLocalJWKSet((await world.get('/jwks')).json);
  const expected = { issuer: world.issuer, audience: client.client_id, typ: 'JWT' };
  const { payload } = await jwtVerify(idToken, keys, {
    ...expected,
    algorithms: [String(client['id_token_signed_response_alg'])],
    requiredClaims: ['sub', 'iat', 'exp', 'nonce', 'auth_time', 'sid'],
  });
  return payload;
}

/** `at_hash` and `c_hash` as a client computes them for RS256 and ES256 (OIDC Core §3.1.3.6). */
export function leftHalfOfSha256(value = ''): string {
  return createHash('sha256').update(value).digest().subarray(0, 16).toString('base64url');
}
