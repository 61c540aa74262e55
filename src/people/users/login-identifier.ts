import unhomoglyph from 'unhomoglyph';
import { displayTextError } from '#protocol';

/** Limit: characters of a username. */
export const MAX_USERNAME_LENGTH = 255;
/** Limit: characters of an e-mail address. */
export const MAX_EMAIL_LENGTH = 254;

/** Scripts whose letters pass for one another; a name that mixes them imitates another name. */
const LOOKALIKE_SCRIPTS = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u];

// RFC 5322 §3.2.3 (atext), with the letters of RFC 6531. Lengths are bounded before they are used.
const LOCAL_ATOM = /^[\p{L}\p{M}\p{N}!#$%&'*+\-/=?^_`{|}~]+$/u;
const DOMAIN_LABEL = /^[\p{L}\p{M}\p{N}-]{1,63}$/u;

const JOINER = /[\u200c\u200d]/;

/** How usernames and e-mail addresses are stored: compatibility forms replaced, spaces cut off. */
export function tidy(text: string): string {
  return text.normalize('NFKC').trim();
}

/**
 * What makes two usernames or two e-mail addresses the same (attack I24): NFKC and lower case by
 * rules that depend on no locale. Applied before every check, comparison and look-up.
 */
export function loginKey(text: string): string {
  return tidy(text).toLowerCase().normalize('NFKC');
}

/**
 * What a username looks like: its skeleton (UTS 39 §4), in which every character is the one that it can be
 * taken for. Two people whose names have one skeleton pass for one another (attack S25).
 */
export function skeletonOf(username: string): string {
  // As it is shown, then in lower case, in which names are compared: so i is as good as I, which looks like l.
  return replaced(replaced(tidy(username)).toLowerCase()).replaceAll('i', 'l');
}

function replaced(text: string): string {
  return unhomoglyph(text.normalize('NFD')).normalize('NFD');
}

/** Why a text cannot be a username, as a sentence. */
export function usernameError(text: string): string | undefined {
  const username = text.length > MAX_USERNAME_LENGTH ? text : tidy(text);
  const error = displayTextError(username, MAX_USERNAME_LENGTH);
  if (error !== undefined) return error;
  // Nobody sees them, and with them two people would have the same name.
  if (JOINER.test(username)) return 'The username must not contain invisible characters.';
  if (loginKey(username).length > MAX_USERNAME_LENGTH) return 'The username is too long.';
  if (/\s/u.test(username)) return 'The username must not contain spaces.';
  if (LOOKALIKE_SCRIPTS.filter((script) => script.test(username)).length > 1) {
    return 'The username must not mix Latin, Cyrillic and Greek letters.';
  }
  return undefined;
}

/** Why a text cannot be an e-mail address (an addr-spec without quotes or comments), as a sentence. */
export function emailError(text: string): string | undefined {
  const email = text.length > MAX_EMAIL_LENGTH ? text : tidy(text);
  if (email.length > MAX_EMAIL_LENGTH || loginKey(email).length > MAX_EMAIL_LENGTH) {
    return `The e-mail address must not be longer than ${String(MAX_EMAIL_LENGTH)} characters.`;
  }
  const [local = '', domain = '', ...more] = email.split('@');
  const sound =
    more.length === 0 &&
    local.length <= 64 &&
    local.split('.').every((atom) => LOCAL_ATOM.test(atom)) &&
    domain.split('.').every(isDomainLabel);
  return sound ? undefined : 'The value is not an e-mail address.';
}

function isDomainLabel(label: string): boolean {
  return DOMAIN_LABEL.test(label) && !label.startsWith('-') && !label.endsWith('-');
}

/**
 * Why a person cannot have this pair. People sign in with either one, so a username that looks like
 * an e-mail address has to be their own: it could be somebody else's otherwise.
 */
export function loginPairError(username: string, email: string | undefined): string | undefined {
  if (!loginKey(username).includes('@')) return undefined;
  if (email !== undefined && loginKey(email) === loginKey(username)) return undefined;
  return "A username with @ has to be the user's own e-mail address.";
}
