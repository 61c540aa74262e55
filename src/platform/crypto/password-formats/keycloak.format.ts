import { argon2 } from './argon2.format.js';
import { type ForeignHash, type PasswordFormat, unpadded } from './password-format.js';
import { type Pbkdf2Parameters, writePbkdf2 } from './pbkdf2.format.js';

/** The two documents inside a credential of a Keycloak export. */
interface Secret {
  readonly value?: unknown;
  readonly salt?: unknown;
}
interface Parameters {
  readonly algorithm?: unknown;
  readonly hashIterations?: unknown;
  readonly additionalParameters?: Readonly<Record<string, readonly string[] | undefined>>;
}

const DIGESTS: Readonly<Record<string, Pbkdf2Parameters['digest']>> = {
  pbkdf2: 'sha1',
  'pbkdf2-sha256': 'sha256',
  'pbkdf2-sha512': 'sha512',
};

/** The credential of type `password` in a realm export of Keycloak, as JSON. */
export const keycloak: PasswordFormat = {
  name: 'keycloak',
  read(text) {
    const credential = object(text) as { secretData?: unknown; credentialData?: unknown };
    const secret = object(credential.secretData) as Secret;
    const parameters = object(credential.credentialData) as Parameters;
    const { algorithm, hashIterations: rounds } = parameters;
    const { value, salt } = secret;
    if (typeof value !== 'string' || typeof salt !== 'string') return undefined;
    if (typeof rounds !== 'number' || typeof algorithm !== 'string') return undefined;
    if (algorithm === 'argon2') return readArgon2(value, salt, rounds, parameters);
    const digest = DIGESTS[algorithm];
    if (digest === undefined) return undefined;
    const [salted, key] = [Buffer.from(salt, 'base64'), Buffer.from(value, 'base64')];
    return writePbkdf2({ digest, rounds, salt: salted, key });
  },
};

function readArgon2(
  value: string,
  salt: string,
  passes: number,
  { additionalParameters: more = {} }: Parameters,
): ForeignHash | undefined {
  const one = (name: string) => more[name]?.[0] ?? '';
  const version = one('version') === '1.0' ? '16' : '19';
  const cost = `m=${one('memory')},t=${String(passes)},p=${one('parallelism')}`;
  return argon2.read(
    `$argon2${one('type')}$v=${version}$${cost}$${unpadded(salt)}$${unpadded(value)}`,
  );
}

/** Of JSON; an empty one where it is none. */
function object(text: unknown): object {
  try {
    const value: unknown = typeof text === 'string' ? JSON.parse(text) : undefined;
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
