import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  type ApplicationOptions,
  createApplication,
  prepareInstallation,
} from '../../src/bootstrap.js';
import { type Config, loadConfig } from '#platform/config';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Installation {
  readonly nest: NestFastifyApplication;
  readonly config: Config;
  /** Where it listens, which is also the issuer unless ISSUER was given. */
  readonly origin: string;
}

/** Starts Gatehouse in this process on a real socket, with further modules if `options` name some. */
export async function startInstallation(
  environment: Environment,
  options: ApplicationOptions = {},
): Promise<Installation> {
  const config = loadConfig({
    LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'silent',
    HOST: '127.0.0.1',
    ...environment,
  });
  const nest = await createApplication(config, options);
  await prepareInstallation(nest, config);
  await nest.listen(config.port, '127.0.0.1');
  const origin = `${config.tls === undefined ? 'http' : 'https'}://localhost:${config.port}`;
  return { nest, config, origin };
}
