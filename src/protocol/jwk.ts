import { createPublicKey } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';

/** Limit: keys of one client. Enough for rotation, few enough to check at registration. */
const MAX_KEYS = 20;

/** The private and symmetric members of RFC 7518 §6.2.2, §6.3.2 and §6.4. */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

const BASE64URL = /^[A-Za-z0-9_-]+$/;

type Purpose = 'signature' | 'encryption';

interface KeyKind {
  /** The members to build the key from, each with its longest (or only) length in base64url. */
  readonly members: Readonly<Record<string, number>>;
  /** Whether coordinates must have exactly that length (RFC 7518 §6.2.1.2, RFC 8037 §2). */
  readonly exact: boolean;
  readonly signature: readonly string[];
  readonly encryption: readonly string[];
}

const ECDH = ['ECDH-ES', 'ECDH-ES+A128KW', 'ECDH-ES+A192KW', 'ECDH-ES+A256KW'];

function curve(length: number, alg: string): KeyKind {
  return { members: { x: length, y: length }, exact: true, signature: [alg], encryption: ECDH };
}

/** Accepted keys by `kty`, or by `kty` and `crv`. P-192 and secp256k1 are left out on purpose. */
const KINDS: ReadonlyMap<string, KeyKind> = new Map([
  [
    'RSA',
    {
      // Up to 16384 bits, which is the most that OpenSSL reads, so that the rule on the number of
      // bits gives the answer; and 64 bits of exponent, since a longer one only costs time.
      members: { n: 2731, e: 11 },
      exact: false,
      signature: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
      encryption: ['RSA-OAEP', 'RSA-OAEP-256', 'RSA-OAEP-384', 'RSA-OAEP-512'],
    },
  ],
  ['EC P-256', curve(43, 'ES256')],
  ['EC P-384', curve(64, 'ES384')],
  ['EC P-521', curve(88, 'ES512')],
  ['OKP Ed25519', { members: { x: 43 }, exact: true, signature: ['EdDSA'], encryption: [] }],
]);

const USES: ReadonlyMap<unknown, Purpose> = new Map([
  ['sig', 'signature'],
  ['enc', 'encryption'],
]);

const KEY_OPERATIONS: ReadonlyMap<unknown, Purpose> = new Map([
  ['verify', 'signature'],
  ['encrypt', 'encryption'],
  ['wrapKey', 'encryption'],
  ['deriveKey', 'encryption'],
  ['deriveBits', 'encryption'],
]);

/**
 * Why a JWK is not a public key that Gatehouse trusts, as a sentence for an error description (RFC 7517
 * §4). Trusted are RSA of 2048 to 4096 bits with an exponent from 65537, EC P-256, P-384 or P-521, or
 * Ed25519, that OpenSSL can load (attack C17).
 */
export function publicKeyError(jwk: unknown): string | undefined {
  if (!isRecord(jwk)) return 'A key must be a JSON object.';
  if (jwk['kty'] === 'oct') return 'A symmetric key cannot be published.';
  if (PRIVATE_MEMBERS.some((member) => Object.hasOwn(jwk, member))) {
    return 'A key must not have private members.';
  }
  const kind = kindOf(jwk);
  if (kind === undefined) {
    return 'A key must be RSA, EC on P-256, P-384 or P-521, or OKP on Ed25519.';
  }
  if (!isIdentifier(jwk['kid'])) return 'A kid must be a text of 1 to 255 characters.';
  return purposeError(jwk, kind) ?? materialError(jwk, kind);
}

/**
 * Why a JWK Set (RFC 7517 §5) cannot be the keys of a client, as a sentence for an error
 * description: 1 to 20 keys, each fit for {@link publicKeyError}, no `kid` used twice.
 */
export function keySetError(jwks: unknown): string | undefined {
  if (!isRecord(jwks) || !Array.isArray(jwks['keys'])) {
    return 'A key set must be a JSON object with an array named keys.';
  }
  const keys: readonly unknown[] = jwks['keys'];
  if (keys.length === 0) return 'A key set must have at least one key.';
  if (keys.length > MAX_KEYS) return `A key set must not have more than ${String(MAX_KEYS)} keys.`;
  const kids = new Set<unknown>();
  for (const [index, key] of keys.entries()) {
    const error = publicKeyError(key);
    if (error !== undefined) return `Key ${String(index + 1)}: ${error}`;
    const kid = isRecord(key) ? key['kid'] : undefined;
    if (kid === undefined) continue;
    // Two keys under one name leave open which of them signed.
    if (kids.has(kid)) return `Key ${String(index + 1)}: The kid is already used in this set.`;
    kids.add(kid);
  }
  return undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf({ kty, crv }: Readonly<Record<string, unknown>>): KeyKind | undefined {
  if (typeof kty !== 'string') return undefined;
  if (kty === 'RSA') return KINDS.get(kty);
  return typeof crv === 'string' ? KINDS.get(`${kty} ${crv}`) : undefined;
}

function isIdentifier(kid: unknown): boolean {
  return kid === undefined || (typeof kid === 'string' && kid.length > 0 && kid.length <= 255);
}

/** `use`, `alg` and `key_ops` are optional, and must not contradict each other (RFC 7517 §4.2 to §4.4). */
function purposeError(
  { use, alg, key_ops: operations }: Readonly<Record<string, unknown>>,
  kind: KeyKind,
): string | undefined {
  const purposes = new Set<Purpose | undefined>();
  if (use !== undefined) purposes.add(USES.get(use));
  if (alg !== undefined) purposes.add(purposeOfAlgorithm(alg, kind));
  if (operations !== undefined) {
    if (!Array.isArray(operations)) return 'The key_ops of a key must be an array.';
    for (const operation of operations) purposes.add(KEY_OPERATIONS.get(operation));
  }
  if (purposes.has(undefined))
    return 'The use, alg or key_ops of a key does not fit a key like it.';
  return purposes.size > 1 ? 'The use, alg and key_ops of a key contradict each other.' : undefined;
}

function purposeOfAlgorithm(alg: unknown, kind: KeyKind): Purpose | undefined {
  if (typeof alg !== 'string') return undefined;
  if (kind.signature.includes(alg)) return 'signature';
  return kind.encryption.includes(alg) ? 'encryption' : undefined;
}

function materialError(jwk: Readonly<Record<string, unknown>>, kind: KeyKind): string | undefined {
  const material: JsonWebKey = { kty: jwk['kty'] as string };
  if (typeof jwk['crv'] === 'string') material.crv = jwk['crv'];
  for (const [member, length] of Object.entries(kind.members)) {
    const value = jwk[member];
    // Checked here since Node's decoder skips what it does not know instead of failing.
    if (typeof value !== 'string' || !BASE64URL.test(value)) {
      return `The member ${member} of a key must be base64url.`;
    }
    if (kind.exact ? value.length !== length : value.length > length) {
      return `The member ${member} of a key has the wrong length.`;
    }
    material[member] = value;
  }
  let key: KeyObject;
  try {
    key = createPublicKey({ key: material, format: 'jwk' });
  } catch {
    return 'A key is not a valid public key.';
  }
  return key.asymmetricKeyType === 'rsa' ? rsaError(key) : undefined;
}

function rsaError(key: KeyObject): string | undefined {
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
  if (modulusLength < 2048 || modulusLength > 4096) {
    return 'An RSA key must have 2048 to 4096 bits.';
  }
  // With a small exponent padding mistakes turn into forged signatures; an even one is no RSA key.
  if (publicExponent < 65_537n || publicExponent % 2n === 0n) {
    return 'An RSA exponent must be an odd number from 65537.';
  }
  return undefined;
}
