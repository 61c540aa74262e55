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
import { TrustedBrowserEntity } from './trusted-browsers/trusted-browser.entity.js';
import { TrustedBrowserRepository } from './trusted-browsers/trusted-browser.repository.js';
import { TrustedBrowsers } from './trusted-browsers/trusted-browsers.js';
import { UserTrustedBrowsersController } from './admin/user-trusted-browsers.controller.js';
import { SessionCookies } from './session-cookies.js';
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
      TrustedBrowserEntity,
      UpstreamSessionEntity,
    ]),
    UsersModule,
  ],
  controllers: [SessionsController, UserSessionsController, UserTrustedBrowsersController],
  providers: [
    SessionAdministration,
    SessionEndings,
    SessionForesight,
    SessionCookies,
    SessionLimits,
    TrustedBrowsers,
    TrustedBrowserRepository,
    SessionRepository,
    SessionState,
    Sessions,
    SessionClientRepository,
    SessionClients,
    UpstreamSessions,
  ],
  exports: [
    Sessions,
    SessionLimits,
    TrustedBrowsers,
    SessionState,
    SessionClients,
    UpstreamSessions,
  ],
})
export class SessionsModule {}
