import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Config } from '#platform/config';
import type { Client } from './client.js';
import { ClientExpiry } from './client-expiry.js';
import { ClientRepository } from './client.repository.js';
import { SnapshotCache } from '#platform/cache';
import { isAddress, isWelcome } from './documents/document-id.js';
import { LONGEST_CLIENT_ID } from './metadata/client-id.js';
import { SubjectNames } from './subject-names.js';

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
    private readonly config: Config,
    private readonly subjects: SubjectNames,
  ) {
    this.cache = new SnapshotCache((id) => this.read(id), MAX_AGE, MAX_CACHED);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.writing;
  }

  /** The client as it is, or was at most a second ago. Disabled clients are found too. */
  find(clientId: string): Client | undefined | Promise<Client | undefined> {
    // Do not let a stranger fill the cache with kilobytes (attack L15).
    const possible = isAddress(clientId)
      ? isWelcome(this.config, clientId)
      : clientId.length <= LONGEST_CLIENT_ID;
    return possible ? this.cache.get(clientId) : undefined;
  }

  /** The client as it is stored, for whoever looks at it: that is no use of it. */
  stored(clientId: string): Promise<Client | undefined> {
    return this.repository.find(clientId);
  }

  /** Whether a person is called so. */
  isSubject(name: string, manager: EntityManager): Promise<boolean> {
    return this.subjects.has(name, manager);
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
