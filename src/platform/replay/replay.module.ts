import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { UsedValueEntity } from './used-value.entity.js';
import { UsedValues } from './used-values.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([UsedValueEntity])],
  providers: [UsedValues],
  exports: [UsedValues],
})
export class ReplayModule {}
