import type { JSONWebKeySet, JWK } from 'jose';

/** The members that a public key is made of; `use` and the like only keep others from loading it. */
const MATERIAL = ['kty', 'crv', 'x', 'y', 'n', 'e'] as const;

/**
 * The key in which somebody wants to be written to by `alg` (RFC 7518 §4.1). One that is marked for
 * encryption goes before one that is not marked at all.
 */
export function encryptionKey({ keys }: JSONWebKeySet, alg: string): JWK | undefined {
  const fitting = keys.filter((key) => isFor(key, alg));
  return fitting.find(({ use }) => use === 'enc') ?? fitting[0];
}

/** The key itself, without what its owner says about it. */
export function keyMaterial(jwk: JWK): JWK {
  return Object.fromEntries(
    MATERIAL.filter((name) => jwk[name] !== undefined).map((name) => [name, jwk[name]]),
  );
}

function isFor({ kty, use = 'enc', alg: only, key_ops: operations }: JWK, alg: string): boolean {
  if (kty !== (alg.startsWith('RSA') ? 'RSA' : 'EC')) return false;
  if (use !== 'enc' || (only !== undefined && only !== alg)) return false;
  return operations?.some((operation) => operation === 'verify') !== true;
}
