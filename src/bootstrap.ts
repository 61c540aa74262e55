import 'reflect-metadata';
import type { DynamicModule, INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule, CommandModule } from './app.module.js';
import { ClientChanges } from '#registry/clients';
import { type Config, keepSecretKey, VERSION } from '#platform/config';
import { InstallationFacts } from '#platform/database';
import {
  createFastifyAdapter,
  limitReading,
  registerBasePath,
  registerCaching,
  registerDeparture,
  Shutdown,
  CrossOriginPolicy,
  limitShutdown,
  registerBodyParsers,
  registerCors,
  registerRequestChecks,
  registerRequestMetrics,
  registerSecurityHeaders,
  registerUnwantedBodies,
  ServedCertificate,
} from '#platform/http';
import { Logger } from '#platform/logging';
import { Metrics } from '#platform/metrics';
import { ApiDocuments, swaggerUiClient } from '#endpoints/docs';
import { GatehouseRoleRows } from '#registry/roles';
import { FirstAdmin, type FirstAdminOutcome } from '#people/users';

export interface ApplicationOptions {
  /** Modules besides those of Gatehouse, such as further grant types. */
  readonly modules?: readonly (Type | DynamicModule)[];
}

/** Puts the application together, ready to listen. */
export async function createApplication(
  config: Config,
  { modules = [] }: ApplicationOptions = {},
): Promise<NestFastifyApplication> {
  const certificate = config.tls && new ServedCertificate(config.tls);
  const adapter = createFastifyAdapter(config, certificate);
  const instance = adapter.getInstance();
  registerSecurityHeaders(instance, config);
  registerBasePath(instance, config);
  registerRequestChecks(instance, config);
  registerBodyParsers(instance);
  registerUnwantedBodies(instance);
  registerCaching(instance);
  limitReading(instance);
  limitShutdown(instance);
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.register(config, modules),
    adapter,
    // Nest tells of a start that fails in colours, and in many lines; main.ts does in one.
    { logger: false, bodyParser: false, abortOnError: false },
  );
  const logger = app.get(Logger);
  app.useLogger(logger);
  certificate?.renewOnHangup(instance, logger);
  const ends = 'When the certificate ends that https is served with.';
  app
    .get(Metrics)
    .gauge('gatehouse_certificate_expiry_timestamp_seconds', ends, () =>
      certificate === undefined ? [] : [{ value: certificate.expiresAt }],
    );
  registerCors(instance, app.get(CrossOriginPolicy));
  registerRequestMetrics(instance, app.get(Metrics));
  registerDeparture(instance, app.get(Shutdown));
  await app.init();
  app.get(ApiDocuments).describe(app);
  return app;
}

/**
 * What a new installation needs: an admin, and the client through which Swagger UI signs in.
 * @returns the admin's name, and the password if it was made up just now
 */
export async function prepareInstallation(
  app: NestFastifyApplication,
  config: Config,
): Promise<FirstAdminOutcome> {
  const logger = app.get(Logger);
  await swaggerUiClient(app.get(ClientChanges), config);
  await app.get(GatehouseRoleRows).ensure();
  await noteFacts(app.get(InstallationFacts), config, logger);
  const admin = await app.get(FirstAdmin).ensure();
  keepSecretKey(config.dataDir);
  if (!admin.created && config.adminPassword !== undefined) {
    logger.write(
      'warn',
      'ADMIN_PASSWORD is ignored: it is for the first admin, and there is one.',
      {
        reason: 'A new password for an admin is set with the command reset-admin.',
      },
    );
  }
  return admin;
}

/** Whoever knows this installation by another issuer has to be told of it by the operator. */
async function noteFacts(facts: InstallationFacts, config: Config, logger: Logger): Promise<void> {
  await facts.note('version', VERSION);
  await facts.note('written_at', '0');
  const former = await facts.read('issuer');
  if (former === config.issuer) return;
  if (former !== undefined) {
    logger.write('warn', 'ISSUER is another than at the last start.', {
      reason: `It was ${former}. Applications and APIs that know it by that name refuse the tokens of this one, and tokens that it gave are not accepted here.`,
    });
  }
  await facts.write('issuer', config.issuer);
}

/** The modules that the operator's commands need, and no server; closed when `work` is done. */
export async function withModules(
  config: Config,
  work: (modules: INestApplicationContext) => Promise<void>,
): Promise<void> {
  const modules = await NestFactory.createApplicationContext(CommandModule.register(config), {
    logger: false,
    abortOnError: false,
  });
  try {
    await work(modules);
  } finally {
    await modules.close();
  }
}
