import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccountModule } from './account/index.js';
import { AdministrationModule } from './administration/index.js';
import { AssertionIssuersModule } from './assertion-issuers/index.js';
import { AuditModule } from './audit/index.js';
import { AuthorizationModule } from './authorization/index.js';
import { ClientAuthenticationGuard, ClientsModule } from './clients/index.js';
import { type Config, ConfigModule } from './config/index.js';
import { ConsentModule } from './consent/index.js';
import { CryptoModule } from './crypto/index.js';
import { DatabaseModule } from './database/index.js';
import { DeclaredAccessGuard } from './declared-access.guard.js';
import { DeviceAuthorizationsModule } from './device-authorizations/index.js';
import { DeviceVerificationModule } from './device-verification/index.js';
import { MetadataModule } from './discovery/index.js';
import { EndSessionModule } from './end-session/index.js';
import { GrantsModule } from './grants/index.js';
import { HealthModule } from './health/index.js';
import { HousekeepingModule } from './housekeeping/index.js';
import { HttpModule } from './http/index.js';
import { InteractionModule, SessionGuard } from './interaction/index.js';
import { IntrospectionModule } from './introspection/index.js';
import { LoggingModule } from './logging/index.js';
import { MetricsModule } from './metrics/index.js';
import { OpenApiModule } from './openapi/index.js';
import { OutboundModule } from './outbound/index.js';
import { RegistrationModule } from './registration/index.js';
import { ReplayModule } from './replay/index.js';
import { ResourceServersModule } from './resource-servers/index.js';
import { ResourcesModule } from './resources/index.js';
import { RevocationModule } from './revocation/index.js';
import { SessionsModule } from './sessions/index.js';
import { ThrottlingModule } from './throttling/index.js';
import { TokenEndpointModule } from './token-endpoint/index.js';
import { BearerGuard, TokensModule } from './tokens/index.js';
import { UsersModule } from './users/index.js';

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
    AuditModule,
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
