import { Module } from '@nestjs/common';
import { AuthorizeModule } from '#endpoints/authorize';
import { TokenEndpointModule } from '#endpoints/token';
import { ClientsModule } from '#registry/clients';
import { DiscoveryController } from './discovery.controller.js';
import { Metadata } from './metadata.js';

@Module({
  imports: [AuthorizeModule, ClientsModule, TokenEndpointModule],
  controllers: [DiscoveryController],
  providers: [Metadata],
})
export class WellKnownModule {}
