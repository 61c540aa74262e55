import { webUriError } from '#protocol';
import { sectorOf } from '../subject/sector.js';
import type { ClientMetadata } from './client-metadata.js';

/** What is wrong with how a client is told who somebody is (OIDC Core §8.1), as a sentence. */
export function subjectType(metadata: ClientMetadata): string | undefined {
  const { subject_type: type, sector_identifier_uri: uri } = metadata;
  const problem = uri === undefined ? undefined : webUriError(uri, { allowHttp: true });
  if (problem !== undefined) return `sector_identifier_uri: ${problem}`;
  if (type !== 'pairwise' || sectorOf(metadata) !== undefined) return undefined;
  return 'The subject_type pairwise needs redirect_uris of one host, or a sector_identifier_uri.';
}
