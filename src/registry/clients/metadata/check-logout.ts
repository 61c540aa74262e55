import { type MemberProblem, problem } from '#platform/changes';
import { webUriError } from '#protocol';
import type { ClientMetadata } from './client-metadata.js';

/** What is wrong with the addresses at which a client hears that somebody signed out. */
export function logoutUris(metadata: ClientMetadata): MemberProblem[] {
  const malformed = (['frontchannel_logout_uri', 'backchannel_logout_uri'] as const).flatMap(
    (name) => {
      const uri = metadata[name];
      const error = uri === undefined ? undefined : webUriError(uri, { allowHttp: true });
      return problem(`/${name}`, error === undefined ? undefined : `${name}: ${error}`);
    },
  );
  return [...malformed, ...problem('/frontchannel_logout_uri', foreignFrame(metadata))];
}

/** Our page loads it for everybody who signs out, so it has to be the client's own (§2). */
function foreignFrame(metadata: ClientMetadata): string | undefined {
  const { frontchannel_logout_uri: framed, redirect_uris: redirectUris } = metadata;
  const origin = framed === undefined ? undefined : originOf(framed);
  if (origin === undefined || redirectUris.some((uri) => originOf(uri) === origin))
    return undefined;
  return 'frontchannel_logout_uri must have the scheme, host and port of one of the redirect_uris.';
}

function originOf(uri: string): string | undefined {
  return URL.canParse(uri) ? new URL(uri).origin : undefined;
}
