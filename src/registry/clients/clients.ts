import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Client } from './client.js';
import { ClientExpiry } from './client-expiry.js';
import { ClientRepository } from './client.repository.js';
import { SnapshotCache } from './snapshot-cache.js';

/** How long another node may go on with what it knows of a client, in milliseconds. */
const MAX_AGE = 1000;
const MAX_CACHED = 5000;

/** The registry of clients, as requests look into it. How clients change: ClientChanges. */
@Injectable()
export class Clients implements OnApplicationShutdown {
  private readonly cache: SnapshotCache<Client | undefined>;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly repository: ClientRepository,
    private readonly expiry: ClientExpiry,
  ) {
    this.cache = new SnapshotCache((id) => this.read(id), MAX_AGE, MAX_CACHED);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.writing;
  }

  /** The client as it is, or was at most a second ago. Disabled clients are found too. */
  find(clientId: string): Client | undefined | Promise<Client | undefined> {
    // No id is longer; do not let a stranger fill the cache with kilobytes (attack L15).
    return clientId.length > 64 ? undefined : this.cache.get(clientId);
  }

  /** What is known of it on this node is out of date. */
  forget(clientId: string): void {
    this.cache.forget(clientId);
  }

  /** From the database; that somebody asks for a client is what keeps one that expires. */
  private async read(clientId: string): Promise<Client | undefined> {
    const client = await this.repository.find(clientId);
    if (client?.expiresAt !== undefined) {
      this.writing = this.expiry.postpone(client).catch(() => undefined);
    }
    return client;
  }
}
