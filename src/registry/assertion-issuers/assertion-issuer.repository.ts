import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { JSONWebKeySet } from 'jose';
import { MoreThan, type Repository } from 'typeorm';
import { isUniqueViolation } from '#platform/database';
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

  async find(id: string): Promise<AssertionIssuer | undefined> {
    const row = await this.rows.findOneBy({ id });
    return row === null ? undefined : toIssuer(row);
  }

  /** A page in the order of ids. */
  async list(after: string, limit: number): Promise<AssertionIssuer[]> {
    const where = { id: MoreThan(after) };
    const rows = await this.rows.find({ where, order: { id: 'ASC' }, take: limit });
    return rows.map(toIssuer);
  }

  /** @returns false when the issuer is registered already: the unique index decides */
  async create(issuer: AssertionIssuer): Promise<boolean> {
    try {
      await this.rows.insert(toRow(issuer));
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  /** @returns false when it is gone */
  async replace(issuer: AssertionIssuer): Promise<boolean> {
    const { id, ...columns } = toRow(issuer);
    return (await this.rows.update({ id }, columns)).affected === 1;
  }

  async delete(id: string): Promise<boolean> {
    return (await this.rows.delete({ id })).affected === 1;
  }
}

function toRow(issuer: AssertionIssuer): AssertionIssuerEntity {
  return {
    id: issuer.id,
    issuer: issuer.issuer,
    name: issuer.name,
    jwks: issuer.jwks === undefined ? null : JSON.stringify(issuer.jwks),
    jwksUri: issuer.jwks_uri ?? null,
    subjectMapping: issuer.subjectMapping,
    clientIds: JSON.stringify(issuer.clientIds),
    scopes: JSON.stringify(issuer.scopes),
    enabled: Number(issuer.enabled),
    createdAt: issuer.createdAt,
    updatedAt: issuer.updatedAt,
  };
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
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}
