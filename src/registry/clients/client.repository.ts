import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, IsNull, Like, type Repository } from 'typeorm';
import { type ListOf, type ListRequest, Lists, type Page } from '#platform/lists';
import { Client, type ClientSecret } from './client.js';
import { ClientEntity } from './client.entity.js';
import { ClientOriginEntity } from './client-origin.entity.js';
import { ClientSecretEntity } from './client-secret.entity.js';
import type { ClientMetadata } from './metadata/client-metadata.js';
import { RegistrableValues } from './metadata/registrable-values.js';

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
    private readonly offered: RegistrableValues,
    private readonly lists: Lists,
  ) {}

  async find(clientId: string, manager = this.clients.manager): Promise<Client | undefined> {
    // Both, whatever the first finds: an unknown client takes as long as a known one (attack C03).
    const [row, secrets] = await Promise.all([
      manager.findOneBy(ClientEntity, { clientId, deletedAt: IsNull() }),
      manager.find(ClientSecretEntity, { where: { clientId }, order: { createdAt: 'ASC' } }),
    ]);
    return row === null ? undefined : toClient(row, secrets, this.offered);
  }

  list(request: ListRequest): Promise<Page<Client>> {
    const query = this.clients.createQueryBuilder('c').where('c.deleted_at IS NULL');
    return this.lists.page(LIST, request, query, (row) => toClient(row, [], this.offered));
  }

  /** The same with their secrets, by one statement more. */
  async listWithSecrets(request: ListRequest): Promise<Page<Client>> {
    const page = await this.list(request);
    const ids = page.items.map(({ id }) => id);
    const found = await this.clients.manager.findBy(ClientSecretEntity, { clientId: In(ids) });
    const items = page.items.map((client) => {
      const secrets = found.filter(({ clientId }) => clientId === client.id).map(toSecret);
      return new Client({ ...client, secrets }, this.offered.grantTypes);
    });
    return { ...page, items };
  }

  /** How many there are that a document describes. */
  async countDescribed(): Promise<number> {
    return this.clients.countBy({ clientId: Like('http%:%') });
  }

  /** Whether a client that may do anything is at home at this origin. */
  async isOrigin(origin: string): Promise<boolean> {
    return this.origins
      .createQueryBuilder('o')
      .innerJoin(
        ClientEntity,
        'c',
        'c.client_id = o.client_id AND c.disabled = 0 AND c.deleted_at IS NULL',
      )
      .where('o.origin = :origin', { origin })
      .getExists();
  }
}

function toSecret(row: ClientSecretEntity): ClientSecret {
  return {
    id: row.id,
    hash: row.secretHash,
    sealed: row.sealed ?? undefined,
    label: row.label,
    hint: row.hint,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt ?? undefined,
    lastUsedAt: row.lastUsedAt ?? undefined,
  };
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
    endedVersion: row.endedVersion,
    endedAt: row.endedAt ?? undefined,
    secrets: secrets.map(toSecret),
    version: row.version,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    expiresAt: row.expiresAt ?? undefined,
  };
  return new Client(registered, offered.grantTypes);
}
