import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Aggregate, type Plan, unlessTaken } from '#platform/changes';
import { epochSeconds } from '#protocol';
import type { AssertionIssuer, AssertionIssuerValue } from './assertion-issuer.js';
import { AssertionIssuerEntity } from './assertion-issuer.entity.js';
import { AssertionIssuerRepository } from './assertion-issuer.repository.js';

const ISSUER_TAKEN = { pointer: '/issuer', detail: 'This issuer is registered already.' };

/** How assertion issuers are stored: one row each. */
@Injectable()
export class AssertionIssuerAggregate implements Aggregate<AssertionIssuer, AssertionIssuerValue> {
  readonly noun = 'assertion issuer';

  constructor(private readonly repository: AssertionIssuerRepository) {}

  find(id: string, manager?: EntityManager): Promise<AssertionIssuer | undefined> {
    return this.repository.find(id, manager);
  }

  make(): undefined {
    return undefined;
  }

  async insert(
    manager: EntityManager,
    id: string,
    { value }: Plan<AssertionIssuerValue>,
  ): Promise<void> {
    const now = epochSeconds();
    const row = {
      ...columnsOf(value),
      id,
      endedVersion: 0,
      version: 1,
      createdAt: now,
      updatedAt: now,
    };
    await unlessTaken(manager.insert(AssertionIssuerEntity, row), ISSUER_TAKEN);
  }

  async update(
    manager: EntityManager,
    { id, version, endedVersion }: AssertionIssuer,
    { value, effects }: Plan<AssertionIssuerValue>,
  ): Promise<boolean> {
    const set = {
      ...columnsOf(value),
      endedVersion: endedVersion + Number(effects.includes('tokens_end')),
      version: version + 1,
      updatedAt: epochSeconds(),
    };
    const updating = manager.update(AssertionIssuerEntity, { id, version }, set);
    return (await unlessTaken(updating, ISSUER_TAKEN)).affected === 1;
  }

  async delete(manager: EntityManager, { id, version }: AssertionIssuer): Promise<boolean> {
    return (await manager.delete(AssertionIssuerEntity, { id, version })).affected === 1;
  }
}

function columnsOf(value: AssertionIssuerValue) {
  return {
    issuer: value.issuer,
    name: value.name,
    jwks: value.jwks === undefined ? null : JSON.stringify(value.jwks),
    jwksUri: value.jwks_uri ?? null,
    subjectMapping: value.subjectMapping,
    clientIds: JSON.stringify(value.clientIds),
    scopes: JSON.stringify(value.scopes),
    enabled: Number(value.enabled),
    externalId: value.externalId,
  };
}
