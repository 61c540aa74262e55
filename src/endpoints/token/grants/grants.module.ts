import { Module } from '@nestjs/common';
import { ConsentModule } from '#people/consent';
import { UsersModule } from '#people/users';
import { AssertionIssuersModule } from '#registry/assertion-issuers';
import { ClientsModule } from '#registry/clients';
import { ResourcesModule } from '#registry/resources';
import { TokensModule } from '#tokens';
import { DeviceAuthorizationModule } from '#tokens/device-authorization';
import { AuthorizationCodeController } from './authorization-code/authorization-code.controller.js';
import { ClientCredentialsController } from './client-credentials/client-credentials.controller.js';
import { DeviceCodeController } from './device-code/device-code.controller.js';
import { AssertedUsers } from './jwt-bearer/asserted-users.js';
import { BearerAssertions } from './jwt-bearer/bearer-assertions.js';
import { JwtBearerController } from './jwt-bearer/jwt-bearer.controller.js';
import { PasswordController } from './password/password.controller.js';
import { RefreshTokenController } from './refresh-token/refresh-token.controller.js';
import { ActingParty } from './token-exchange/acting-party.js';
import { ExchangeTargets } from './token-exchange/exchange-targets.js';
import { SubjectTokens } from './token-exchange/subject-tokens.js';
import { TokenExchangeController } from './token-exchange/token-exchange.controller.js';

/** Every grant type: a new one is a folder here and a line below. */
@Module({
  imports: [
    AssertionIssuersModule,
    ClientsModule,
    ConsentModule,
    DeviceAuthorizationModule,
    ResourcesModule,
    TokensModule,
    UsersModule,
  ],
  controllers: [
    AuthorizationCodeController,
    ClientCredentialsController,
    DeviceCodeController,
    JwtBearerController,
    PasswordController,
    RefreshTokenController,
    TokenExchangeController,
  ],
  providers: [ActingParty, AssertedUsers, BearerAssertions, ExchangeTargets, SubjectTokens],
})
export class GrantsModule {}
