import { generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import type { Answer } from '../../support/answer.js';
import type { Query } from '../../support/browser.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import type { World, RegisteredUser } from '../../support/world.js';
import { jws, type Claims } from '../../attacks/jws.js';

export const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
export const PHOTOS = 'https://photos.example';
export const PRINTS = 'https://prints.example';
export const HEADER = { alg: 'ES256', kid: 'k1' };

let sequence = 0;

/** A key pair, and its public half as a set that can be registered or published. */
export function keys(kid = 'k1') {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid, alg: 'ES256', use: 'sig' };
  return { privateKey, jwks: { keys: [jwk] } };
}

export interface Partner {
  readonly id: string;
  readonly issuer: string;
  readonly privateKey: KeyObject;
  readonly jwks: object;
}

/** A client that may use the grant, of the enterprise itself unless told otherwise. */
export const registerClient = (world: World, metadata: Record<string, unknown> = {}) =>
  world.registerClient({
    grant_types: [JWT_BEARER, 'authorization_code'],
    scope: 'openid photos:read photos:write prints:order',
    first_party: true,
    ...metadata,
  });

/** An issuer whose assertions this client may present. */
export async function registerPartner(
  world: World,
  client: RegisteredClient,
  settings: Record<string, unknown> = {},
): Promise<Partner> {
  const { privateKey, jwks } = keys();
  const issuer = `https://partner-${sequence++}.example`;
  const created = await world.admin.create('/assertion-issuers', {
    ...{ issuer, name: 'Partner', client_ids: [client.client_id] },
    ...('jwks_uri' in settings ? {} : { jwks }),
    scopes: ['photos:read', 'prints:order'],
    ...settings,
  });
  return { id: created.id, issuer, privateKey, jwks };
}

/** The claims of a good assertion; undefined in `changes` leaves one out. */
export function claimsOf(
  world: World,
  partner: Pick<Partner, 'issuer'>,
  sub: string,
  changes: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const now = Math.floor(Date.now() / 1000);
  const times = { iat: now, exp: now + 60 };
  return { iss: partner.issuer, sub, aud: world.issuer, jti: randomUUID(), ...times, ...changes };
}

export const signed = (partner: Partner, claims: Claims, header: object = {}) =>
  jws({ ...HEADER, ...header }, claims, partner.privateKey);

export const assertionFor = (
  world: World,
  partner: Partner,
  user: Pick<RegisteredUser, 'sub'>,
  changes: Readonly<Record<string, unknown>> = {},
) => signed(partner, claimsOf(world, partner, user.sub, changes));

export const present = (
  world: World,
  client: RegisteredClient,
  assertion: string,
  changes: Query = {},
): Promise<Answer> => world.token(client, { grant_type: JWT_BEARER, assertion, ...changes });

export async function registerApis(world: World): Promise<void> {
  const photos = ['photos:read', 'photos:write'];
  await world.registerResourceServer({ identifier: PHOTOS, scopes: photos });
  await world.registerResourceServer({ identifier: PRINTS, scopes: ['prints:order'] });
}
