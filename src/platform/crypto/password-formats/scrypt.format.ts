import { type ForeignHash, type PasswordFormat, unpadded } from './password-format.js';

const PHC = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,3}),p=(\d{1,3})\$([\w+/]+)\$([\w+/]+)$/;

/** Limit: bytes that checking one password takes, and how often it is done (RFC 7914 §2). */
const MAX_MEMORY = 256 * 1024 * 1024;
const MAX_PARALLELISM = 16;

export interface ScryptParameters {
  /** The binary logarithm of the cost N. */
  readonly ln: number;
  readonly r: number;
  readonly p: number;
  readonly salt: Buffer;
  readonly key: Buffer;
}

/** scrypt (RFC 7914) as a PHC string. */
export const scrypt: PasswordFormat = {
  name: 'scrypt',
  read(text) {
    const [found, ln, r, p, salt = '', key = ''] = PHC.exec(text) ?? [];
    if (found === undefined) return undefined;
    return writeScrypt({
      ...{ ln: Number(ln), r: Number(r), p: Number(p) },
      salt: Buffer.from(salt, 'base64'),
      key: Buffer.from(key, 'base64'),
    });
  },
};

export function writeScrypt({ ln, r, p, salt, key }: ScryptParameters): ForeignHash {
  const affordable = 128 * r * 2 ** ln <= MAX_MEMORY && p <= MAX_PARALLELISM && ln > 0;
  const [salted, hashed] = [salt, key].map((bytes) => unpadded(bytes.toString('base64')));
  return {
    hash: `$scrypt$ln=${String(ln)},r=${String(r)},p=${String(p)}$${String(salted)}$${String(hashed)}`,
    tooCostly: affordable
      ? undefined
      : `scrypt that takes more than 256 MB or runs more than ${String(MAX_PARALLELISM)} times.`,
  };
}
