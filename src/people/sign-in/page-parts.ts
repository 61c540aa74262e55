import type { Client } from '#registry/clients';
import { definePart, type WayOn } from '#platform/http';

/** The application asking, as a person sees it (RFC 7591 section 2). */
export interface PageClient {
  name: string;
  /**
   * Path on this origin, `/...`; anything else is not shown (a hot-linked logo leaks the visit). Absent where
   * there is no picture: then the monogram is shown.
   */
  logoUri?: string | undefined;
  /** Shown as links with their host when they are http(s) URLs, left out otherwise. */
  policyUri?: string | undefined;
  tosUri?: string | undefined;
  clientUri?: string | undefined;
  /** Who says what the client is called, where a document describes it. */
  documentHost?: string | undefined;
  /** Where the person goes afterwards: the host of the redirect URI, or its scheme for native apps. */
  redirectHost?: string | undefined;
  firstParty?: boolean | undefined;
  /** Nobody at the operator looked at this registration (RFC 7591 section 5). */
  unverified?: boolean | undefined;
}

export interface PageUser {
  name: string;
  username: string;
}

export interface PageScope {
  name: string;
  description: string;
}

export const clientPart = definePart(import.meta.url, '_client');
export const clientLinksPart = definePart(import.meta.url, '_client-links');
export const scopesPart = definePart(import.meta.url, '_scopes');
export const userPart = definePart(import.meta.url, '_user');

/**
 * Where somebody goes on who cannot be sent there with an answer: the application's website, or where its
 * redirect URI is. Undefined for one that nobody has verified, and for one that is not on the web.
 */
export function wayOnTo({ name, metadata }: Client): WayOn | undefined {
  if (metadata.unverified) return undefined;
  const { client_uri: website, redirect_uris: redirectUris } = metadata;
  const origin = redirectUris.map((uri) => new URL(uri).origin).find((one) => one !== 'null');
  const uri = website ?? origin;
  return uri === undefined ? undefined : { name, uri };
}

/** Where a redirect URI leads, in the ASCII form that shows look-alikes for what they are (A36). */
export function hostOf(uri: string): string {
  const url = new URL(uri);
  return url.host === '' ? url.protocol : url.host;
}
