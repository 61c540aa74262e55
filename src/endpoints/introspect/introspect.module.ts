import { Module } from '@nestjs/common';
import { ClientsModule } from '#registry/clients';
import { ResourcesModule } from '#registry/resources';
import { TokensModule } from '#tokens';
import { IntrospectionController } from './introspection.controller.js';

@Module({
  imports: [ClientsModule, ResourcesModule, TokensModule],
  controllers: [IntrospectionController],
})
export class IntrospectModule {}
