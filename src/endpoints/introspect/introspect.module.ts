import { Module } from '@nestjs/common';
import { ClientsModule } from '#registry/clients';
import { TokensModule } from '#tokens';
import { IntrospectionController } from './introspection.controller.js';

@Module({ imports: [ClientsModule, TokensModule], controllers: [IntrospectionController] })
export class IntrospectModule {}
