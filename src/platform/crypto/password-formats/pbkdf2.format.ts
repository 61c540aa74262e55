import { type ForeignHash, type PasswordFormat, unpadded } from './password-format.js';

/** As passlib and OpenLDAP write it, and with names before the numbers. */
const PHC =
  /^(?:\$pbkdf2(-sha1|-sha256|-sha512)?\$|\{PBKDF2(-SHA1|-SHA256|-SHA512)?\})(?:i=)?(\d{1,9})(?:,l=\d+)?\$([\w+/.=]+)\$([\w+/.=]+)$/;

/** Limit: rounds of one hash (RFC 8018 §5.2). */
const MAX_ROUNDS = 2_000_000;

export interface Pbkdf2Parameters {
  readonly digest: 'sha1' | 'sha256' | 'sha512';
  readonly rounds: number;
  readonly salt: Buffer;
  readonly key: Buffer;
}

/** PBKDF2 (RFC 8018 §5.2) as a PHC string. */
export const pbkdf2: PasswordFormat = {
  name: 'pbkdf2',
  read(text) {
    const [found, named, inBraces, rounds, salt = '', key = ''] = PHC.exec(text) ?? [];
    if (found === undefined) return undefined;
    const digest = (named ?? inBraces ?? '-sha1').slice(1).toLowerCase();
    return writePbkdf2({
      ...{ digest: digest as Pbkdf2Parameters['digest'], rounds: Number(rounds) },
      ...{ salt: adapted(salt), key: adapted(key) },
    });
  },
};

export function writePbkdf2({ digest, rounds, salt, key }: Pbkdf2Parameters): ForeignHash {
  const [salted, hashed] = [salt, key].map((bytes) => unpadded(bytes.toString('base64')));
  const tooCostly = `PBKDF2 with more than ${String(MAX_ROUNDS)} rounds.`;
  return {
    hash: `$pbkdf2-${digest}$i=${String(rounds)}$${String(salted)}$${String(hashed)}`,
    tooCostly: rounds > MAX_ROUNDS ? tooCostly : undefined,
  };
}

/** Base64 in which passlib writes a dot for a plus sign. */
function adapted(text: string): Buffer {
  return Buffer.from(text.replaceAll('.', '+'), 'base64');
}
