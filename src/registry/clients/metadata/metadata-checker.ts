import { Injectable } from '@nestjs/common';
import { SigningKeys } from '#platform/crypto';
import { SectorIdentifiers } from '../subject/sector-identifiers.js';
import { checkMetadata } from './check-metadata.js';
import type { ClientMetadata } from './client-metadata.js';
import { neededKeys } from './needed-keys.js';
import { RegistrableValues } from './registrable-values.js';

/** Checks that a registration is sound, and that what it refers to exists: APIs, sectors, keys of ours. */
@Injectable()
export class MetadataChecker {
  constructor(
    private readonly values: RegistrableValues,
    private readonly sectors: SectorIdentifiers,
    private readonly keys: SigningKeys,
  ) {}

  /**
   * @param current as it is registered so far
   * @throws OAuthError `invalid_redirect_uri` or `invalid_client_metadata`
   */
  async check(metadata: ClientMetadata, current?: ClientMetadata): Promise<void> {
    checkMetadata(metadata, this.values);
    await this.sectors.check(metadata, current);
    // They are published by the time at which it needs them.
    await this.keys.prepare(...neededKeys(metadata));
  }
}
