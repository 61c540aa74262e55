import { Module } from '@nestjs/common';
import { AuthorizationModule } from '../authorization/index.js';
import { TokenEndpointModule } from '../token-endpoint/index.js';
import { DiscoveryController } from './discovery.controller.js';
import { Metadata } from './metadata.js';

@Module({
  imports: [AuthorizationModule, TokenEndpointModule],
  controllers: [DiscoveryController],
  providers: [Metadata],
})
export class MetadataModule {}
