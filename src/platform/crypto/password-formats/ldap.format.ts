import type { PasswordFormat } from './password-format.js';

const SCHEME = /^\{(SSHA512|SSHA256|SSHA|SHA|SMD5|MD5)\}([A-Za-z0-9+/]+={0,2})$/i;

/** Bytes of the digest, before the salt. */
const LENGTHS: Readonly<Record<string, number>> = {
  SSHA512: 64,
  SSHA256: 32,
  SSHA: 20,
  SHA: 20,
  SMD5: 16,
  MD5: 16,
};

/** A digest, salted or not, as directories keep it (RFC 2307 §5.3, and what OpenLDAP adds). */
export const ldap: PasswordFormat = {
  name: 'ldap',
  read(text) {
    const [found, scheme = '', base64 = ''] = SCHEME.exec(text) ?? [];
    if (found === undefined) return undefined;
    const name = scheme.toUpperCase();
    const bytes = Buffer.from(base64, 'base64').length - (LENGTHS[name] ?? 0);
    const salted = name.startsWith('S') && name !== 'SHA';
    if (salted ? bytes < 1 : bytes !== 0) return undefined;
    return { hash: `{${name}}${base64}` };
  },
};
