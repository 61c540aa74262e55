/** How somebody signed in, as `amr` names it (RFC 8176). */
type Methods = readonly string[];

/**
 * The authentication context classes that a sign-in can reach, the strongest last, each with the
 * methods that it takes. The name is that of SAML 2.0 (Authentication Context §3.4.1.5), which
 * relying parties know: a password, over a protected connection.
 */
const CLASSES: readonly (readonly [acr: string, methods: Methods])[] = [
  ['urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport', ['pwd']],
];

/** `acr_values_supported` (OIDC Discovery §3). */
export const ACR_VALUES: readonly string[] = CLASSES.map(([acr]) => acr);

/** The strongest class that was reached (`acr`, OIDC Core §2): never one that was only asked for. */
export function acrOf(amr: Methods): string | undefined {
  return CLASSES.findLast(([, methods]) => methods.every((method) => amr.includes(method)))?.[0];
}
