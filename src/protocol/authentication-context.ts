/** How somebody signed in, as `amr` names it (RFC 8176). */
type Methods = readonly string[];

/** A password, over a protected connection, as relying parties know it (SAML 2.0 Authentication Context §3.4.1.5). */
export const ONE_FACTOR = 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport';

/** More than one factor (REFEDS MFA Profile 1.2). */
export const SEVERAL_FACTORS = 'https://refeds.org/profile/mfa';

/** More than one, of which one proves itself to nobody but us (OpenID EAP ACR Values 1.0 §2). */
export const PHISHING_RESISTANT = 'phr';

/** Stands in `amr` where a key proved itself to our origin and to no other (OpenID EAP ACR Values 1.0 §2). */
export const PROOF_OF_POSSESSION = 'pop';

/** The authentication context classes, the strongest last, each with the methods that it takes. */
const CLASSES: readonly (readonly [acr: string, methods: Methods])[] = [
  [ONE_FACTOR, ['pwd']],
  [SEVERAL_FACTORS, ['mfa']],
  [PHISHING_RESISTANT, ['mfa', PROOF_OF_POSSESSION]],
];

/** Every class that there is, the weakest first. */
export const AUTHENTICATION_CONTEXTS: readonly string[] = CLASSES.map(([acr]) => acr);

/** The strongest class that was reached (`acr`, OIDC Core §2): never one that was only asked for. */
export function acrOf(amr: Methods): string | undefined {
  return CLASSES.findLast(([, methods]) => methods.every((method) => amr.includes(method)))?.[0];
}

/** Where a class stands among those that there are; -1 for none of them. */
export function rankOf(acr: string | undefined): number {
  return AUTHENTICATION_CONTEXTS.indexOf(acr ?? '');
}

/** The weakest of these classes: whoever names several takes each of them. @returns -1 where there is none such */
export function weakestRank(wanted: readonly string[]): number {
  const ranks = wanted.map(rankOf).filter((rank) => rank >= 0);
  return ranks.length === 0 ? -1 : Math.min(...ranks);
}

/** The strongest of these classes, which holds for all of them. */
export function strongestOf(floors: readonly (string | undefined)[]): string | undefined {
  return AUTHENTICATION_CONTEXTS[Math.max(-1, ...floors.map(rankOf))];
}

/** Whether one of `wanted` is reached: a stronger class holds for a weaker one. */
export function reaches(amr: Methods, wanted: readonly string[]): boolean {
  const weakest = weakestRank(wanted);
  return weakest >= 0 && rankOf(acrOf(amr)) >= weakest;
}
