import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Housekeeper } from './housekeeper.js';
import { LeaseEntity } from './lease.entity.js';
import { Leases } from './leases.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([LeaseEntity])],
  providers: [Housekeeper, Leases],
  exports: [Housekeeper, Leases],
})
export class HousekeepingModule {}
