/** How somebody signed in, as `amr` names it (RFC 8176). */
type Methods = readonly string[];

/** A password, over a protected connection, as relying parties know it (SAML 2.0 Authentication Context §3.4.1.5). */
export const ONE_FACTOR = 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport';

/** More than one factor (REFEDS MFA Profile 1.2). */
export const SEVERAL_FACTORS = 'https://refeds.org/profile/mfa';

/** The authentication context classes, the strongest last, each with the methods that it takes. */
const CLASSES: readonly (readonly [acr: string, methods: Methods])[] = [
  [ONE_FACTOR, ['pwd']],
  [SEVERAL_FACTORS, ['mfa']],
];

/** The strongest class that was reached (`acr`, OIDC Core §2): never one that was only asked for. */
export function acrOf(amr: Methods): string | undefined {
  return CLASSES.findLast(([, methods]) => methods.every((method) => amr.includes(method)))?.[0];
}

/** Whether one of `wanted` is reached: a stronger class holds for a weaker one. */
export function reaches(amr: Methods, wanted: readonly string[]): boolean {
  const rank = CLASSES.findIndex(([acr]) => acr === acrOf(amr));
  return CLASSES.some(([acr], place) => place <= rank && wanted.includes(acr));
}
