import { Module } from '@nestjs/common';
import { AuthorizationModule } from '#endpoints/authorize';
import { TokenEndpointModule } from '#endpoints/token';
import { DiscoveryController } from './discovery.controller.js';
import { Metadata } from './metadata.js';

@Module({
  imports: [AuthorizationModule, TokenEndpointModule],
  controllers: [DiscoveryController],
  providers: [Metadata],
})
export class MetadataModule {}
