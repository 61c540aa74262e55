import { loginKey } from '../login-identifier.js';
import { COMMON_PASSWORDS } from './common-passwords.js';
import { fill, type Said, worded } from '#platform/texts';

/** What no admin can go below (NIST SP 800-63B §3.1.1.2: length counts, composition rules do not help). */
export const MIN_PASSWORD_LENGTH = 8;

/** Limit: UTF-16 code units of a password: far beyond any passphrase, and cheap to hash (attack I25). */
export const MAX_PASSWORD_LENGTH = 1024;

/** How much of a long password has to be unlike what is common. */
const LONGEST_COMPOSED = 64;
const SHORTEST_PART = 4;

/** Rows of keyboards and the alphabet, along which lazy passwords run. */
const RUNS = ['01234567890', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiop', 'asdfghjkl', 'qwertzuiop'];

/** By what a new password is judged, besides itself. */
export interface PasswordTerms {
  /** As admins have set it. */
  readonly minLength: number;
  /** Whether it is known from a breach. */
  readonly breached: boolean;
}

/**
 * Why somebody cannot have this password, as a sentence for people (attack I27).
 *
 * @param about whose password it would be; what guessers try first
 */
export function passwordFault(
  password: string,
  about: { username: string; email?: string | undefined },
  { minLength, breached }: PasswordTerms,
): Said | undefined {
  if (password.length > MAX_PASSWORD_LENGTH) {
    return (t) => fill(t.newPassword.tooLong, { length: MAX_PASSWORD_LENGTH });
  }
  // In code points (NIST SP 800-63B §3.1.1.2).
  if (Array.from(password).length < minLength) {
    return (t) => fill(t.newPassword.tooShort, { length: minLength });
  }
  // RFC 8265 §4.2.1. No form could send them (RFC 6749 A.16), so nobody could sign in (attack I25).
  if (/\p{Cc}/u.test(password)) return (t) => t.newPassword.control;
  if (breached) return (t) => t.newPassword.breached;
  const key = loginKey(password);
  if (COMMON_PASSWORDS.has(key) || isMonotonous(key) || isComposed(key))
    return (t) => t.newPassword.common;
  const email = about.email === undefined ? '' : loginKey(about.email);
  const names = ['gatehouse', loginKey(about.username), email, email.split('@', 1)[0] ?? ''];
  if (names.some((name) => decorates(key, name))) {
    return (t) => t.newPassword.name;
  }
  return undefined;
}

/** The same for programs, in English. */
export function passwordError(...asked: Parameters<typeof passwordFault>): string | undefined {
  const fault = passwordFault(...asked);
  return fault === undefined ? undefined : worded(fault);
}

/** Nothing but common passwords and runs, one after the other: `password12345678` (attack S24). */
function isComposed(key: string): boolean {
  const characters = Array.from(key);
  if (characters.length > LONGEST_COMPOSED) return false;
  const ends = new Set([0]);
  for (let end = SHORTEST_PART; end <= characters.length; end++) {
    const parts = [...ends].map((start) => characters.slice(start, end));
    if (parts.some((part) => part.length >= SHORTEST_PART && isCommon(part))) ends.add(end);
  }
  return ends.has(characters.length);
}

function isCommon(part: readonly string[]): boolean {
  return new Set(part).size === 1 || COMMON_PASSWORDS.has(part.join('')) || isRun(part);
}

/** One character over and over, or a straight run along the keyboard or the alphabet. */
function isMonotonous(key: string): boolean {
  return new Set(key).size <= 2 || isRun(Array.from(key));
}

function isRun(characters: readonly string[]): boolean {
  const [forwards, backwards] = [characters.join(''), [...characters].reverse().join('')];
  return RUNS.some((run) => run.includes(forwards) || run.includes(backwards));
}

/** Whether `key` is `name` with nothing but digits and signs around it. */
function decorates(key: string, name: string): boolean {
  const at = name.length < 3 ? -1 : key.indexOf(name);
  if (at < 0) return false;
  return !/\p{L}/u.test(key.slice(0, at) + key.slice(at + name.length));
}
