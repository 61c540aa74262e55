import type { ClientMetadata } from '../metadata/client-metadata.js';

/**
 * The clients among which a person has one identifier (OIDC Core §8.1). It is the host of the
 * `sector_identifier_uri`, or else the one host of all redirect URIs. Undefined without any.
 */
export function sectorOf(metadata: ClientMetadata): string | undefined {
  const { sector_identifier_uri: uri, redirect_uris: uris } = metadata;
  const [first, ...others] = new Set((uri === undefined ? uris : [uri]).map(hostOf));
  return others.length === 0 && first !== '' ? first : undefined;
}

/** Empty for the private schemes of native applications. */
function hostOf(uri: string): string {
  return URL.parse(uri)?.hostname ?? '';
}
