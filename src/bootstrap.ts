import 'reflect-metadata';
import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { ClientChanges } from '#registry/clients';
import type { Config } from '#platform/config';
import {
  createFastifyAdapter,
  CrossOriginPolicy,
  limitShutdown,
  registerBodyParsers,
  registerCors,
  registerRequestChecks,
  registerRequestMetrics,
  registerSecurityHeaders,
  ServedCertificate,
} from '#platform/http';
import { Logger } from '#platform/logging';
import { Metrics } from '#platform/metrics';
import { ApiDocuments, swaggerUiClient } from '#endpoints/docs';
import { FirstAdmin } from '#people/users';

export interface ApplicationOptions {
  /** Modules besides those of Gatehouse, such as further grant types. */
  readonly modules?: readonly Type[];
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
  registerRequestChecks(instance, config);
  registerBodyParsers(instance);
  limitShutdown(instance);
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.register(config, modules),
    adapter,
    { bufferLogs: true, bodyParser: false, abortOnError: false },
  );
  const logger = app.get(Logger);
  app.useLogger(logger);
  certificate?.renewOnHangup(instance, logger);
  registerCors(instance, app.get(CrossOriginPolicy));
  registerRequestMetrics(instance, app.get(Metrics));
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
): Promise<{ username: string; password?: string }> {
  await swaggerUiClient(app.get(ClientChanges), config);
  return app.get(FirstAdmin).ensure();
}
