import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, IsNull, Like, type Repository } from 'typeorm';
import type { Reach } from '#platform/http';
import { type ListOf, type ListRequest, Lists, type Page } from '#platform/lists';
import { Client } from './client.js';
import { ClientEntity } from './client.entity.js';
import { ClientOriginEntity } from './client-origin.entity.js';
import { ClientSecretEntity } from './client-secret.entity.js';
import { ClientTermEntity } from './search/client-term.entity.js';
import { type ClientFilter, whereOwned, whereTerms } from './search/client-terms.js';
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

  async idOf(externalId: string): Promise<string | undefined> {
    return (await this.clients.findOneBy({ externalId }))?.clientId;
  }

  list(request: ListRequest & ClientFilter, reach: Reach | undefined): Promise<Page<Client>> {
    return this.page(request, reach, (row) => toClient(row, [], this.offered));
  }

  /** The same with their secrets, by one statement more. */
  async listWithSecrets(request: ListRequest, reach: Reach | undefined): Promise<Page<Client>> {
    const { items, ...page } = await this.page(request, reach, (row) => row);
    const ids = items.map(({ clientId }) => clientId);
    const secrets = await this.clients.manager.findBy(ClientSecretEntity, { clientId: In(ids) });
    const clients = items.map((row) => {
      const own = secrets.filter(({ clientId }) => clientId === row.clientId);
      return toClient(row, own, this.offered);
    });
    return { ...page, items: clients };
  }

  private page<T>(
    request: ListRequest & ClientFilter,
    reach: Reach | undefined,
    read: (row: ClientEntity) => T,
  ): Promise<Page<T>> {
    const query = this.clients.createQueryBuilder('c').where('c.deleted_at IS NULL');
    whereTerms(query, request);
    const { external_id: externalId } = request;
    if (externalId !== undefined) query.andWhere({ externalId });
    whereOwned(query, reach);
    return this.lists.page(LIST, request, query, read);
  }

  /** How many somebody owns by themselves. */
  async countOwned(owner: string): Promise<number> {
    return this.clients.manager.countBy(ClientTermEntity, { kind: 'owner', value: owner });
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

function toClient(
  row: ClientEntity,
  secrets: readonly ClientSecretEntity[],
  offered: RegistrableValues,
): Client {
  const registered = {
    id: row.clientId,
    metadata: JSON.parse(row.metadata) as ClientMetadata,
    disabled: row.disabled !== 0,
    externalId: row.externalId ?? undefined,
    endedVersion: row.endedVersion,
    endedAt: row.endedAt ?? undefined,
    secrets: secrets.map((secret) => ({
      id: secret.id,
      hash: secret.secretHash,
      sealed: secret.sealed ?? undefined,
      label: secret.label,
      hint: secret.hint,
      createdAt: secret.createdAt,
      expiresAt: secret.expiresAt ?? undefined,
      lastUsedAt: secret.lastUsedAt ?? undefined,
    })),
    version: row.version,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    expiresAt: row.expiresAt ?? undefined,
    lastUsedAt: row.lastUsedAt ?? undefined,
  };
  return new Client(registered, offered.grantTypes);
}
