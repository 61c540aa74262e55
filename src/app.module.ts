import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccountModule } from '#endpoints/account';
import { AdministrationModule } from '#endpoints/admin';
import { AssertionIssuersModule } from '#registry/assertion-issuers';
import { EventsModule } from '#platform/events';
import { ParModule } from '#endpoints/par';
import { CheckSessionModule } from '#endpoints/check-session';
import { AuthorizationModule } from '#endpoints/authorize';
import { ClientAuthenticationGuard, ClientsModule } from '#registry/clients';
import { type Config, ConfigModule } from '#platform/config';
import { ConsentModule } from '#people/consent';
import { CryptoModule } from '#platform/crypto';
import { DatabaseModule } from '#platform/database';
import { DeviceAuthorizationsModule } from '#tokens/device-authorization';
import { DeviceVerificationModule } from '#endpoints/device';
import { MetadataModule } from '#endpoints/well-known';
import { EndSessionModule } from '#endpoints/logout';
import { GrantsModule } from '#endpoints/token/grants';
import { HealthModule } from '#endpoints/health';
import { HousekeepingModule } from '#platform/housekeeping';
import { DeclaredAccessGuard, HttpModule } from '#platform/http';
import { InteractionModule, SessionGuard } from '#people/sign-in';
import { IntrospectionModule } from '#endpoints/introspect';
import { LoggingModule } from '#platform/logging';
import { MetricsModule } from '#platform/metrics';
import { OpenApiModule } from '#endpoints/docs';
import { OutboundModule } from '#platform/outbound';
import { RegistrationModule } from '#endpoints/register';
import { ReplayModule } from '#platform/replay';
import { ResourceServersModule } from '#registry/resources';
import { ResourcesModule } from '#endpoints/userinfo';
import { RevocationModule } from '#endpoints/revoke';
import { SessionsModule } from '#people/sessions';
import { ThrottlingModule } from '#platform/throttling';
import { TokenEndpointModule } from '#endpoints/token';
import { BearerGuard, TokensModule } from '#tokens';
import { UsersModule } from '#people/users';

/** The whole of Gatehouse, from the platform upwards. The only file that imports every module. */
@Module({
  imports: [
    LoggingModule,
    MetricsModule,
    DatabaseModule,
    HttpModule,
    CryptoModule,
    OutboundModule,
    HousekeepingModule,
    EventsModule,
    ThrottlingModule,
    ReplayModule,

    AssertionIssuersModule,
    ResourceServersModule,
    ClientsModule,
    UsersModule,
    SessionsModule,
    ConsentModule,
    TokensModule,

    ResourcesModule,
    InteractionModule,
    AccountModule,
    DeviceAuthorizationsModule,
    TokenEndpointModule,
    GrantsModule,

    AuthorizationModule,
    ParModule,
    CheckSessionModule,
    IntrospectionModule,
    RevocationModule,
    EndSessionModule,
    AdministrationModule,
    DeviceVerificationModule,

    MetadataModule,
    OpenApiModule,
    HealthModule,
  ],
  // Each looks at what the route declares (http/access.decorators.ts) and acts on its own kind.
  providers: [
    { provide: APP_GUARD, useClass: DeclaredAccessGuard },
    { provide: APP_GUARD, useClass: ClientAuthenticationGuard },
    { provide: APP_GUARD, useClass: BearerGuard },
    { provide: APP_GUARD, useClass: SessionGuard },
  ],
})
export class AppModule {
  /** @param further modules that an installation adds, such as grant types of its own */
  static register(config: Config, further: readonly Type[] = []): DynamicModule {
    // With REGISTRATION=off there is no such address and no such operation.
    const registration = config.registration === 'off' ? [] : [RegistrationModule];
    const imports = [ConfigModule.register(config), ...registration, ...further];
    return { module: AppModule, imports };
  }
}
