import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { JSONWebKeySet } from 'jose';
import type { EntityManager, Repository } from 'typeorm';
import { type ListOf, type ListRequest, Lists, type Page, whereBeginning } from '#platform/lists';
import { type Dependent, Dependents, type DependentSource, type Loss } from '#registry/resources';
import type { AssertionIssuer, SubjectMapping } from './assertion-issuer.js';
import { AssertionIssuerEntity } from './assertion-issuer.entity.js';

const LIST: ListOf<AssertionIssuerEntity> = {
  name: 'assertion-issuers',
  id: 'id',
  sorts: { id: 'id', issuer: 'issuer' },
};

export interface AssertionIssuerListRequest extends ListRequest {
  readonly external_id?: string | undefined;
}

@Injectable()
export class AssertionIssuerRepository implements DependentSource, OnModuleInit {
  constructor(
    @InjectRepository(AssertionIssuerEntity)
    private readonly rows: Repository<AssertionIssuerEntity>,
    private readonly lists: Lists,
    private readonly dependents: Dependents,
  ) {}

  onModuleInit(): void {
    this.dependents.add(this);
  }

  /** They are few. */
  async dependentsOn(
    { scopes }: Loss,
    limit: number,
    manager: EntityManager,
  ): Promise<Dependent[]> {
    const rows = await manager.find(AssertionIssuerEntity, { order: { id: 'ASC' } });
    return rows
      .map(toIssuer)
      .filter((issuer) => issuer.scopes.some((name) => scopes.includes(name)))
      .slice(0, limit)
      .map(({ id, name }) => ({ kind: 'assertion_issuer', id, name }));
  }

  /** By what its assertions call it. Disabled ones are found too. */
  async findByIssuer(issuer: string): Promise<AssertionIssuer | undefined> {
    const row = await this.rows.findOneBy({ issuer });
    return row === null ? undefined : toIssuer(row);
  }

  async find(id: string, manager = this.rows.manager): Promise<AssertionIssuer | undefined> {
    const row = await manager.findOneBy(AssertionIssuerEntity, { id });
    return row === null ? undefined : toIssuer(row);
  }

  async idOf(externalId: string): Promise<string | undefined> {
    return (await this.rows.findOneBy({ externalId }))?.id;
  }

  list(request: AssertionIssuerListRequest): Promise<Page<AssertionIssuer>> {
    const query = whereBeginning(this.rows.createQueryBuilder('i'), ['issuer'], request.q ?? '');
    const { external_id: externalId } = request;
    if (externalId !== undefined) query.andWhere({ externalId });
    return this.lists.page(LIST, request, query, toIssuer);
  }
}

function toIssuer(row: AssertionIssuerEntity): AssertionIssuer {
  return {
    id: row.id,
    issuer: row.issuer,
    name: row.name,
    jwks: row.jwks === null ? undefined : (JSON.parse(row.jwks) as JSONWebKeySet),
    jwks_uri: row.jwksUri ?? undefined,
    subjectMapping: row.subjectMapping as SubjectMapping,
    clientIds: JSON.parse(row.clientIds) as string[],
    scopes: JSON.parse(row.scopes) as string[],
    enabled: row.enabled !== 0,
    endedVersion: row.endedVersion,
    externalId: row.externalId,
    version: row.version,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}
