import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import type { ApplicationOptions } from '../../src/bootstrap.js';
import { Control } from './control.js';
import { atEndOfFile } from './end-of-file.js';
import { freePort } from './free-port.js';
import { type Environment, startInstallation } from './installation.js';
import { lightenPasswords } from './light-passwords.js';
import { type Application, LocalWorld } from './world.js';
import { newInstallation } from './new-installation.js';

/** In this process, where a test can reach everything. */
export interface OwnApplication extends Application {
  readonly nest: NestFastifyApplication;
  readonly dataSource: DataSource;
  close(): Promise<void>;
}

/**
 * Starts Gatehouse in this process on a real socket, with an empty SQLite database unless
 * `environment` names another, and with further modules if `options` name some. It ends with the
 * test file.
 * @param passwords what hashing them costs
 */
export async function startApplication(
  environment: Environment = {},
  options: ApplicationOptions = {},
  passwords: 'light' | 'shipped' = 'light',
): Promise<OwnApplication> {
  const port = Number(environment['PORT'] ?? (await freePort()));
  const { dataDir, adminPassword, secretKey } = newInstallation(environment);
  const { nest, config, origin } = await startInstallation(
    {
      ...environment,
      ...secretKey,
      PORT: String(port),
      DATA_DIR: dataDir,
      ADMIN_PASSWORD: adminPassword,
    },
    options,
    passwords === 'light' ? lightenPasswords : undefined,
  );
  let closed: Promise<void> | undefined;
  const close = () => (closed ??= nest.close());
  atEndOfFile(close);
  return {
    ...{ nest, dataSource: nest.get(DataSource), control: new Control(nest), close },
    ...{ origin, issuer: config.issuer, port, dataDir, adminPassword },
  };
}

/** A world in this process, for tests that replace its parts, look at them or break them. */
export async function startOwnWorld(
  environment: Environment = {},
  options: ApplicationOptions = {},
  passwords?: 'light' | 'shipped',
): Promise<LocalWorld<OwnApplication>> {
  return new LocalWorld(await startApplication(environment, options, passwords));
}

export type OwnWorld = LocalWorld<OwnApplication>;
