import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull } from 'typeorm';
import {
  type Aggregate,
  type MemberProblem,
  type Plan,
  RefusedChange,
  unlessTaken,
} from '#platform/changes';
import { SigningKeys } from '#platform/crypto';
import { isForeignKeyViolation } from '#platform/database';
import { epochSeconds } from '#protocol';
import type { Client } from './client.js';
import { ClientEntity } from './client.entity.js';
import { ClientOriginEntity } from './client-origin.entity.js';
import { ClientGroupEntity } from './client-group.entity.js';
import { ClientRepository } from './client.repository.js';
import { Clients } from './clients.js';
import { browserOrigins } from './metadata/browser-origins.js';
import type { ClientMetadata } from './metadata/client-metadata.js';
import { neededKeys } from './metadata/needed-keys.js';
import type { PlannedClient } from './plan-client.js';
import { ClientSecrets, type NewSecret } from './secrets/client-secrets.js';
import { insertTerms, replaceTerms } from './search/client-terms.js';
import { SectorIdentifiers } from './subject/sector-identifiers.js';

/** The tables of what a client shows, where it is at home and for whom: few rows, which go with it. */
const CREDENTIALS = [
  'client_secrets',
  'client_origins',
  'client_groups',
  'client_registrations',
  'client_terms',
];

const TAKEN =
  'This client_id is taken, or what was issued to a client of that id is still being deleted.';

const SUBJECT =
  'This client_id is the subject of a person: a token of the client could pass for one of the person.';

function aboutId(detail: string): MemberProblem {
  return { pointer: '/client_id', detail, kind: 'conflict', error: 'invalid_client_metadata' };
}

/** How clients are stored: a row, its secrets and the origins of its redirect URIs. */
@Injectable()
export class ClientAggregate implements Aggregate<Client, PlannedClient, NewSecret | undefined> {
  readonly noun = 'client';

  constructor(
    private readonly repository: ClientRepository,
    private readonly clients: Clients,
    private readonly secrets: ClientSecrets,
    private readonly sectors: SectorIdentifiers,
    private readonly keys: SigningKeys,
  ) {}

  find(id: string, manager?: EntityManager): Promise<Client | undefined> {
    return this.repository.find(id, manager);
  }

  check({ value }: Plan<PlannedClient>, before?: Client): Promise<readonly MemberProblem[]> {
    return this.sectors.check(value.metadata, before?.metadata);
  }

  /** They are published by the time at which the client needs them. */
  prepare({ value }: Plan<PlannedClient>): Promise<void> {
    return this.keys.prepare(...neededKeys(value.metadata));
  }

  async make({ value, effects }: Plan<PlannedClient>): Promise<NewSecret | undefined> {
    if (!effects.includes('secret_made')) return undefined;
    return this.secrets.make(value.metadata, value.newSecret);
  }

  async insert(
    manager: EntityManager,
    clientId: string,
    { value }: Plan<PlannedClient>,
    secret: NewSecret | undefined,
  ): Promise<void> {
    const now = epochSeconds();
    if (await this.clients.isSubject(clientId, manager)) throw new RefusedChange(aboutId(SUBJECT));
    const inserting = manager.insert(ClientEntity, {
      ...{ clientId, metadata: JSON.stringify(value.metadata), disabled: Number(value.disabled) },
      // Of two clients of one id the later one has the higher version, as the time has.
      ...{ endedVersion: value.endedAt ?? 0, endedAt: value.endedAt ?? null },
      ...{ version: 1, createdAt: now, updatedAt: now },
      expiresAt: value.expiresAt ?? null,
      externalId: value.externalId ?? null,
      ...{ deletedAt: null, lastUsedAt: null },
    });
    await unlessTaken(inserting, aboutId(TAKEN));
    await insertOrigins(manager, clientId, value.metadata);
    await insertGroups(manager, clientId, value.metadata);
    await insertTerms(manager, clientId, value.metadata);
    if (secret !== undefined) await this.secrets.add(manager, clientId, secret, now);
  }

  async update(
    manager: EntityManager,
    { id: clientId, version, endedVersion, endedAt = 0 }: Client,
    { value, effects }: Plan<PlannedClient>,
    secret: NewSecret | undefined,
  ): Promise<boolean> {
    const now = epochSeconds();
    const updating = manager.update(
      ClientEntity,
      { clientId, version },
      {
        metadata: JSON.stringify(value.metadata),
        disabled: Number(value.disabled),
        ...(value.externalId === undefined ? {} : { externalId: value.externalId }),
        version: version + 1,
        updatedAt: now,
        ...(effects.includes('tokens_end')
          ? // Of two endings in one second, the later one counts as of the next.
            { endedVersion: endedVersion + 1, endedAt: Math.max(now, endedAt + 1) }
          : {}),
      },
    );
    if ((await unlessTaken(updating)).affected !== 1) return false;
    await manager.delete(ClientOriginEntity, { clientId });
    await insertOrigins(manager, clientId, value.metadata);
    await manager.delete(ClientGroupEntity, { clientId });
    await insertGroups(manager, clientId, value.metadata);
    await replaceTerms(manager, clientId, value.metadata);
    await this.secrets.reduce(manager, clientId, value.metadata);
    if (value.changedSecret !== undefined) {
      await this.secrets.change(manager, clientId, value.changedSecret);
    }
    if (value.endedSecret !== undefined) {
      await this.secrets.end(manager, clientId, value.endedSecret);
    }
    if (secret !== undefined) {
      await this.secrets.add(manager, clientId, secret, value.previousSecretsExpireAt ?? now);
    }
    return true;
  }

  /** For everybody at once; what was issued to it goes some at a time (ClientRemains). */
  async delete(manager: EntityManager, { id: clientId, version }: Client): Promise<boolean> {
    const { affected } = await manager.update(
      ClientEntity,
      { clientId, version, deletedAt: IsNull() },
      {
        ...{ deletedAt: epochSeconds(), disabled: 1, expiresAt: null, externalId: null },
        version: version + 1,
      },
    );
    if (affected !== 1) return false;
    for (const table of CREDENTIALS) {
      await manager
        .createQueryBuilder()
        .delete()
        .from(table)
        .where('client_id = :clientId', { clientId })
        .execute();
    }
    return true;
  }

  forget(id: string): void {
    this.clients.forget(id);
  }
}

async function insertOrigins(
  manager: EntityManager,
  clientId: string,
  metadata: ClientMetadata,
): Promise<void> {
  const origins = browserOrigins(metadata);
  if (origins.length === 0) return;
  const rows = origins.map((origin) => ({ origin, clientId }));
  await manager.insert(ClientOriginEntity, rows);
}

/** A group that is deleted meanwhile is no group to let in: nobody may take its place. */
async function insertGroups(
  manager: EntityManager,
  clientId: string,
  { allowed_groups: groups = [] }: ClientMetadata,
): Promise<void> {
  if (groups.length === 0) return;
  try {
    await manager.insert(
      ClientGroupEntity,
      groups.map((groupId) => ({ groupId, clientId })),
    );
  } catch (error) {
    if (!isForeignKeyViolation(error)) throw error;
    const problem = { pointer: '/allowed_groups', detail: 'One of the groups is gone.' };
    throw new RefusedChange({ ...problem, kind: 'conflict', error: 'invalid_client_metadata' });
  }
}
