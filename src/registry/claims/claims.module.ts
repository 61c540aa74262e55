import { Module } from '@nestjs/common';
import { Attributes } from './attributes.js';

@Module({ providers: [Attributes], exports: [Attributes] })
export class ClaimsModule {}
