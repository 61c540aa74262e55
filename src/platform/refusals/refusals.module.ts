import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RefusalEntity } from './refusal.entity.js';
import { RefusalLog } from './refusal-log.js';
import { RefusalRepository } from './refusal.repository.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([RefusalEntity])],
  providers: [RefusalLog, RefusalRepository],
  exports: [RefusalLog, RefusalRepository],
})
export class RefusalsModule {}
