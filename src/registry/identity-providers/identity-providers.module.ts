import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { GroupsModule } from '#registry/groups';
import { IdentityProviderAdministration } from './admin/identity-provider-administration.js';
import { IdentityProvidersController } from './admin/identity-providers.controller.js';
import { IdentityProviderAggregate } from './identity-provider.aggregate.js';
import { IdentityProviderEntity, ProviderDomainEntity } from './identity-provider.entity.js';
import { IdentityProviderRepository } from './identity-provider.repository.js';
import { IdentityProviders } from './identity-providers.js';
import { ProviderPresetsController } from './presets/provider-presets.controller.js';
import { ProviderSecrets } from './provider-secrets.js';
import { ProviderTest } from './provider-test.js';

@Module({
  imports: [GroupsModule, TypeOrmModule.forFeature([IdentityProviderEntity, ProviderDomainEntity])],
  controllers: [IdentityProvidersController, ProviderPresetsController],
  providers: [
    IdentityProviderAdministration,
    IdentityProviderAggregate,
    IdentityProviderRepository,
    IdentityProviders,
    ProviderSecrets,
    ProviderTest,
  ],
  exports: [IdentityProviders, ProviderSecrets],
})
export class IdentityProvidersModule {}
