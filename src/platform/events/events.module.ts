import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EventEntity } from './event.entity.js';
import { EventQueue } from './event-queue.js';
import { Events } from './events.js';
import { Journal } from './journal.js';

@Global()
@Module({
  imports: [DiscoveryModule, TypeOrmModule.forFeature([EventEntity])],
  providers: [EventQueue, Events, Journal],
  exports: [Events, Journal],
})
export class EventsModule {}
