import { loginKey } from '../login-identifier.js';
import { COMMON_PASSWORDS } from './common-passwords.js';
import { fill, textsFor } from '#platform/texts';

/** NIST SP 800-63B §3.1.1.2: length counts, composition rules do not help. */
export const MIN_PASSWORD_LENGTH = 8;

/** Limit: UTF-16 code units of a password: far beyond any passphrase, and cheap to hash (attack I25). */
export const MAX_PASSWORD_LENGTH = 1024;

/** Rows of keyboards and the alphabet, along which lazy passwords run. */
const RUNS = ['01234567890', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiop', 'asdfghjkl', 'qwertzuiop'];

/**
 * Why somebody cannot have this password, as a sentence for people (attack I27).
 *
 * @param about whose password it would be; what guessers try first
 */
export function passwordError(
  password: string,
  about: { username: string; email?: string | undefined },
): string | undefined {
  const texts = textsFor().newPassword;
  if (password.length > MAX_PASSWORD_LENGTH) {
    return fill(texts.tooLong, { length: MAX_PASSWORD_LENGTH });
  }
  // In code points (NIST SP 800-63B §3.1.1.2).
  if (Array.from(password).length < MIN_PASSWORD_LENGTH) {
    return fill(texts.tooShort, { length: MIN_PASSWORD_LENGTH });
  }
  // RFC 8265 §4.2.1. No form could send them (RFC 6749 A.16), so nobody could sign in (attack I25).
  if (/\p{Cc}/u.test(password)) return texts.control;
  const key = loginKey(password);
  if (COMMON_PASSWORDS.has(key) || isMonotonous(key)) {
    return texts.common;
  }
  const email = about.email === undefined ? '' : loginKey(about.email);
  const names = ['gatehouse', loginKey(about.username), email, email.split('@', 1)[0] ?? ''];
  if (names.some((name) => decorates(key, name))) {
    return texts.name;
  }
  return undefined;
}

/** One character over and over, or a straight run along the keyboard or the alphabet. */
function isMonotonous(key: string): boolean {
  if (new Set(key).size <= 2) return true;
  const backwards = Array.from(key).reverse().join('');
  return RUNS.some((run) => run.includes(key) || run.includes(backwards));
}

/** Whether `key` is `name` with nothing but digits and signs around it. */
function decorates(key: string, name: string): boolean {
  const at = name.length < 3 ? -1 : key.indexOf(name);
  if (at < 0) return false;
  return !/\p{L}/u.test(key.slice(0, at) + key.slice(at + name.length));
}
