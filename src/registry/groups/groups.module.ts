import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthenticationModule } from '#registry/authentication';
import { GroupAdministration } from './admin/group-administration.js';
import { GroupsController } from './admin/groups.controller.js';
import { GroupAggregate } from './group.aggregate.js';
import { GroupEntity } from './group.entity.js';
import { GroupRepository } from './group.repository.js';
import { GroupUses } from './group-uses.js';
import { Groups } from './groups.js';

@Module({
  imports: [AuthenticationModule, TypeOrmModule.forFeature([GroupEntity])],
  controllers: [GroupsController],
  providers: [GroupAdministration, GroupAggregate, GroupRepository, Groups, GroupUses],
  exports: [GroupRepository, Groups, GroupUses],
})
export class GroupsModule {}
