import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { GrantRegistry } from './grant-registry.js';
import { TokenController } from './token.controller.js';

@Module({
  imports: [DiscoveryModule],
  controllers: [TokenController],
  providers: [GrantRegistry],
  exports: [GrantRegistry],
})
export class TokenEndpointModule {}
