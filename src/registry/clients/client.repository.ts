import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';
import { isUniqueViolation, Transactions } from '#platform/database';
import { type ListOf, type ListRequest, Lists, type Page } from '#platform/lists';
import { epochSeconds, OAuthError } from '#protocol';
import { Client } from './client.js';
import { ClientEntity } from './client.entity.js';
import { ClientOriginEntity } from './client-origin.entity.js';
import { ClientSecretEntity } from './client-secret.entity.js';
import type { ClientMetadata } from './metadata/client-metadata.js';
import { browserOrigins } from './metadata/browser-origins.js';
import { RegistrableValues } from './metadata/registrable-values.js';

/** Limit: bytes of one registration in all; its column takes 64 kB on MySQL. */
const MAX_METADATA = 60_000;

const LIST: ListOf<ClientEntity> = {
  name: 'clients',
  id: 'clientId',
  sorts: { client_id: 'clientId' },
};

@Injectable()
export class ClientRepository {
  constructor(
    @InjectRepository(ClientEntity) private readonly clients: Repository<ClientEntity>,
    @InjectRepository(ClientOriginEntity) private readonly origins: Repository<ClientOriginEntity>,
    private readonly transactions: Transactions,
    private readonly offered: RegistrableValues,
    private readonly lists: Lists,
  ) {}

  async find(clientId: string): Promise<Client | undefined> {
    // Both, whatever the first finds: an unknown client takes as long as a known one (attack C03).
    const [row, secrets] = await Promise.all([
      this.clients.findOneBy({ clientId }),
      this.clients.manager.find(ClientSecretEntity, {
        where: { clientId },
        order: { createdAt: 'ASC' },
      }),
    ]);
    return row === null ? undefined : toClient(row, secrets, this.offered);
  }

  list(request: ListRequest): Promise<Page<Client>> {
    const query = this.clients.createQueryBuilder('c');
    return this.lists.page(LIST, request, query, (row) => toClient(row, [], this.offered));
  }

  /**
   * @param state whether it is disabled, and when it expires if it does
   * @returns false when the id is taken
   */
  async create(
    clientId: string,
    metadata: ClientMetadata,
    { disabled = false, expiresAt }: { disabled?: boolean; expiresAt?: number | undefined } = {},
  ): Promise<boolean> {
    const now = epochSeconds();
    const json = serialise(metadata);
    try {
      await this.transactions.run(async (manager) => {
        await manager.insert(ClientEntity, {
          clientId,
          metadata: json,
          disabled: Number(disabled),
          createdAt: now,
          updatedAt: now,
          expiresAt: expiresAt ?? null,
        });
        await this.replaceOrigins(manager, clientId, metadata);
      });
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  /**
   * @param disabled as it is when undefined
   * @returns false when there is no such client
   */
  async replace(
    clientId: string,
    metadata: ClientMetadata,
    disabled: boolean | undefined,
  ): Promise<boolean> {
    const json = serialise(metadata);
    return this.transactions.run(async (manager) => {
      const { affected } = await manager.update(
        ClientEntity,
        { clientId },
        {
          metadata: json,
          updatedAt: epochSeconds(),
          ...(disabled === undefined ? {} : { disabled: Number(disabled) }),
        },
      );
      if (affected !== 1) return false;
      await this.replaceOrigins(manager, clientId, metadata);
      return true;
    });
  }

  /** Deletes a client with everything that was issued to it. */
  async delete(clientId: string): Promise<boolean> {
    return (await this.clients.delete({ clientId })).affected === 1;
  }

  /** Whether a client that may do anything is at home at this origin. */
  async isOrigin(origin: string): Promise<boolean> {
    return this.origins
      .createQueryBuilder('o')
      .innerJoin(ClientEntity, 'c', 'c.client_id = o.client_id AND c.disabled = 0')
      .where('o.origin = :origin', { origin })
      .getExists();
  }

  private async replaceOrigins(
    manager: EntityManager,
    clientId: string,
    metadata: ClientMetadata,
  ): Promise<void> {
    await manager.delete(ClientOriginEntity, { clientId });
    const origins = browserOrigins(metadata);
    if (origins.length > 0) {
      await manager.insert(
        ClientOriginEntity,
        origins.map((origin) => ({ origin, clientId })),
      );
    }
  }
}

/** @throws OAuthError `invalid_client_metadata` when it is more than is stored of one client */
function serialise(metadata: ClientMetadata): string {
  const json = JSON.stringify(metadata);
  if (Buffer.byteLength(json) <= MAX_METADATA) return json;
  throw new OAuthError('invalid_client_metadata', 'The metadata are too long, all in all.');
}

function toClient(
  row: ClientEntity,
  secrets: readonly ClientSecretEntity[],
  offered: RegistrableValues,
): Client {
  const registered = {
    id: row.clientId,
    metadata: JSON.parse(row.metadata) as ClientMetadata,
    disabled: row.disabled !== 0,
    secrets: secrets.map((secret) => ({
      id: secret.id,
      hash: secret.secretHash,
      sealed: secret.sealed ?? undefined,
      createdAt: secret.createdAt,
      expiresAt: secret.expiresAt ?? undefined,
      lastUsedAt: secret.lastUsedAt ?? undefined,
    })),
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    expiresAt: row.expiresAt ?? undefined,
  };
  return new Client(registered, offered.grantTypes);
}
