import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { UsersModule } from '#people/users';
import { ClientsModule } from '#registry/clients';
import { SessionEntity } from './session.entity.js';
import { SessionAdministration } from './admin/session-administration.js';
import { SessionsController } from './admin/sessions.controller.js';
import { UserSessionsController } from './admin/user-sessions.controller.js';
import { SessionClientEntity } from './session-client.entity.js';
import { SessionClientRepository } from './session-client.repository.js';
import { SessionClients } from './session-clients.js';
import { SessionEndings } from './session-endings.js';
import { SessionLimitEntity } from './session-limit.entity.js';
import { SessionLimits } from './session-limits.js';
import { SessionForesight } from './session-foresight.js';
import { SessionState } from './session-state.js';
import { SessionRepository } from './session.repository.js';
import { Sessions } from './sessions.js';
import { UpstreamSessionEntity } from './upstream-session.entity.js';
import { UpstreamSessions } from './upstream-sessions.js';

@Module({
  imports: [
    ClientsModule,
    TypeOrmModule.forFeature([
      SessionEntity,
      SessionClientEntity,
      SessionLimitEntity,
      UpstreamSessionEntity,
    ]),
    UsersModule,
  ],
  controllers: [SessionsController, UserSessionsController],
  providers: [
    SessionAdministration,
    SessionEndings,
    SessionForesight,
    SessionLimits,
    SessionRepository,
    SessionState,
    Sessions,
    SessionClientRepository,
    SessionClients,
    UpstreamSessions,
  ],
  exports: [Sessions, SessionLimits, SessionState, SessionClients, UpstreamSessions],
})
export class SessionsModule {}
