import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { UsersModule } from '#people/users';
import { SessionEntity } from './session.entity.js';
import { SessionClientEntity } from './session-client.entity.js';
import { SessionClientRepository } from './session-client.repository.js';
import { SessionClients } from './session-clients.js';
import { SessionState } from './session-state.js';
import { SessionRepository } from './session.repository.js';
import { Sessions } from './sessions.js';

@Module({
  imports: [TypeOrmModule.forFeature([SessionEntity, SessionClientEntity]), UsersModule],
  providers: [SessionRepository, SessionState, Sessions, SessionClientRepository, SessionClients],
  exports: [Sessions, SessionState, SessionClientRepository, SessionClients],
})
export class SessionsModule {}
