import fc from 'fast-check';

/** Turns a valid compact JWS into one that must not be valid. */
export type Mutation = (token: string) => string;

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const ALGORITHMS = ['none', 'None', 'HS256', 'RS256', 'PS256', 'ES384', 'EdDSA', 'ES256K'];
const CLAIMS = ['iss', 'sub', 'aud', 'exp', 'jti', 'client_id', 'scope', 'admin'];
const HEADER: readonly Readonly<Record<string, unknown>>[] = [
  { typ: 'x' },
  { kid: 'another' },
  { kid: ['a'] },
  { jwk: { kty: 'oct', k: 'AAAA' } },
  { jku: 'https://evil.example/jwks' },
  { crit: ['exp'] },
  { b64: false, crit: ['b64'] },
  { zip: 'DEF' },
];

/** The same JSON to whoever only parses it, in other bytes than those that were signed. */
const REWRITINGS: readonly ((json: string) => string)[] = [
  (json) => ` ${json}`,
  (json) => json.replace(':', ' :'),
  (json) => json.replace('{', '{"sub":"admin","alg":"none",'),
  (json) => json.replace(/}$/, ',"sub":"admin","alg":"none"}'),
  (json) => json.replace(/"(\w)/, (_, first: string) => `"\\u00${hex(first)}`),
  (json) => `${json}{}`,
];

type Parts = readonly [header: string, payload: string, signature: string];

/** The same parts written down in another way than the compact one (RFC 7515 §3.1). */
const SERIALIZATIONS: readonly ((parts: Parts) => string)[] = [
  ([header, payload, signature]) => JSON.stringify({ protected: header, payload, signature }),
  ([header, payload, signature]) =>
    JSON.stringify({ payload, signatures: [{ protected: header, signature }] }),
  ([header, payload, signature]) => `${header}=.${payload}=.${signature}=`,
  ([header, payload, signature]) => `${header}. ${payload}.${signature}`,
  ([header, , signature]) => `${header}..${signature}`,
  ([header, payload, signature]) => `${payload}.${header}.${signature}`,
  ([header, payload, signature]) => `.${header}.${payload}.${signature}`,
  ([header, payload, signature]) => `${header}.${payload}.${signature}.${signature}`,
  (parts) => parts.map((part) => Buffer.from(part).toString('base64url')).join('.'),
];

const hex = (character: string) => character.charCodeAt(0).toString(16);

const partsOf = (token: string) => token.split('.') as unknown as Parts;

/** The position in `token` that a number below one stands for. */
const at = (token: string, place: number) => Math.floor(place * token.length);

function replaced(token: string, place: number, letter: number): string {
  const position = at(token, place);
  const before = token[position] ?? '';
  const after = ALPHABET[(ALPHABET.indexOf(before) + 1 + letter) % ALPHABET.length] ?? 'A';
  return token.slice(0, position) + after + token.slice(position + 1);
}

function rewritten(token: string, index: 0 | 1, change: (json: string) => string): string {
  const parts: string[] = [...partsOf(token)];
  const json = Buffer.from(parts[index] ?? '', 'base64url').toString();
  parts[index] = Buffer.from(change(json)).toString('base64url');
  return parts.join('.');
}

function withMembers(token: string, index: 0 | 1, members: Readonly<Record<string, unknown>>) {
  return rewritten(token, index, (json) =>
    JSON.stringify({ ...(JSON.parse(json) as object), ...members }),
  );
}

function withoutMember(token: string, index: 0 | 1, place: number): string {
  return rewritten(token, index, (json) => {
    const members = Object.entries(JSON.parse(json) as object);
    members.splice(Math.floor(place * members.length), 1);
    return JSON.stringify(Object.fromEntries(members));
  });
}

const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const part = fc.constantFrom<0 | 1>(0, 1);

/** Characters changed, cut or added. */
function damages(): fc.Arbitrary<Mutation>[] {
  const letter = fc.integer({ min: 0, max: 62 });
  return [
    fc.tuple(place, letter).map(
      ([where, which]): Mutation =>
        (token) =>
          replaced(token, where, which),
    ),
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
    fc.tuple(place, letter).map(([where, which]): Mutation => (token) => {
      const position = at(token, where);
      return token.slice(0, position) + String(ALPHABET[which]) + token.slice(position);
    }),
    fc.constantFrom('.', '..', '.e30', '=').map(
      (tail): Mutation =>
        (token) =>
          token + tail,
    ),
  ];
}

/** Header and claims replaced, added, removed, or written differently. */
function forgeries(): fc.Arbitrary<Mutation>[] {
  const algorithm = fc.constantFrom(...ALGORITHMS).map((alg) => ({ alg }));
  const header = fc.oneof(algorithm, fc.constantFrom(...HEADER));
  const claim = fc.tuple(fc.constantFrom(...CLAIMS), fc.json());
  return [
    header.map(
      (members): Mutation =>
        (token) =>
          withMembers(token, 0, members),
    ),
    claim.map(
      (members): Mutation =>
        (token) =>
          withMembers(token, 1, Object.fromEntries([members])),
    ),
    fc.tuple(part, place).map(
      ([index, where]): Mutation =>
        (token) =>
          withoutMember(token, index, where),
    ),
    fc.tuple(part, fc.constantFrom(...REWRITINGS)).map(
      ([index, rewrite]): Mutation =>
        (token) =>
          rewritten(token, index, rewrite),
    ),
  ];
}

/**
 * Every way to damage or forge a signed JWT that needs no private key: characters changed, cut or
 * added, header and claims replaced, removed or rewritten, another serialization, the signature
 * removed, taken from elsewhere or made of zeros. `publicKey` is what an attacker knows of the key.
 */
export function mutatedJws(publicKey: Buffer): fc.Arbitrary<Mutation> {
  const signatures = ['', 'A'.repeat(86), publicKey.toString('base64url'), `${'A'.repeat(85)}Q`];
  const mutations = fc.oneof(
    ...damages(),
    ...forgeries(),
    fc.constantFrom(...SERIALIZATIONS).map(
      (serialize): Mutation =>
        (token) =>
          serialize(partsOf(token)),
    ),
    fc.constantFrom(...signatures).map(
      (signature): Mutation =>
        (token) =>
          token.replace(/[^.]*$/, signature),
    ),
  );
  return mutations.map((mutate): Mutation => (token) => {
    const changed = mutate(token);
    // Neither the algorithm it had, nor the unused bits of the last character, make another token.
    return sameBytes(changed, token) ? `${token}A` : changed;
  });
}

const sameBytes = (left: string, right: string) => {
  const [a = '', b = ''] = [left, right].map((token) => token.split('.').slice(0, 2).join('.'));
  const [c = '', d = ''] = [left, right].map((token) => token.split('.')[2] ?? '');
  return a === b && Buffer.from(c, 'base64url').equals(Buffer.from(d, 'base64url'));
};
