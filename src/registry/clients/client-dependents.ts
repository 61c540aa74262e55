import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Brackets, type EntityManager, MoreThan, type Repository } from 'typeorm';
import { canonicalIdentifier, namesResource, parseScope } from '#protocol';
import { type Dependent, Dependents, type DependentSource, type Loss } from '#registry/resources';
import { ClientEntity } from './client.entity.js';
import type { ClientMetadata } from './metadata/client-metadata.js';

const BATCH = 500;

/** The clients that are registered for an API: for its scopes, or to speak with or for it. */
@Injectable()
export class ClientDependents implements DependentSource, OnModuleInit {
  constructor(
    @InjectRepository(ClientEntity) private readonly rows: Repository<ClientEntity>,
    private readonly dependents: Dependents,
  ) {}

  onModuleInit(): void {
    this.dependents.add(this);
  }

  /** The database finds those that may be, by text; what they are registered for decides. */
  async dependentsOn(loss: Loss, limit: number, manager: EntityManager): Promise<Dependent[]> {
    const found: Dependent[] = [];
    for (let after = ''; found.length < limit;) {
      const rows = await naming(manager, loss, after);
      found.push(...rows.flatMap((row) => asDependent(row, loss)));
      if (rows.length < BATCH) break;
      after = rows.at(-1)?.clientId ?? '';
    }
    return found.slice(0, limit);
  }

  async isClient(name: string): Promise<boolean> {
    return this.rows.existsBy({ clientId: name });
  }
}

function naming(
  manager: EntityManager,
  { scopes, identifier }: Loss,
  after: string,
): Promise<ClientEntity[]> {
  const spellings = identifier === undefined ? [] : [identifier, canonicalIdentifier(identifier)];
  const names = [...scopes, ...spellings.map((uri) => uri.replace(/\/$/, ''))];
  return manager
    .createQueryBuilder(ClientEntity, 'c')
    .where({ clientId: MoreThan(after) })
    .andWhere(
      new Brackets((any) => {
        names.forEach((name, n) => {
          any.orWhere(`c.metadata LIKE :name${String(n)} ESCAPE '!'`, {
            [`name${String(n)}`]: `%${name.replace(/[!%_]/g, '!$&')}%`,
          });
        });
      }),
    )
    .orderBy('c.client_id')
    .take(BATCH)
    .getMany();
}

function asDependent({ clientId: id, metadata }: ClientEntity, loss: Loss): Dependent[] {
  const client = JSON.parse(metadata) as ClientMetadata;
  return uses(client, loss) ? [{ kind: 'client', id, name: client.client_name }] : [];
}

function uses(client: ClientMetadata, { scopes, identifier }: Loss): boolean {
  const own = new Set(parseScope(client.scope ?? ''));
  if (scopes.some((name) => own.has(name))) return true;
  if (identifier === undefined) return false;
  const audiences = client.token_exchange?.audiences ?? [];
  const { resource_server: speaksFor } = client;
  const named = speaksFor === undefined ? audiences : [speaksFor, ...audiences];
  return namesResource(named, identifier);
}
