// @ts-check
// What the threads of PasswordHash run. Plain JavaScript, because a thread starts from a file as it is.
import { hash, pbkdf2Sync, scryptSync, timingSafeEqual } from 'node:crypto';
import { hashSync, verifySync } from '@node-rs/argon2';

/** Argon2id, 19 MiB, 2 passes, 1 lane (OWASP Password Storage). 2 is argon2id in the library. */
const OPTIONS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** @param {string} password @returns {string} a PHC string */
export const create = (password) => hashSync(password, OPTIONS);

/**
 * @param {{ stored: string; password: string }} what `stored` in one of the spellings of password-formats
 * @returns {boolean | Promise<boolean>}
 */
export function matches({ stored, password }) {
  if (stored.startsWith('$argon2')) return verifySync(stored, password);
  if (stored.startsWith('$2')) return matchesBcrypt(stored, password);
  if (stored.startsWith('{')) return matchesDigest(stored, password);
  const [, name = '', cost = '', salt = '', key = ''] = stored.split('$');
  const expected = Buffer.from(key, 'base64');
  const bytes = Buffer.from(salt, 'base64');
  const found =
    name === 'scrypt'
      ? scryptOf(password, bytes, expected.length, cost)
      : pbkdf2Sync(password, bytes, numberIn(cost, 'i'), expected.length, name.slice(7));
  return isEqual(found, expected);
}

/** @param {string} stored @param {string} password */
async function matchesBcrypt(stored, password) {
  const { compareSync } = await import('bcryptjs');
  return compareSync(password, stored);
}

/** @param {string} stored @param {string} password */
function matchesDigest(stored, password) {
  const [, salted, name = '', base64 = ''] = /^\{(S(?=S|MD5))?(\w+)\}(.+)$/.exec(stored) ?? [];
  const bytes = Buffer.from(base64, 'base64');
  const [algorithm, length = 0] = DIGESTS[name] ?? [];
  if (algorithm === undefined) return false;
  const salt = salted === undefined ? Buffer.alloc(0) : bytes.subarray(length);
  const found = hash(algorithm, Buffer.concat([Buffer.from(password), salt]), 'buffer');
  return isEqual(found, bytes.subarray(0, length));
}

/** @type {Readonly<Record<string, readonly [algorithm: string, length: number]>>} */
const DIGESTS = {
  SHA512: ['sha512', 64],
  SHA256: ['sha256', 32],
  SHA: ['sha1', 20],
  MD5: ['md5', 16],
};

/** @param {string} password @param {Buffer} salt @param {number} length @param {string} cost */
function scryptOf(password, salt, length, cost) {
  const [N, r, p] = [2 ** numberIn(cost, 'ln'), numberIn(cost, 'r'), numberIn(cost, 'p')];
  return scryptSync(password, salt, length, { N, r, p, maxmem: 128 * r * (N + p + 2) });
}

/** @param {string} cost such as `ln=16,r=8,p=1` @param {string} name */
function numberIn(cost, name) {
  const found = cost.split(',').find((part) => part.startsWith(`${name}=`));
  return Number(found?.slice(name.length + 1));
}

/** @param {Buffer} found @param {Buffer} expected */
function isEqual(found, expected) {
  return found.length === expected.length && timingSafeEqual(found, expected);
}
