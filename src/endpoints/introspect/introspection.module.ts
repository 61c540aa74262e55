import { Module } from '@nestjs/common';
import { IntrospectionController } from './introspection.controller.js';

@Module({ controllers: [IntrospectionController] })
export class IntrospectionModule {}
