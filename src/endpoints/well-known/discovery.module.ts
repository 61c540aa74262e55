import { Module } from '@nestjs/common';
import { AuthorizationModule } from '#endpoints/authorize';
import { TokenEndpointModule } from '#endpoints/token';
import { ClientsModule } from '#registry/clients';
import { DiscoveryController } from './discovery.controller.js';
import { Metadata } from './metadata.js';

@Module({
  imports: [AuthorizationModule, ClientsModule, TokenEndpointModule],
  controllers: [DiscoveryController],
  providers: [Metadata],
})
export class MetadataModule {}
