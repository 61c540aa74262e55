import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Checkpoints } from './checkpoints.js';
import { Erasure } from './erasure.js';
import { EventEntity } from './event.entity.js';
import { EventChainEntity } from './event-chain.entity.js';
import { EventCheckpointEntity } from './event-checkpoint.entity.js';
import { EventErasureEntity } from './event-erasure.entity.js';
import { EventQueue } from './event-queue.js';
import { Events } from './events.js';
import { Journal } from './journal.js';
import { EventReaderEntity } from './readers/event-reader.entity.js';
import { EventReaderRepository } from './readers/event-reader.repository.js';
import { EventReaderTools } from './readers/event-reader-tools.js';
import { EventReaders } from './readers/event-readers.js';
import { Retention } from './retention.js';
import { Sealer } from './sealer.js';

const ENTITIES = [
  ...[EventEntity, EventChainEntity, EventCheckpointEntity, EventErasureEntity],
  EventReaderEntity,
];

const READERS = [EventReaderRepository, EventReaders, EventReaderTools];

@Global()
@Module({
  imports: [DiscoveryModule, TypeOrmModule.forFeature(ENTITIES)],
  providers: [Checkpoints, Erasure, EventQueue, Events, Journal, Retention, Sealer, ...READERS],
  exports: [Checkpoints, EventQueue, EventReaders, Events, Journal],
})
export class EventsModule {}
