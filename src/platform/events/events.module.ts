import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EventEntity } from './event.entity.js';
import { Events } from './events.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([EventEntity])],
  providers: [Events],
  exports: [Events],
})
export class EventsModule {}
