import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { ClientsModule } from '#registry/clients';
import { TokensModule } from '#tokens';
import { GrantRegistry } from './grant-registry.js';
import { TokenController } from './token.controller.js';
import { TokenPipeline } from './token-pipeline.js';

@Module({
  imports: [ClientsModule, DiscoveryModule, TokensModule],
  controllers: [TokenController],
  providers: [GrantRegistry, TokenPipeline],
  exports: [GrantRegistry],
})
export class TokenEndpointModule {}
