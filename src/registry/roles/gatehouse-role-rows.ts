import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { epochSeconds } from '#protocol';
import { GATEHOUSE_ROLES } from './gatehouse-roles.js';
import { RoleEntity } from './role.entity.js';

/** Puts Gatehouse's own roles among all others when it starts. */
@Injectable()
export class GatehouseRoleRows {
  constructor(@InjectRepository(RoleEntity) private readonly rows: Repository<RoleEntity>) {}

  async ensure(): Promise<void> {
    const now = epochSeconds();
    for (const { id, name, description, scopes } of GATEHOUSE_ROLES) {
      await this.rows
        .createQueryBuilder()
        .insert()
        .values({
          ...{ id, name, description, scopes: JSON.stringify([...scopes]) },
          ...{ ownerKind: 'gatehouse', ownerId: '', version: 1, createdAt: now, updatedAt: now },
        })
        // Another node may be about to do the same; and what they are may be another with a new version.
        .orUpdate(['description', 'scopes'], ['id'])
        .updateEntity(false)
        .execute();
    }
  }
}
