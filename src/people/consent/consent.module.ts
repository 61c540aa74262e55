import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ConsentEntity } from './consent.entity.js';
import { Consents } from './consents.js';

@Module({
  imports: [TypeOrmModule.forFeature([ConsentEntity])],
  providers: [Consents],
  exports: [Consents],
})
export class ConsentModule {}
