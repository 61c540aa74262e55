import { absoluteUriError, schemeOf, splitLoopbackUri } from './absolute-uri.js';
import type { ApplicationType } from './registered-values.js';

/** A reversed domain name: at least one inner dot. */
const REVERSED_DOMAIN = /^[a-z][a-z0-9+-]*(?:\.[a-z0-9+-]+)+$/;

/** Whether it leads to a program on the device: by a private-use scheme or over loopback (RFC 8252 §7). */
export function isNativeUri(uri: string): boolean {
  const scheme = schemeOf(uri);
  return scheme === 'http' ? splitLoopbackUri(uri) !== undefined : isPrivateScheme(scheme);
}

/** Why others could have the same private-use scheme (RFC 8252 §7.1), as a sentence. */
export function privateSchemeError(uri: string): string | undefined {
  const scheme = schemeOf(uri);
  if (!isPrivateScheme(scheme) || REVERSED_DOMAIN.test(scheme)) return undefined;
  return 'A private-use scheme must be a reversed domain name, such as com.example.app.';
}

function isPrivateScheme(scheme: string | undefined): scheme is string {
  return scheme !== undefined && scheme !== 'http' && scheme !== 'https';
}

/**
 * Why a client may not register this redirect URI, as a sentence for the `error_description` of
 * `invalid_redirect_uri`. It fits `post_logout_redirect_uris` as well.
 *
 * The URI is stored as written and never normalised: what is compared later is what was registered.
 */
export function registrationError(
  uri: string,
  applicationType: ApplicationType,
): string | undefined {
  const error = absoluteUriError(uri);
  if (error !== undefined) return error;
  const scheme = schemeOf(uri) ?? '';
  // A native app may claim an https URI of its own (RFC 8252 §7.2).
  if (scheme === 'https') return undefined;
  if (scheme === 'http') return plainHttpError(uri);
  return applicationType === 'native' ? undefined : 'A web client must use https redirect URIs.';
}

/**
 * RFC 9700 §2.6 forbids responses over unencrypted connections, loopback aside; OIDC Core §3.1.2.1
 * leaves http to native apps and, at the server's discretion, to confidential clients. Web clients
 * get it on loopback too, because that is where their developers run them; unlike native apps they
 * get it on the registered port only.
 */
function plainHttpError(uri: string): string | undefined {
  if (splitLoopbackUri(uri) !== undefined) return undefined;
  return 'Plain http redirect URIs are allowed on localhost, *.localhost, 127.0.0.1 and [::1] only.';
}

/**
 * Whether the redirect URI of a request is the registered one: equal character by character
 * (RFC 9700 §2.1, RFC 3986 §6.2.1), except that a native app may be called back on any loopback
 * port, since its operating system picks it (RFC 8252 §7.3).
 *
 * The exception covers the name `localhost` when it was registered; it never trades one loopback
 * host for another. The registered URI must have passed {@link registrationError}.
 */
export function matchesRegistered(
  registered: string,
  requested: string,
  applicationType: ApplicationType,
): boolean {
  if (registered === requested) return true;
  if (applicationType !== 'native') return false;
  const expected = splitLoopbackUri(registered);
  if (expected === undefined) return false;
  const actual = splitLoopbackUri(requested);
  return actual?.host === expected.host && actual.rest === expected.rest;
}

/** The registered redirect URI that the requested one stands for, or undefined when there is none. */
export function findRegistered(
  registered: readonly string[],
  requested: string,
  applicationType: ApplicationType,
): string | undefined {
  if (registered.includes(requested)) return requested;
  return registered.find((uri) => matchesRegistered(uri, requested, applicationType));
}
