import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  type ApplicationOptions,
  createApplication,
  prepareInstallation,
} from '../../src/bootstrap.js';
import { type Config, loadConfig } from '#platform/config';
import { withoutDuty } from './without-duty.js';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Installation {
  readonly nest: NestFastifyApplication;
  readonly config: Config;
  /** Where it listens, which is also the issuer unless ISSUER was given. */
  readonly origin: string;
}

/**
 * Starts Gatehouse in this process on a real socket, with further modules if `options` name some.
 * @param alter what is done to its parts before anything is stored
 */
export async function startInstallation(
  environment: Environment,
  options: ApplicationOptions = {},
  alter?: (nest: NestFastifyApplication) => void,
): Promise<Installation> {
  // The tests on the wire once more, below a path: `TEST_ISSUER_PATH=/auth npm run test:wire`.
  const path = process.env['TEST_ISSUER_PATH'] ?? '';
  const issuer = `http://localhost:${environment['PORT']}${path}`;
  const config = loadConfig({
    LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'silent',
    HOST: '127.0.0.1',
    ...(path === '' || environment['TLS_CERT'] ? {} : { ISSUER: issuer }),
    ...withoutDuty(environment),
    ...environment,
  });
  const nest = await createApplication(config, options);
  alter?.(nest);
  await prepareInstallation(nest, config);
  await nest.listen(config.port, '127.0.0.1');
  const origin = `${config.tls === undefined ? 'http' : 'https'}://localhost:${config.port}`;
  return { nest, config, origin };
}
