import { absoluteUriError } from './absolute-uri.js';

/** What an API may be called that goes by no URI; nothing that could be one. */
const PLAIN_NAME = /^[A-Za-z0-9][\w.-]{0,127}$/;

const UNRESERVED = /[\w.~-]/;

/** Whether an API is called by a name that is no URI, against RFC 8707 §2. */
export function isPlainName(identifier: string): boolean {
  return PLAIN_NAME.test(identifier);
}

/** Why an API cannot be called this, as a sentence. */
export function resourceIdentifierError(identifier: string): string | undefined {
  return isPlainName(identifier) ? undefined : absoluteUriError(identifier);
}

/**
 * The one spelling of the identifier of an API, for comparison alone: the case of scheme, host and escapes,
 * escapes that need not be, dot segments, the port that goes without saying, and the path where there is
 * none make no difference (RFC 3986 §6.2.2, §6.2.3).
 */
export function canonicalIdentifier(identifier: string): string {
  const decoded = identifier.replace(/%([\da-f]{2})/gi, (escape, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return UNRESERVED.test(character) ? character : escape.toUpperCase();
  });
  if (!/^[a-z][a-z\d+.-]*:/i.test(decoded)) return decoded;
  if (/^https?:/i.test(decoded)) return URL.parse(decoded)?.href ?? decoded;
  return decoded.replace(/^[^:]+/, (scheme) => scheme.toLowerCase());
}

/** Whether one of these is the identifier. */
export function namesResource(identifiers: readonly string[], identifier: string): boolean {
  if (identifiers.includes(identifier)) return true;
  const canonical = canonicalIdentifier(identifier);
  return identifiers.some((one) => canonicalIdentifier(one) === canonical);
}
