import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccountModule } from '#endpoints/account';
import { AdminModule } from '#endpoints/admin';
import { AssertionIssuersModule } from '#registry/assertion-issuers';
import { IdentityProvidersModule } from '#registry/identity-providers';
import { EventsModule, LimitEvents } from '#platform/events';
import { ParModule } from '#endpoints/par';
import { ConfigurationModule } from '#endpoints/configuration';
import { CheckSessionModule } from '#endpoints/check-session';
import { AuthorizeModule } from '#endpoints/authorize';
import { ClientAuthenticationGuard, ClientsModule } from '#registry/clients';
import { BrandingModule } from '#platform/branding';
import { ChangesModule } from '#platform/changes';
import { type Config, ConfigModule } from '#platform/config';
import { ConsentModule } from '#people/consent';
import { CryptoModule } from '#platform/crypto';
import { DatabaseModule } from '#platform/database';
import { DeviceAuthorizationModule } from '#tokens/device-authorization';
import { DeskModule } from '#endpoints/desk';
import { DeviceModule } from '#endpoints/device';
import { WellKnownModule } from '#endpoints/well-known';
import { LogoutModule } from '#endpoints/logout';
import { AuthenticationModule } from '#registry/authentication';
import { ClaimsModule } from '#registry/claims';
import { GroupsModule } from '#registry/groups';
import { GrantsModule } from '#endpoints/token/grants';
import { HealthModule } from '#endpoints/health';
import { HousekeepingModule } from '#platform/housekeeping';
import { DeclaredAccessGuard, HttpModule } from '#platform/http';
import { SignInModule, SessionGuard } from '#people/sign-in';
import { IntrospectModule } from '#endpoints/introspect';
import { ListsModule } from '#platform/lists';
import { LinksModule } from '#platform/links';
import { LoggingModule } from '#platform/logging';
import { MailModule } from '#platform/mail';
import { MetricsModule } from '#platform/metrics';
import { DocsModule } from '#endpoints/docs';
import { OutboundModule } from '#platform/outbound';
import { OutboxModule } from '#platform/outbox';
import { RefusalsModule } from '#platform/refusals';
import { RegisterModule } from '#endpoints/register';
import { ReplayModule } from '#platform/replay';
import { ResourcesModule } from '#registry/resources';
import { UserInfoModule } from '#endpoints/userinfo';
import { RolesModule } from '#registry/roles';
import { RevokeModule } from '#endpoints/revoke';
import { SessionsModule } from '#people/sessions';
import { IdempotencyModule } from '#platform/idempotency';
import { SettingsModule } from '#platform/settings';
import { ThrottlingModule } from '#platform/throttling';
import { WebhooksModule } from '#registry/webhooks';
import { TokenEndpointModule } from '#endpoints/token';
import { BearerGuard, TokensModule } from '#tokens';
import { UsersModule } from '#people/users';

const PLATFORM = [
  LoggingModule,
  MetricsModule,
  DatabaseModule,
  HttpModule,
  CryptoModule,
  OutboundModule,
  HousekeepingModule,
  EventsModule,
  OutboxModule,
  LinksModule,
  MailModule,
  ChangesModule,
  ListsModule,
  SettingsModule,
  BrandingModule,
  ThrottlingModule,
  ReplayModule,
];

const REGISTRY = [
  AuthenticationModule,
  ClaimsModule,
  AssertionIssuersModule,
  IdentityProvidersModule,
  GroupsModule,
  ResourcesModule,
  ClientsModule,
  RolesModule,
  WebhooksModule,
];

/** The whole of Gatehouse, from the platform upwards. The only file that imports every module. */
@Module({
  imports: [
    ...PLATFORM,
    RefusalsModule,
    IdempotencyModule,

    ...REGISTRY,
    UsersModule,
    SessionsModule,
    ConsentModule,
    TokensModule,

    UserInfoModule,
    SignInModule,
    AccountModule,
    DeviceAuthorizationModule,
    TokenEndpointModule,
    GrantsModule,

    AuthorizeModule,
    ParModule,
    CheckSessionModule,
    IntrospectModule,
    RevokeModule,
    LogoutModule,
    AdminModule,
    DeskModule,
    ConfigurationModule,
    DeviceModule,

    WellKnownModule,
    DocsModule,
    HealthModule,
  ],
  // Each looks at what the route declares (http/access.decorators.ts) and acts on its own kind.
  providers: [
    { provide: APP_GUARD, useClass: DeclaredAccessGuard },
    { provide: APP_GUARD, useClass: ClientAuthenticationGuard },
    { provide: APP_GUARD, useClass: BearerGuard },
    { provide: APP_GUARD, useClass: SessionGuard },
    LimitEvents,
  ],
})
export class AppModule {
  /** @param further modules that an installation adds, such as grant types of its own */
  static register(config: Config, further: readonly (Type | DynamicModule)[] = []): DynamicModule {
    // With REGISTRATION=off there is no such address and no such operation.
    const registration = config.registration === 'off' ? [] : [RegisterModule];
    const imports = [ConfigModule.register(config), ...registration, ...further];
    return { module: AppModule, imports };
  }
}

/** What the operator's commands need of it: nothing that serves. */
@Module({ imports: [...PLATFORM, ...REGISTRY, SignInModule, UsersModule] })
export class CommandModule {
  static register(config: Config): DynamicModule {
    return { module: CommandModule, imports: [ConfigModule.register(config)] };
  }
}
