import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthenticationModule } from '#registry/authentication';
import { ClaimsModule } from '#registry/claims';
import { Dependents } from './dependents.js';
import { ResourceCircumstancesNow } from './admin/resource-circumstances.js';
import { ResourceServerAdministration } from './admin/resource-server-administration.js';
import { ResourceServersController } from './admin/resource-servers.controller.js';
import { ResourceScopeEntity } from './resource-scope.entity.js';
import { ResourceServerAggregate } from './resource-server.aggregate.js';
import { ResourceServerEntity } from './resource-server.entity.js';
import { ResourceServerRepository } from './resource-server.repository.js';
import { ResourceServers } from './resource-servers.js';
import { ScopeWording } from './scope-wording.js';

@Module({
  imports: [
    AuthenticationModule,
    ClaimsModule,
    TypeOrmModule.forFeature([ResourceServerEntity, ResourceScopeEntity]),
  ],
  controllers: [ResourceServersController],
  providers: [
    Dependents,
    ResourceCircumstancesNow,
    ResourceServerAdministration,
    ResourceServerAggregate,
    ResourceServerRepository,
    ResourceServers,
    ScopeWording,
  ],
  exports: [Dependents, ResourceServers, ScopeWording],
})
export class ResourcesModule {}
