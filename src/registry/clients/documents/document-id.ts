import type { Config } from '#platform/config';

/** Limit: characters of a `client_id` that is the address of a document; the columns hold no more. */
const LONGEST_DOCUMENT_ID = 255;

/** What no id is that we make or an admin chooses. */
export function isAddress(clientId: string): boolean {
  return clientId.startsWith('https:') || clientId.startsWith('http:');
}

/**
 * Whether the client of a document may come here: its `client_id` is an https URL with a path and without
 * fragment and user, written as URLs are, so that it has one spelling; or one of this machine
 * (draft-ietf-oauth-client-id-metadata-document §3).
 */
export function isWelcome({ clientIdDocuments: hosts }: Config, clientId: string): boolean {
  if (hosts === 'off' || clientId.length > LONGEST_DOCUMENT_ID) return false;
  const url = URL.parse(clientId);
  if (url?.href !== clientId || url.pathname === '/' || url.hash !== '') return false;
  if (url.username !== '' || url.password !== '') return false;
  const here = url.protocol === 'http:' && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
  if (url.protocol !== 'https:' && !here) return false;
  return hosts === 'any' || hosts.has(url.hostname) || hosts.has(url.host);
}
