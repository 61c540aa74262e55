import { type MemberProblem, problem } from '#platform/changes';
import { webUriError } from '#protocol';
import { sectorOf } from '../subject/sector.js';
import type { ClientMetadata } from './client-metadata.js';

/** What OIDC Core §8.1 has against how a client is told who somebody is. */
export function subjectType(metadata: ClientMetadata): MemberProblem[] {
  const { subject_type: type, sector_identifier_uri: uri } = metadata;
  const error = uri === undefined ? undefined : webUriError(uri, { allowHttp: true });
  if (error !== undefined) {
    return problem('/sector_identifier_uri', `sector_identifier_uri: ${error}`);
  }
  if (type !== 'pairwise' || sectorOf(metadata) !== undefined) return [];
  const detail =
    'The subject_type pairwise needs redirect_uris of one host, or a sector_identifier_uri.';
  return problem('/subject_type', detail);
}
