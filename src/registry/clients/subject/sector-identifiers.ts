import { Injectable } from '@nestjs/common';
import { OutboundDocuments, OutboundError } from '#platform/outbound';
import { OAuthError } from '#protocol';
import type { ClientMetadata } from '../metadata/client-metadata.js';

/** Asks the owner of a sector whether a client belongs to it (OIDC Registration §5). */
@Injectable()
export class SectorIdentifiers {
  constructor(private readonly documents: OutboundDocuments) {}

  /**
   * @param current as it is registered so far; what has been looked at is not fetched again
   * @throws OAuthError `invalid_client_metadata` when the document does not list every redirect URI
   */
  async check(metadata: ClientMetadata, current?: ClientMetadata): Promise<void> {
    const { sector_identifier_uri: uri, redirect_uris: redirectUris } = metadata;
    if (uri === undefined) return;
    const known = uri === current?.sector_identifier_uri ? current.redirect_uris : [];
    if (redirectUris.every((own) => known.includes(own))) return;
    const listed = await this.fetch(uri);
    if (redirectUris.every((own) => listed.includes(own))) return;
    throw refused('The document at sector_identifier_uri must list every one of redirect_uris.');
  }

  private async fetch(uri: string): Promise<readonly unknown[]> {
    let document: unknown;
    try {
      document = await this.documents.getJson(uri);
    } catch (error) {
      if (!(error instanceof OutboundError)) throw error;
      throw refused('The document at sector_identifier_uri could not be read.', error);
    }
    if (Array.isArray(document)) return document as unknown[];
    throw refused('The document at sector_identifier_uri must be a JSON array.');
  }
}

function refused(description: string, cause?: OutboundError): OAuthError {
  const reason = cause === undefined ? {} : { reason: cause.reason };
  return new OAuthError('invalid_client_metadata', description, { cause, ...reason });
}
