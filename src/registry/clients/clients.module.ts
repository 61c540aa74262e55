import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CrossOriginPolicy } from '#platform/http';
import { AuthenticationModule } from '#registry/authentication';
import { ClaimsModule } from '#registry/claims';
import { GroupsModule } from '#registry/groups';
import { ResourcesModule } from '#registry/resources';
import { ClientAssertions } from './authentication/client-assertions.js';
import { ClientAuthenticationMethods } from './authentication/client-authentication-methods.js';
import { ClientAuthenticator } from './authentication/client-authenticator.js';
import { ClientSecretBasicMethod } from './authentication/client-secret-basic.method.js';
import { ClientSecretJwtMethod } from './authentication/client-secret-jwt.method.js';
import { ClientSecretPostMethod } from './authentication/client-secret-post.method.js';
import { NoneMethod } from './authentication/none.method.js';
import { PrivateKeyJwtMethod } from './authentication/private-key-jwt.method.js';
import { ClientAggregate } from './client.aggregate.js';
import { ClientChanges } from './client-changes.js';
import { ClientDependents } from './client-dependents.js';
import { ClientEntity } from './client.entity.js';
import { ClientExpiry } from './client-expiry.js';
import { ClientGroupEntity } from './client-group.entity.js';
import { ClientGroupUses } from './client-group-uses.js';
import { ClientOriginEntity } from './client-origin.entity.js';
import { ClientOrigins } from './client-origins.js';
import { ClientRemains } from './client-remains.js';
import { ClientRepository } from './client.repository.js';
import { ClientSecretEntity } from './client-secret.entity.js';
import { Clients } from './clients.js';
import { SubjectNames } from './subject-names.js';
import { ClientDocuments } from './documents/client-documents.js';
import { DocumentLimits } from './documents/document-limits.js';
import { DocumentRegistration } from './documents/document-registration.js';
import { ClientLogoController } from './logo/client-logo.controller.js';
import { ClientSecretsController } from './admin/client-secrets.controller.js';
import { ClientsController } from './admin/clients.controller.js';
import { ClientPresetsController } from './presets/client-presets.controller.js';
import { ClientFixes } from './lint/client-fixes.js';
import { ClientLinter } from './lint/client-linter.js';
import { LintController } from './lint/lint.controller.js';
import { KnownNames } from './admin/known-names.js';
import { RegistrableValues } from './metadata/registrable-values.js';
import { ClientSecrets } from './secrets/client-secrets.js';
import { RecoverableSecrets } from './secrets/recoverable-secrets.js';
import { SectorIdentifiers } from './subject/sector-identifiers.js';
import { ClientTermEntity } from './search/client-term.entity.js';
import { MissingTerms } from './search/missing-terms.js';
import { ClientUsage } from './usage/client-usage.js';
import { ClientUsageEntity } from './usage/client-usage.entity.js';
import { Subjects } from './subject/subjects.js';

@Module({
  imports: [
    AuthenticationModule,
    ClaimsModule,
    GroupsModule,
    ResourcesModule,
    TypeOrmModule.forFeature([
      ClientEntity,
      ClientGroupEntity,
      ClientOriginEntity,
      ClientSecretEntity,
      ClientTermEntity,
      ClientUsageEntity,
    ]),
  ],
  controllers: [
    ClientLogoController,
    ClientPresetsController,
    ClientSecretsController,
    ClientsController,
    LintController,
  ],
  providers: [
    ClientAggregate,
    ClientAssertions,
    ClientAuthenticationMethods,
    ClientAuthenticator,
    ClientChanges,
    ClientDependents,
    ClientDocuments,
    ClientExpiry,
    ClientFixes,
    ClientGroupUses,
    ClientLinter,
    ClientRemains,
    MissingTerms,
    ClientRepository,
    ClientSecretBasicMethod,
    ClientSecretJwtMethod,
    ClientSecretPostMethod,
    ClientSecrets,
    ClientUsage,
    Clients,
    SubjectNames,
    DocumentLimits,
    DocumentRegistration,
    KnownNames,
    NoneMethod,
    PrivateKeyJwtMethod,
    RecoverableSecrets,
    RegistrableValues,
    SectorIdentifiers,
    Subjects,
    { provide: CrossOriginPolicy, useClass: ClientOrigins },
  ],
  exports: [
    ClientAuthenticator,
    ClientChanges,
    ClientDocuments,
    ClientExpiry,
    ClientUsage,
    Clients,
    SubjectNames,
    CrossOriginPolicy,
    RecoverableSecrets,
    RegistrableValues,
    Subjects,
  ],
})
export class ClientsModule {}
