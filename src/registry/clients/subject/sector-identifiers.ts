import { Injectable } from '@nestjs/common';
import { type MemberProblem, problem } from '#platform/changes';
import { OutboundDocuments, OutboundError } from '#platform/outbound';
import type { ClientMetadata } from '../metadata/client-metadata.js';

/** Asks the owner of a sector whether a client belongs to it (OIDC Registration §5). */
@Injectable()
export class SectorIdentifiers {
  constructor(private readonly documents: OutboundDocuments) {}

  /**
   * @param current as it is registered so far; what has been looked at is not fetched again
   * @returns what is wrong when the document does not list every redirect URI
   */
  async check(metadata: ClientMetadata, current?: ClientMetadata): Promise<MemberProblem[]> {
    const { sector_identifier_uri: uri, redirect_uris: redirectUris } = metadata;
    if (uri === undefined) return [];
    const known = uri === current?.sector_identifier_uri ? current.redirect_uris : [];
    if (redirectUris.every((own) => known.includes(own))) return [];
    let listed: unknown;
    try {
      listed = await this.documents.getJson(uri);
    } catch (error) {
      if (!(error instanceof OutboundError)) throw error;
      const { reason } = error;
      return refuse('The document at sector_identifier_uri could not be read.', reason);
    }
    if (!Array.isArray(listed)) {
      return refuse('The document at sector_identifier_uri must be a JSON array.');
    }
    if (redirectUris.every((own) => listed.includes(own))) return [];
    return refuse('The document at sector_identifier_uri must list every one of redirect_uris.');
  }
}

function refuse(detail: string, reason?: string): MemberProblem[] {
  return problem('/sector_identifier_uri', detail, { error: 'invalid_client_metadata', reason });
}
