import { displayTextError } from '#protocol';
import { localeError, webPageError, zoneinfoError } from '../admin/claim-rules.js';
import { emailError, loginPairError, tidy, usernameError } from '../login-identifier.js';
import type { ProfileClaims } from '../user.js';

/** What an identity provider tells of a person, under our names. */
export interface ProvidedProfile {
  readonly members: Readonly<Record<string, string | undefined>>;
  /** An address that is known to be theirs. */
  readonly email: string | undefined;
}

const shown = (text: string) => displayTextError(text, 200);

const CLAIMS: readonly (readonly [keyof ProfileClaims, (text: string) => string | undefined])[] = [
  ['name', shown],
  ['given_name', shown],
  ['family_name', shown],
  ['nickname', shown],
  ['picture', webPageError],
  ['website', webPageError],
  ['locale', localeError],
  ['zoneinfo', zoneinfoError],
];

/** What of it can stand here; the rest is left out, for nobody can correct it. */
export function soundClaims({ members }: ProvidedProfile): ProfileClaims {
  const sound = CLAIMS.flatMap(([name, error]) => {
    const value = members[name];
    return value === undefined || error(value) !== undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(sound);
}

export function soundEmail({ email }: ProvidedProfile): string | undefined {
  return email === undefined || emailError(email) !== undefined ? undefined : tidy(email);
}

/** What somebody may be called here, in the order of what they would rather be. */
export function usernamesFor(profile: ProvidedProfile, otherwise: string): string[] {
  const email = soundEmail(profile);
  const local = email?.split('@')[0];
  const wanted = [profile.members['username'], local].filter(
    (name): name is string =>
      name !== undefined &&
      usernameError(name) === undefined &&
      loginPairError(name, email) === undefined,
  );
  const plain = wanted.find((name) => !name.includes('@')) ?? local ?? 'user';
  const unlike = `${plain.slice(0, 200)}-${otherwise}`;
  const last = usernameError(unlike) === undefined ? unlike : `user-${otherwise}`;
  return [...new Set([...wanted, last])];
}
