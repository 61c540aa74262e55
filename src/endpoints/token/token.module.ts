import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { SignInModule } from '#people/sign-in';
import { ClientsModule } from '#registry/clients';
import { TokensModule } from '#tokens';
import { GrantRegistry } from './grant-registry.js';
import { TokenController } from './token.controller.js';
import { TokenExplainer } from './token-explainer.js';
import { TokenFloors } from './token-floors.js';
import { TokenPipeline } from './token-pipeline.js';

@Module({
  imports: [ClientsModule, DiscoveryModule, SignInModule, TokensModule],
  controllers: [TokenController],
  providers: [GrantRegistry, TokenExplainer, TokenFloors, TokenPipeline],
  exports: [GrantRegistry, TokenExplainer],
})
export class TokenEndpointModule {}
