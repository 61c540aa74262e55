import { Module } from '@nestjs/common';
import { AuthorizeModule } from '#endpoints/authorize';
import { TokenEndpointModule } from '#endpoints/token';
import { ClientsModule } from '#registry/clients';
import { ResourcesModule } from '#registry/resources';
import { AccountAddressesController } from './account-addresses.controller.js';
import { DiscoveryController } from './discovery.controller.js';
import { Metadata } from './metadata.js';
import { ProtectedResourceController } from './protected-resource.controller.js';

@Module({
  imports: [AuthorizeModule, ClientsModule, ResourcesModule, TokenEndpointModule],
  controllers: [AccountAddressesController, DiscoveryController, ProtectedResourceController],
  providers: [Metadata],
})
export class WellKnownModule {}
