import fc from 'fast-check';

/** Turns a valid compact JWS into one that must not be valid. */
export type Mutation = (token: string) => string;

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The position in `token` that a number below one stands for. */
const at = (token: string, place: number) => Math.floor(place * token.length);

function replaced(token: string, place: number, letter: number): string {
  const position = at(token, place);
  const before = token[position] ?? '';
  const after = ALPHABET[(ALPHABET.indexOf(before) + 1 + letter) % ALPHABET.length] ?? 'A';
  return token.slice(0, position) + after + token.slice(position + 1);
}

function withPart(token: string, index: 0 | 1, change: (json: Record<string, unknown>) => unknown) {
  const parts = token.split('.');
  const json = JSON.parse(Buffer.from(parts[index] ?? '', 'base64url').toString()) as object;
  parts[index] = Buffer.from(JSON.stringify(change({ ...json }))).toString('base64url');
  return parts.join('.');
}

/**
 * Every way to damage or forge a signed JWT that needs no private key: characters changed, cut or
 * added, header and claims replaced, the signature removed, taken from elsewhere or made of zeros.
 * `publicKey` is what an attacker knows of the key.
 */
export function mutatedJws(publicKey: Buffer): fc.Arbitrary<Mutation> {
  const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  const letter = fc.integer({ min: 0, max: 62 });
  const algorithms = ['none', 'None', 'HS256', 'RS256', 'PS256', 'ES384', 'EdDSA', 'ES256K'];
  const claim = fc.constantFrom('iss', 'sub', 'aud', 'exp', 'jti', 'client_id', 'scope', 'admin');
  const forged = publicKey.toString('base64url');
  return fc.oneof(
    fc.tuple(place, letter).map(([where, which]): Mutation => (token) => {
      const changed = replaced(token, where, which);
      // The unused bits of the last character do not count: they are no change of the signature.
      return sameBytes(changed, token) ? `${token}A` : changed;
    }),
    place.map(
      (where): Mutation =>
        (token) =>
          token.slice(0, at(token, where)),
    ),
    place.map(
      (where): Mutation =>
        (token) =>
          token.slice(at(token, where) + 1),
    ),
    fc.tuple(place, letter).map(
      ([where, which]): Mutation =>
        (token) =>
          token.slice(0, at(token, where)) +
          String(ALPHABET[which]) +
          token.slice(at(token, where)),
    ),
    fc.constantFrom(...algorithms).map(
      (alg): Mutation =>
        (token) =>
          withPart(token, 0, (header) => ({ ...header, alg })),
    ),
    fc.tuple(claim, fc.json()).map(
      ([name, value]): Mutation =>
        (token) =>
          withPart(token, 1, (claims) => ({ ...claims, [name]: value })),
    ),
    fc.constantFrom('', 'A'.repeat(86), forged, `${'A'.repeat(85)}Q`).map(
      (signature): Mutation =>
        (token) =>
          token.replace(/[^.]*$/, signature),
    ),
    fc.constantFrom('.', '..', '.e30', '=').map(
      (tail): Mutation =>
        (token) =>
          token + tail,
    ),
  );
}

const sameBytes = (left: string, right: string) => {
  const [a = '', b = ''] = [left, right].map((token) => token.split('.').slice(0, 2).join('.'));
  const [c = '', d = ''] = [left, right].map((token) => token.split('.')[2] ?? '');
  return a === b && Buffer.from(c, 'base64url').equals(Buffer.from(d, 'base64url'));
};
