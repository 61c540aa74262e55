import { findRegistered } from '#protocol';
import type { ClientMetadata } from './client-metadata.js';

/** No host name is longer than 253 characters (RFC 1035 §2.3.4), so no origin is. */
export const MAX_ORIGIN_LENGTH = 300;

/** The origins from which a client's scripts may call us: those of its web redirect URIs. */
export function browserOrigins(metadata: ClientMetadata): string[] {
  const origins = metadata.redirect_uris
    .map((uri) => URL.parse(uri)?.origin ?? 'null')
    .filter((origin) => origin !== 'null' && origin.length <= MAX_ORIGIN_LENGTH);
  return [...new Set(origins)];
}

/** Whether a page at `origin` may be the client's: a native app is called back at any port (RFC 8252 §7.3). */
export function isAtHome(metadata: ClientMetadata, origin: string): boolean {
  return findRegistered(browserOrigins(metadata), origin, metadata.application_type) !== undefined;
}
