import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Outbox } from './outbox.js';
import { OutboxMessageEntity } from './outbox-message.entity.js';
import { OutboxWorker } from './outbox-worker.js';

@Global()
@Module({
  imports: [DiscoveryModule, TypeOrmModule.forFeature([OutboxMessageEntity])],
  providers: [Outbox, OutboxWorker],
  exports: [Outbox],
})
export class OutboxModule {}
