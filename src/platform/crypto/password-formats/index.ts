import { argon2 } from './argon2.format.js';
import { bcrypt } from './bcrypt.format.js';
import { django } from './django.format.js';
import { keycloak } from './keycloak.format.js';
import { ldap } from './ldap.format.js';
import type { PasswordFormat } from './password-format.js';
import { pbkdf2 } from './pbkdf2.format.js';
import { scrypt } from './scrypt.format.js';

/**
 * Hashes of passwords that others made. Each format is a file; what is stored is one of five spellings, which
 * `password-thread.mjs` checks, until its owner signs in and it is Argon2id as everybody else's.
 */
const FORMATS: readonly PasswordFormat[] = [argon2, bcrypt, scrypt, pbkdf2, ldap, django, keycloak];

/** Their names, as admins read them. */
export const PASSWORD_FORMATS: readonly string[] = FORMATS.map(({ name }) => name);

/** Limit: characters of a stored hash. */
const MAX_STORED = 255;

/** A hash as it is stored, and what it was; or why it cannot be taken, as a sentence. */
export type ReadHash =
  | { readonly hash: string; readonly format: string; readonly problem?: undefined }
  | { readonly problem: string };

/** Reads a hash of any format that is known. */
export function readPasswordHash(text: string): ReadHash {
  for (const format of FORMATS) {
    const found = format.read(text);
    if (found === undefined) continue;
    const { hash, tooCostly } = found;
    if (tooCostly !== undefined) {
      return { problem: `Each sign-in would cost too much: ${tooCostly}` };
    }
    if (hash.length > MAX_STORED) return { problem: 'The salt or the hash is too long.' };
    return { hash, format: format.name };
  }
  const names = PASSWORD_FORMATS.join(', ');
  return { problem: `This is no password hash of a format that is known: ${names}.` };
}
