import { webUriError } from '#protocol';
import type { ClientMetadata } from './client-metadata.js';

/** What is wrong with the addresses at which a client hears that somebody signed out, as a sentence. */
export function logoutUris(metadata: ClientMetadata): string | undefined {
  for (const name of ['frontchannel_logout_uri', 'backchannel_logout_uri'] as const) {
    const uri = metadata[name];
    const problem = uri === undefined ? undefined : webUriError(uri, { allowHttp: true });
    if (problem !== undefined) return `${name}: ${problem}`;
  }
  const { frontchannel_logout_uri: framed, redirect_uris: redirectUris } = metadata;
  if (framed === undefined) return undefined;
  // Our page loads it for everybody who signs out, so it has to be the client's own (§2).
  const { origin } = new URL(framed);
  if (redirectUris.some((uri) => new URL(uri).origin === origin)) return undefined;
  return 'frontchannel_logout_uri must have the scheme, host and port of one of the redirect_uris.';
}
