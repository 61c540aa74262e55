import { createHash, pbkdf2Sync, randomBytes, scryptSync } from 'node:crypto';
import { hashSync as argon2 } from '@node-rs/argon2';
import { hashSync as bcrypt } from 'bcryptjs';

const SALT = randomBytes(16);
const phc = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
const adapted = (bytes: Buffer) => phc(bytes).replaceAll('+', '.');
const derived = (password: string, digest: string, rounds: number, salt: Buffer = SALT) =>
  pbkdf2Sync(password, salt, rounds, digest === 'sha512' ? 64 : 32, digest);

function digested(scheme: string, algorithm: string, password: string, salt: Buffer): string {
  const bytes = createHash(algorithm).update(password).update(salt).digest();
  return `{${scheme}}${Buffer.concat([bytes, salt]).toString('base64')}`;
}

function keycloak(algorithm: string, rounds: number, value: Buffer, more = {}): string {
  const secretData = { value: value.toString('base64'), salt: SALT.toString('base64') };
  const credentialData = { hashIterations: rounds, algorithm, additionalParameters: more };
  return JSON.stringify({
    ...{ type: 'password', secretData: JSON.stringify(secretData) },
    credentialData: JSON.stringify(credentialData),
  });
}

const NONE = Buffer.alloc(0);
/** 1 is argon2i in the library, 2 is argon2id. */
const ARGON2I = { algorithm: 1, memoryCost: 1024, timeCost: 1, parallelism: 1 };
const CHEAP = { algorithm: 2, memoryCost: 512, timeCost: 1 };
const DJANGO_SALT = 'rGnAvC8wTLqs4EJp';

/** The hash of a password as other systems write it, by the name under which it is kept here. */
export const FOREIGN: Readonly<
  Record<string, readonly [format: string, hash: (password: string) => string]>
> = {
  'Argon2i, PHC': ['argon2', (password) => argon2(password, ARGON2I)],
  'Argon2id that costs less than ours': ['argon2', (password) => argon2(password, CHEAP)],
  'bcrypt $2b$': ['bcrypt', (password) => bcrypt(password, 4)],
  'bcrypt $2y$, as PHP writes it': [
    'bcrypt',
    (password) => bcrypt(password, 4).replace('$2b$', '$2y$'),
  ],
  'scrypt, PHC': [
    'scrypt',
    (password) =>
      `$scrypt$ln=10,r=8,p=1$${phc(SALT)}$${phc(scryptSync(password, SALT, 32, { N: 1024 }))}`,
  ],
  'PBKDF2 with SHA-256, as passlib writes it': [
    'pbkdf2',
    (password) =>
      `$pbkdf2-sha256$1000$${adapted(SALT)}$${adapted(derived(password, 'sha256', 1000))}`,
  ],
  'PBKDF2 with SHA-512, PHC': [
    'pbkdf2',
    (password) =>
      `$pbkdf2-sha512$i=1000,l=64$${phc(SALT)}$${phc(derived(password, 'sha512', 1000))}`,
  ],
  '{SSHA} of a directory': ['ldap', (password) => digested('SSHA', 'sha1', password, SALT)],
  '{SSHA512} of a directory': ['ldap', (password) => digested('SSHA512', 'sha512', password, SALT)],
  '{SHA} of a directory': ['ldap', (password) => digested('SHA', 'sha1', password, NONE)],
  '{SMD5} of a directory': ['ldap', (password) => digested('SMD5', 'md5', password, SALT)],
  '{CRYPT} with bcrypt, as OpenLDAP writes it': [
    'bcrypt',
    (password) => `{CRYPT}${bcrypt(password, 4)}`,
  ],
  'Django, PBKDF2': [
    'django',
    (password) => {
      const key = derived(password, 'sha256', 1000, Buffer.from(DJANGO_SALT));
      return `pbkdf2_sha256$1000$${DJANGO_SALT}$${key.toString('base64')}`;
    },
  ],
  'Django, scrypt': [
    'django',
    (password) => {
      const key = scryptSync(password, DJANGO_SALT, 64, { N: 1024, r: 8, p: 1 });
      return `scrypt$${DJANGO_SALT}$1024$8$1$${key.toString('base64')}`;
    },
  ],
  'Keycloak, PBKDF2': [
    'keycloak',
    (password) => keycloak('pbkdf2-sha512', 1000, derived(password, 'sha512', 1000)),
  ],
  'Keycloak, Argon2': [
    'keycloak',
    (password) => {
      const value = Buffer.from(
        argon2(password, { ...ARGON2I, salt: SALT })
          .split('$')
          .at(-1) ?? '',
        'base64',
      );
      const more = { memory: ['1024'], type: ['i'], version: ['1.3'], parallelism: ['1'] };
      return keycloak('argon2', 1, value, { ...more, hashLength: ['32'] });
    },
  ],
};
