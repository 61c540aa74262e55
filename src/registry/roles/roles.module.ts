import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClientsModule } from '#registry/clients';
import { GroupsModule } from '#registry/groups';
import { ResourcesModule } from '#registry/resources';
import { RoleAdministration } from './admin/role-administration.js';
import { RoleOwners } from './admin/role-owners.js';
import { RolesController } from './admin/roles.controller.js';
import { GatehouseRoleRows } from './gatehouse-role-rows.js';
import { RoleAggregate } from './role.aggregate.js';
import { RoleAssignmentEntity } from './role-assignment.entity.js';
import { RoleEntity } from './role.entity.js';
import { RoleRemains } from './role-remains.js';
import { RoleRepository } from './role.repository.js';
import { Roles } from './roles.js';

@Module({
  imports: [
    ClientsModule,
    GroupsModule,
    ResourcesModule,
    TypeOrmModule.forFeature([RoleAssignmentEntity, RoleEntity]),
  ],
  controllers: [RolesController],
  providers: [
    GatehouseRoleRows,
    RoleAdministration,
    RoleAggregate,
    RoleOwners,
    RoleRemains,
    RoleRepository,
    Roles,
  ],
  exports: [GatehouseRoleRows, RoleRepository, Roles],
})
export class RolesModule {}
