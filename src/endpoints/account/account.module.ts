import { Module } from '@nestjs/common';
import { ConsentModule } from '#people/consent';
import { SessionsModule } from '#people/sessions';
import { UsersModule } from '#people/users';
import { ClientsModule } from '#registry/clients';
import { ResourcesModule } from '#registry/resources';
import { TokensModule } from '#tokens';
import { AccountAuthorizationsController } from './api/account-authorizations.controller.js';
import { AccountConsentsController } from './api/account-consents.controller.js';
import { AccountSessionsController } from './api/account-sessions.controller.js';
import { ProfileController } from './api/profile.controller.js';
import { OwnAccess } from './own-access.js';
import { OwnAuthorizations } from './own-authorizations.js';
import { OwnPassword } from './own-password.js';
import { AccountController } from './page/account.controller.js';
import { AccountPages } from './page/account-pages.js';
import { WelcomeController } from './page/welcome.controller.js';

@Module({
  imports: [
    ClientsModule,
    ConsentModule,
    ResourcesModule,
    SessionsModule,
    TokensModule,
    UsersModule,
  ],
  controllers: [
    WelcomeController,
    AccountController,
    ProfileController,
    AccountSessionsController,
    AccountAuthorizationsController,
    AccountConsentsController,
  ],
  providers: [AccountPages, OwnAccess, OwnAuthorizations, OwnPassword],
})
export class AccountModule {}
