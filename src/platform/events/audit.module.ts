import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditEventEntity } from './audit-event.entity.js';
import { EventEntity } from './event.entity.js';
import { Events } from './events.js';
import { AuditLog } from './audit-log.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([AuditEventEntity, EventEntity])],
  providers: [AuditLog, Events],
  exports: [AuditLog, Events],
})
export class AuditModule {}
