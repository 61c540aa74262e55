import { CompactEncrypt, importJWK, type JWK } from 'jose';
import type { World } from './world.js';

export type Encryption = Readonly<{ alg: string; enc: string }>;

/** The keys that we publish for others to encrypt with, the newest last. */
export async function encryptionKeys(world: World): Promise<JWK[]> {
  const { keys } = (await world.get('/jwks')).json as { keys: JWK[] };
  return keys.filter(({ use }) => use === 'enc');
}

/** Encrypts for us with the newest key that fits. */
export async function encrypted(
  world: World,
  text: string,
  { alg, enc }: Encryption,
  header: Record<string, unknown> = {},
): Promise<string> {
  const kty = alg.startsWith('RSA') ? 'RSA' : 'EC';
  const key = (await encryptionKeys(world)).findLast((one) => one.kty === kty);
  if (key === undefined) throw new Error(`There is no key for ${alg}.`);
  return new CompactEncrypt(new TextEncoder().encode(text))
    .setProtectedHeader({ alg, enc, kid: key.kid ?? '', cty: 'JWT', ...header })
    .encrypt(await importJWK(key, alg));
}
