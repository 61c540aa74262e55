import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { JSONWebKeySet } from 'jose';
import { MoreThan, type Repository } from 'typeorm';
import type { AssertionIssuer, SubjectMapping } from './assertion-issuer.js';
import { AssertionIssuerEntity } from './assertion-issuer.entity.js';

@Injectable()
export class AssertionIssuerRepository {
  constructor(
    @InjectRepository(AssertionIssuerEntity)
    private readonly rows: Repository<AssertionIssuerEntity>,
  ) {}

  /** By what its assertions call it. Disabled ones are found too. */
  async findByIssuer(issuer: string): Promise<AssertionIssuer | undefined> {
    const row = await this.rows.findOneBy({ issuer });
    return row === null ? undefined : toIssuer(row);
  }

  async find(id: string, manager = this.rows.manager): Promise<AssertionIssuer | undefined> {
    const row = await manager.findOneBy(AssertionIssuerEntity, { id });
    return row === null ? undefined : toIssuer(row);
  }

  /** A page in the order of ids. */
  async list(after: string, limit: number): Promise<AssertionIssuer[]> {
    const where = { id: MoreThan(after) };
    const rows = await this.rows.find({ where, order: { id: 'ASC' }, take: limit });
    return rows.map(toIssuer);
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
    version: row.version,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}
