import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClientsModule } from '#registry/clients';
import { ResourcesModule } from '#registry/resources';
import { Admissions } from './admissions.js';
import { ClientRegistrationEntity } from './client-registration.entity.js';
import { ClientRegistrationRepository } from './client-registration.repository.js';
import { ClientRegistrations } from './client-registrations.js';
import { InitialAccessTokenAdministration } from './initial-access-tokens/admin/initial-access-token-administration.js';
import { InitialAccessTokensController } from './initial-access-tokens/admin/initial-access-tokens.controller.js';
import { InitialAccessTokenAggregate } from './initial-access-tokens/initial-access-token.aggregate.js';
import { InitialAccessTokenEntity } from './initial-access-tokens/initial-access-token.entity.js';
import { InitialAccessTokenRepository } from './initial-access-tokens/initial-access-token.repository.js';
import { OpenRegistration } from './open-registration.js';
import { Strangers } from './strangers.js';

@Module({
  imports: [
    ClientsModule,
    ResourcesModule,
    TypeOrmModule.forFeature([ClientRegistrationEntity, InitialAccessTokenEntity]),
  ],
  controllers: [InitialAccessTokensController],
  providers: [
    Admissions,
    ClientRegistrationRepository,
    ClientRegistrations,
    InitialAccessTokenAdministration,
    InitialAccessTokenAggregate,
    InitialAccessTokenRepository,
    OpenRegistration,
    Strangers,
  ],
  exports: [ClientRegistrations],
})
export class RegistrationModule {}
