import { argon2 } from './argon2.format.js';
import { bcrypt } from './bcrypt.format.js';
import type { PasswordFormat } from './password-format.js';
import { type Pbkdf2Parameters, writePbkdf2 } from './pbkdf2.format.js';
import { writeScrypt } from './scrypt.format.js';

const PBKDF2 = /^pbkdf2_(sha1|sha256)\$(\d{1,9})\$([^$]+)\$([\w+/]+={0,2})$/;
const SCRYPT = /^scrypt\$([^$]+)\$(\d{1,9})\$(\d{1,3})\$(\d{1,3})\$([\w+/]+={0,2})$/;

/** The hashers that Django has had by default or offers, but for those it calls weak. */
export const django: PasswordFormat = {
  name: 'django',
  read(text) {
    if (text.startsWith('argon2$')) return argon2.read(text.slice('argon2'.length));
    if (text.startsWith('bcrypt$')) return bcrypt.read(text.slice('bcrypt$'.length));
    const [pbkdf2, digest, rounds, salt = '', key = ''] = PBKDF2.exec(text) ?? [];
    if (pbkdf2 !== undefined) {
      return writePbkdf2({
        ...{ digest: digest as Pbkdf2Parameters['digest'], rounds: Number(rounds) },
        ...{ salt: Buffer.from(salt), key: Buffer.from(key, 'base64') },
      });
    }
    const [scrypt, salted = '', n, r, p, hashed = ''] = SCRYPT.exec(text) ?? [];
    const ln = Math.log2(Number(n));
    if (scrypt === undefined || !Number.isInteger(ln)) return undefined;
    return writeScrypt({
      ...{ ln, r: Number(r), p: Number(p) },
      ...{ salt: Buffer.from(salted), key: Buffer.from(hashed, 'base64') },
    });
  },
};
