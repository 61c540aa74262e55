import { findRegistered } from '#protocol';
import type { ClientMetadata } from './client-metadata.js';

/** No host name is longer than 253 characters (RFC 1035 §2.3.4), so no origin is. */
export const MAX_ORIGIN_LENGTH = 300;

/** As browsers write one (RFC 6454 §6.2); of the web, or of a program such as `capacitor://localhost`. */
const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[a-z0-9.[\]:_-]+$/;

/** Why a text is no origin, as a sentence. */
export function originError(text: string): string | undefined {
  const sound = text.length <= MAX_ORIGIN_LENGTH && ORIGIN.test(text);
  const web = /^https?:/.test(text);
  if (sound && (!web || URL.parse(text)?.origin === text)) return undefined;
  return 'An origin is a scheme, a host and a port, as browsers send them: https://app.example.com';
}

/** The origins from which a client's scripts may call us: those of its web redirect URIs, and what is allowed. */
export function browserOrigins(metadata: ClientMetadata): string[] {
  const origins = metadata.redirect_uris
    .map((uri) => URL.parse(uri)?.origin ?? 'null')
    .filter((origin) => origin !== 'null' && origin.length <= MAX_ORIGIN_LENGTH);
  return [...new Set([...origins, ...(metadata.allowed_cors_origins ?? [])])];
}

/** Whether a page at `origin` may be the client's: a native app is called back at any port (RFC 8252 §7.3). */
export function isAtHome(metadata: ClientMetadata, origin: string): boolean {
  return findRegistered(browserOrigins(metadata), origin, metadata.application_type) !== undefined;
}
