import { Module } from '@nestjs/common';
import { SessionsModule } from '#people/sessions';
import { SignInModule } from '#people/sign-in';
import { UsersModule } from '#people/users';
import { ClientsModule } from '#registry/clients';
import { TokensModule } from '#tokens';
import { BackChannelLogout } from './back-channel-logout.js';
import { EndSessionController } from './end-session.controller.js';
import { EndSession } from './end-session.js';
import { FrontChannelLogout } from './front-channel-logout.js';
import { LogoutPages } from './logout-pages.js';
import { LogoutRequestChecker } from './logout-request-checker.js';
import { LogoutTokenDelivery } from './logout-token-delivery.js';

@Module({
  imports: [ClientsModule, SignInModule, SessionsModule, TokensModule, UsersModule],
  controllers: [EndSessionController],
  providers: [
    BackChannelLogout,
    EndSession,
    FrontChannelLogout,
    LogoutPages,
    LogoutRequestChecker,
    LogoutTokenDelivery,
  ],
})
export class LogoutModule {}
