import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type GroupUse, GroupUses, type GroupUseSource } from '#registry/groups';
import { ClientGroupEntity } from './client-group.entity.js';
import { ClientEntity } from './client.entity.js';
import type { ClientMetadata } from './metadata/client-metadata.js';

/** The clients that let people in by a group. */
@Injectable()
export class ClientGroupUses implements GroupUseSource, OnModuleInit {
  constructor(private readonly uses: GroupUses) {}

  onModuleInit(): void {
    this.uses.add(this);
  }

  async usesOf(groupId: string, limit: number, manager: EntityManager): Promise<GroupUse[]> {
    const rows = await manager
      .createQueryBuilder(ClientEntity, 'c')
      .innerJoin(ClientGroupEntity, 'g', 'g.client_id = c.client_id')
      .where('g.group_id = :groupId', { groupId })
      .orderBy('c.client_id')
      .limit(limit)
      .getMany();
    return rows.map(({ clientId: id, metadata }) => {
      const { client_name: name } = JSON.parse(metadata) as ClientMetadata;
      return { kind: 'client', id, name };
    });
  }
}
