import { Injectable } from '@nestjs/common';
import { CrossOriginPolicy } from '#platform/http';
import { ClientRepository } from './client.repository.js';
import { MAX_ORIGIN_LENGTH } from './metadata/browser-origins.js';
import { SnapshotCache } from '#platform/cache';

/** Answers CORS questions from the redirect URIs of the registered clients (attack M04). */
@Injectable()
export class ClientOrigins extends CrossOriginPolicy {
  private readonly cache: SnapshotCache<boolean>;

  constructor(repository: ClientRepository) {
    super();
    this.cache = new SnapshotCache((origin) => repository.isOrigin(origin), 1000, 1000);
  }

  override async isKnown(origin: string): Promise<boolean> {
    return origin.length <= MAX_ORIGIN_LENGTH && this.cache.get(origin);
  }
}
