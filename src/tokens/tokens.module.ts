import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SessionsModule } from '#people/sessions';
import { UsersModule } from '#people/users';
import { ClaimsModule } from '#registry/claims';
import { ClientsModule } from '#registry/clients';
import { GroupsModule } from '#registry/groups';
import { ResourcesModule } from '#registry/resources';
import { RolesModule } from '#registry/roles';
import { AccessTokenEntity } from './access-token/access-token.entity.js';
import { AccessTokenIssuer } from './access-token/access-token-issuer.js';
import { AccessTokenJwtWriter } from './access-token/access-token-jwt-writer.js';
import { AccessTokenJwts } from './access-token/access-token-jwts.js';
import { AccessTokenRepository } from './access-token/access-token.repository.js';
import { AccessTokens } from './access-token/access-tokens.js';
import { Parties } from './access-token/parties.js';
import { RepeatableTokens } from './access-token/repeatable-tokens.js';
import { RevokedAccessTokenEntity } from './access-token/revoked-access-token.entity.js';
import { AuthorizationAdministration } from './authorization/admin/authorization-administration.js';
import { AuthorizationsController } from './authorization/admin/authorizations.controller.js';
import { UserAuthorizationsController } from './authorization/admin/user-authorizations.controller.js';
import { AuthorizationEntity } from './authorization/authorization.entity.js';
import { AuthorizationRepository } from './authorization/authorization.repository.js';
import { AuthorizationStatements } from './authorization/authorization-statements.js';
import { Authorizations } from './authorization/authorizations.js';
import { AuthorizationForesight } from './authorization/authorization-foresight.js';
import { LiveAuthorizations } from './authorization/live-authorizations.js';
import { NamedAuthorizations } from './authorization/named-authorizations.js';
import { ActorContributor } from './claims/actor.contributor.js';
import { Contributions } from './claims/contributions.js';
import { CustomContributor } from './claims/custom.contributor.js';
import { GroupsContributor } from './claims/groups.contributor.js';
import { ProfileContributor } from './claims/profile.contributor.js';
import { RolesContributor } from './claims/roles.contributor.js';
import { ToldNames } from './claims/told-names.js';
import { ClientJwts } from './client-jwt/client-jwts.js';
import { DeviceAuthorizationModule } from './device-authorization/device-authorization.module.js';
import { IdTokenIssuer } from './id-token/id-token-issuer.js';
import { IdTokens } from './id-token/id-tokens.js';
import { LogoutTokens } from './logout-token/logout-tokens.js';
import { RefreshTokenFormat } from './refresh-token/refresh-token-format.js';
import { RefreshTokenInspector } from './refresh-token/refresh-token-inspector.js';
import { RefreshTokenRepository } from './refresh-token/refresh-token.repository.js';
import { RefreshTokens } from './refresh-token/refresh-tokens.js';
import { Targets } from './targets.js';
import { TokenIssuer } from './token-issuer.js';
import { StepUpCheck } from './bearer/step-up.js';

@Module({
  imports: [
    ClaimsModule,
    ClientsModule,
    DeviceAuthorizationModule,
    DiscoveryModule,
    GroupsModule,
    ResourcesModule,
    RolesModule,
    SessionsModule,
    TypeOrmModule.forFeature([AuthorizationEntity, AccessTokenEntity, RevokedAccessTokenEntity]),
    UsersModule,
  ],
  controllers: [AuthorizationsController, UserAuthorizationsController],
  providers: [
    StepUpCheck,
    AccessTokenIssuer,
    AccessTokenJwtWriter,
    AccessTokenJwts,
    AccessTokenRepository,
    AccessTokens,
    ActorContributor,
    AuthorizationAdministration,
    AuthorizationRepository,
    AuthorizationStatements,
    Authorizations,
    ClientJwts,
    Contributions,
    CustomContributor,
    GroupsContributor,
    IdTokenIssuer,
    IdTokens,
    AuthorizationForesight,
    LiveAuthorizations,
    LogoutTokens,
    NamedAuthorizations,
    Parties,
    ProfileContributor,
    RefreshTokenFormat,
    RefreshTokenInspector,
    RefreshTokenRepository,
    RefreshTokens,
    RepeatableTokens,
    RolesContributor,
    Targets,
    TokenIssuer,
    ToldNames,
  ],
  exports: [
    StepUpCheck,
    AccessTokens,
    AuthorizationRepository,
    Authorizations,
    ClientJwts,
    Contributions,
    IdTokens,
    LiveAuthorizations,
    LogoutTokens,
    NamedAuthorizations,
    RefreshTokenFormat,
    RefreshTokenInspector,
    RefreshTokens,
    Targets,
    TokenIssuer,
  ],
})
export class TokensModule {}
