import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { epochSeconds, OAuthError } from '#protocol';
import { randomId } from '#platform/crypto';
import type { Client } from './client.js';
import { ClientExpiry } from './client-expiry.js';
import { ClientRepository } from './client.repository.js';
import type { ClientMetadata, ClientMetadataInput } from './metadata/client-metadata.js';
import { completeMetadata } from './metadata/complete-metadata.js';
import { MetadataChecker } from './metadata/metadata-checker.js';
import { ClientSecrets } from './secrets/client-secrets.js';
import { SnapshotCache } from './snapshot-cache.js';

/** How long another node may go on with what it knows of a client, in milliseconds. */
const MAX_AGE = 1000;
const MAX_CACHED = 5000;

export interface NewClient {
  readonly id?: string;
  readonly disabled?: boolean;
  /** It registered itself, and is deleted when nobody uses it. */
  readonly selfRegistered?: boolean;
}

/** The registry of clients: reading, registering, changing. */
@Injectable()
export class Clients implements OnApplicationShutdown {
  private readonly cache: SnapshotCache<Client | undefined>;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly repository: ClientRepository,
    private readonly checker: MetadataChecker,
    private readonly secrets: ClientSecrets,
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

  /**
   * Registers a client.
   * @returns the client and, where its method needs one, its secret
   * @throws OAuthError `invalid_redirect_uri` or `invalid_client_metadata`
   */
  async register(
    input: ClientMetadataInput,
    { id = randomId(), disabled = false, selfRegistered = false }: NewClient = {},
  ): Promise<{ client: Client; secret: string | undefined }> {
    const metadata = completeMetadata(input);
    await this.checker.check(metadata);
    const expiresAt = selfRegistered ? this.expiry.ofUseNow() : undefined;
    if (!(await this.repository.create(id, metadata, { disabled, expiresAt }))) {
      throw new OAuthError('invalid_client_metadata', 'This client_id is taken.', { status: 409 });
    }
    const secret = await this.secrets.add(id, metadata, epochSeconds());
    return { client: await this.reread(id), secret };
  }

  /** Registers a client of Gatehouse itself, unless another node has just done so. */
  async registerBuiltIn(id: string, input: ClientMetadataInput): Promise<void> {
    const metadata = completeMetadata(input);
    await this.checker.check(metadata);
    await this.repository.create(id, metadata);
    this.cache.forget(id);
  }

  /**
   * Changes a client: members given replace, members given as null take away.
   * @returns a first secret as well when the change makes the client need one
   */
  async change(
    client: Client,
    changes: ClientMetadataInput,
    disabled?: boolean,
  ): Promise<{ client: Client; secret: string | undefined } | undefined> {
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    // A change that only disables the client must work, whatever the operator has switched off since.
    if (given.length === 0) return this.store(client, client.metadata, disabled);
    const result = { ...client.metadata, ...Object.fromEntries(given) };
    return this.replace(client, result, disabled);
  }

  /** The same with all members at once: those that are not given go (RFC 7592 §2.2). */
  async replace(client: Client, input: ClientMetadataInput, disabled?: boolean) {
    const metadata = completeMetadata(input);
    await this.checker.check(metadata, client.metadata);
    return this.store(client, metadata, disabled);
  }

  private async store(client: Client, metadata: ClientMetadata, disabled: boolean | undefined) {
    if (!(await this.repository.replace(client.id, metadata, disabled))) return undefined;
    const secret = await this.secrets.adjust(client, metadata);
    return { client: await this.reread(client.id), secret };
  }

  /** A new secret, for a client that needs one; the old ones stay valid until `previousExpireAt`. */
  async rotateSecret(client: Client, previousExpireAt: number): Promise<string | undefined> {
    const secret = await this.secrets.add(client.id, client.metadata, previousExpireAt);
    this.cache.forget(client.id);
    return secret;
  }

  async delete(clientId: string): Promise<boolean> {
    const deleted = await this.repository.delete(clientId);
    this.cache.forget(clientId);
    return deleted;
  }

  /** From the database; that somebody asks for a client is what keeps one that expires. */
  private async read(clientId: string): Promise<Client | undefined> {
    const client = await this.repository.find(clientId);
    if (client?.expiresAt !== undefined) {
      this.writing = this.expiry.postpone(client).catch(() => undefined);
    }
    return client;
  }

  private async reread(clientId: string): Promise<Client> {
    this.cache.forget(clientId);
    const client = await this.repository.find(clientId);
    if (client === undefined) throw new Error('the client was deleted meanwhile');
    return client;
  }
}
