import { randomInt } from 'node:crypto';

/** No vowels, so that no words appear, and nothing that looks like something else. */
const ALPHABET = 'BCDFGHJKLMNPQRSTVWXZ';
const LENGTH = 8;

const USER_CODE = new RegExp(`^[${ALPHABET}]{${String(LENGTH)}}$`, 'i');
/** Twice what anybody types between the letters. */
const LONGEST_INPUT = 32;

/**
 * Eight of twenty letters, 34 bits (RFC 8628 §6.1). They are guessed at five times a minute (attack K01).
 */
export function randomUserCode(): string {
  return Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

/**
 * The code that somebody typed: in any case, with any dashes and spaces. Undefined when it cannot be one.
 */
export function readUserCode(typed: string): string | undefined {
  if (typed.length > LONGEST_INPUT) return undefined;
  const letters = typed.replace(/[\s\p{P}]/gu, '');
  return USER_CODE.test(letters) ? letters.toUpperCase() : undefined;
}

/** As people read it: `WDJB-MJHT`. */
export function showUserCode(userCode: string): string {
  return `${userCode.slice(0, LENGTH / 2)}-${userCode.slice(LENGTH / 2)}`;
}
